package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.accounts.right.RightsChange;
import sibyl.gateway.fixture.StreamClient;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.read.ReadLimits;

/**
 * Who was known stays known while the database is away, and the ends of rights that can be told
 * without it act. What is remembered counts as old at once here, so that only this keeps it.
 */
class DatabaseAwayTest {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TestGateway gateway;
  private Visitor ada;
  private String market;

  @BeforeEach
  void start() {
    gateway =
        TestGateway.start(
            TestGateway.config()
                .withReads(
                    new GatewayConfig.Reads(
                        ReadLimits.DEFAULT, Duration.ofSeconds(2), 1_000, AT_ONCE, AT_ONCE, 1_000))
                .withStream(
                    new GatewayConfig.Stream(
                        100, 100, 10, 1_000, 100, 10, 1_000, Duration.ofMillis(50))));
    ada = gateway.person("ada", "100");
    market = gateway.openBookMarket();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void sessionsAndKeysInUseGoOnAndOthersAreToldTheReason() {
    JsonObject key =
        new JsonObject().put("name", "bot").put("scopes", new JsonArray().add("trade").add("read"));
    String secret = ada.post("/keys", key).expect(201).getString("secret");
    Visitor bot = Visitor.withKey(gateway.base(), secret);
    String unused = ada.post("/keys", key).expect(201).getString("secret");
    bot.get("/portfolio/balance").expect(200);

    gateway.people().away(true);
    for (int i = 0; i < 10; i++) {
      ada.order(market, "buy", "yes", "0.50", "1").expect(201);
      bot.order(market, "buy", "yes", "0.50", "1").expect(201);
    }
    Visitor.Reply refused = Visitor.withKey(gateway.base(), unused).get("/portfolio/balance");
    refused.expect(503, "database_unavailable");
    assertThat(refused.header("Retry-After")).isNotEmpty();
    gateway.visitor().get("/markets/" + market).expect(200);

    gateway.people().away(false);
    Visitor.withKey(gateway.base(), unused).get("/portfolio/balance").expect(200);
  }

  @Test
  void socketsStayOpenAndHearOnAndNewOnesOpen() {
    try (StreamClient socket = StreamClient.open(gateway, ada)) {
      subscribe(socket);
      gateway.people().away(true);
      ada.order(market, "buy", "yes", "0.50", "1").expect(201);
      socket.next("order");
      socket.next("balance");
      gateway.rights().changed(new RightsChange.OfAnyone());
      try (StreamClient another = StreamClient.open(gateway, ada)) {
        subscribe(another);
        ada.order(market, "buy", "yes", "0.50", "1").expect(201);
        another.next("order");
      }
      socket.next("order");
    }
  }

  private static void subscribe(StreamClient socket) {
    socket.send(new JsonObject().put("id", 1).put("op", "subscribe").put("channel", "account"));
    socket.next("subscribed");
    socket.next("account_snapshot");
  }

  @Test
  void whoSignsOutIsSignedOutHereAtOnceAndEverywhereWhenTheDatabaseIsBack() {
    Visitor thief = ada.copy();
    gateway.people().away(true);
    try (StreamClient socket = StreamClient.open(gateway, thief)) {
      JsonObject told = ada.post("/auth/logout", null).expect(503, "database_unavailable");
      assertThat(told.getString("detail")).contains("signed out on this server");
      thief.get("/portfolio/balance").expect(401);
      assertThat(socket.closeCode()).isEqualTo(4001);
    }
    gateway.people().away(false);
    thief.get("/portfolio/balance").expect(401);
    gateway.rights().changed(new RightsChange.OfAnyone()); // as when it can be reached again
    Visitor again = gateway.visitor();
    again
        .post(
            "/auth/login", new JsonObject().put("username", "ada").put("password", "correct horse"))
        .expect(200);
    await()
        .atMost(PATIENCE)
        .until(() -> again.get("/sessions").expect(200).getJsonArray("items").size() == 1);
  }

  @Test
  void staffSignOutEvenIfItCannotBeWrittenDown() {
    Visitor member = gateway.secondStaff();
    Visitor thief = member.copy();
    gateway.audit().outOfOrder(true);
    member.post("/admin/auth/logout", null).expect(204);
    thief.get("/admin/auth/me").expect(401);
  }

  @Test
  void aRightThatEndsAndASuspensionActOnWhoIsRemembered() {
    Visitor bob = gateway.person("bob", "100");
    long ofAda = Long.parseLong(gateway.account(ada));
    long ofBob = Long.parseLong(gateway.account(bob));
    gateway.people().away(true);
    ada.order(market, "buy", "yes", "0.50", "1").expect(201);
    bob.order(market, "buy", "yes", "0.50", "1").expect(201);
    gateway.rights().changedOfPerson(ofBob);
    bob.order(market, "buy", "yes", "0.50", "1").expect(503, "database_unavailable");
    ada.order(market, "buy", "yes", "0.50", "1").expect(201);
    gateway.exchange().suspend(ofAda);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> ada.order(market, "buy", "yes", "0.50", "1").expect(403, "account_suspended"));
  }
}
