package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sibyl.accounts.audit.AuditEntry;
import sibyl.gateway.fixture.Route;
import sibyl.gateway.fixture.StreamClient;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.http.Access;
import sibyl.gateway.http.AccessTable;

/** What suspending an account, and halting the exchange, stop. */
class SuspensionTest {
  private final TestGateway gateway = TestGateway.start();
  private final Visitor ada = gateway.person("ada", "10");
  private final String account = gateway.account(ada);

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void everyOperationForCustomersDeclaresWhatASuspendedAccountMayDo() {
    for (Route route : Route.all()) {
      Access access = AccessTable.of(route.operationId());
      boolean forCustomers = access instanceof Access.Customer && access != Access.PUBLIC;
      assertThat(route.suspended())
          .as(route.operationId())
          .isIn(
              forCustomers ? List.of("allowed", "refused") : java.util.Collections.singleton(null));
    }
  }

  @Test
  void suspensionStopsKeysAndSocketsAtOnceWhicheverWayItIsDone() {
    Visitor bob = gateway.person("bob", "10");
    suspendedWhileListening(
        ada,
        () ->
            gateway
                .staff()
                .post(
                    "/admin/users/" + account + "/suspend", new JsonObject().put("reason", "fraud"))
                .expect(200));
    suspendedWhileListening(
        bob,
        () ->
            gateway
                .staff()
                .patch(
                    "/admin/accounts/" + gateway.account(bob),
                    new JsonObject().put("suspended", true))
                .expect(200));
  }

  private void suspendedWhileListening(Visitor who, Runnable suspends) {
    Visitor program = Visitor.withKey(gateway.base(), key(who));
    program.get("/portfolio/balance").expect(200);
    try (StreamClient person = StreamClient.open(gateway, who);
        StreamClient bot = StreamClient.open(gateway, program)) {
      person.subscribe("account", null);
      person.next("subscribed");
      person.next("account_snapshot");
      suspends.run();
      assertThat(person.closeCode()).isEqualTo(4003);
      assertThat(bot.closeCode()).isEqualTo(4003);
    }
    program.get("/portfolio/balance").expect(403, "account_suspended");
    who.get("/portfolio/balance").expect(401);
  }

  @Test
  void itsOwnerReadsAndCancelsAndDoesNothingElse() {
    String market = gateway.openBookMarket();
    String order = ada.placed(market, "buy", "yes", "0.40", "5");
    gateway
        .staff()
        .post("/admin/users/" + account + "/suspend", new JsonObject().put("reason", "fraud"))
        .expect(200);
    JsonObject again = TestGateway.registration("ada");
    again.remove("email");
    ada.post("/auth/login", again).expect(200);
    assertThat(ada.get("/portfolio/balance").expect(200).getString("held")).isEqualTo("2.00");
    JsonObject amount = new JsonObject().put("amount", "1");
    ada.post("/wallet/withdrawals", amount).expect(403, "account_suspended");
    ada.post("/wallet/deposits", amount).expect(403, "account_suspended");
    ada.post("/keys", keyForm()).expect(403, "account_suspended");
    ada.post("/orders", Visitor.limit(market, "buy", "yes", "0.40", "5"))
        .expect(403, "account_suspended");
    ada.delete("/orders/" + order).expect(200);
    gateway
        .staff()
        .post("/admin/users/" + account + "/resume", new JsonObject().put("reason", "cleared"))
        .expect(200);
    ada.post("/keys", keyForm()).expect(201);
  }

  @Test
  void haltingTheExchangeHoldsPayoutsUnlessTheirSwitchSaysOtherwise() {
    Visitor staff = gateway.staff();
    JsonObject halted = staff.put("/admin/exchange", state("halted")).expect(200);
    assertThat(halted.getJsonObject("payouts").getString("switch")).isEqualTo("follow");
    assertThat(halted.getJsonObject("payouts").getBoolean("held")).isTrue();
    staff.put("/admin/exchange", new JsonObject().put("payouts", "open")).expect(200);
    assertThat(staff.get("/admin/exchange").expect(200).getString("state")).isEqualTo("halted");
    assertThat(staff.get("/admin/system").expect(200).getJsonObject("payouts").getBoolean("held"))
        .isFalse();
    staff.put("/admin/exchange", state("open").put("payouts", "held")).expect(200);
    assertThat(staff.get("/admin/exchange").expect(200).getJsonObject("payouts").getBoolean("held"))
        .isTrue();
    staff.put("/admin/exchange", new JsonObject().put("payouts", "follow")).expect(200);
    staff.put("/admin/exchange", new JsonObject()).expect(400, "malformed");
    assertThat(gateway.audit().entries())
        .filteredOn(entry -> "setExchange".equals(entry.operation()))
        .extracting(AuditEntry::toString)
        .anyMatch(text -> text.contains("follow") && text.contains("open"));
  }

  private static JsonObject state(String state) {
    return new JsonObject().put("state", state);
  }

  private static JsonObject keyForm() {
    return new JsonObject().put("name", "bot").put("scopes", new JsonArray().add("read"));
  }

  private static String key(Visitor owner) {
    return owner.post("/keys", keyForm()).expect(201).getString("secret");
  }
}
