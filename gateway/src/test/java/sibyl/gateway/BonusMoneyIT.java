package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.accounts.outbox.Movement;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.gateway.fixture.MoneyGateway;
import sibyl.gateway.fixture.Visitor;

/** Bonus money from a grant to a withdrawal, with everything real but the log. */
@Timeout(120)
class BonusMoneyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void aBonusLostToAFriendByWashTradesCannotBeWithdrawn() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withSandbox(folder, 0)) {
      Visitor bob = gateway.verified("bob", "100");
      Visitor ada = gateway.person("ada");
      grant(gateway, ada);
      String market = market(gateway);

      bob.post("/markets/" + market + "/split", new JsonObject().put("quantity", "15")).expect(200);
      order(ada, market, "buy", "0.99");
      order(bob, market, "sell", "0.99");
      order(bob, market, "buy", "0.01");
      order(ada, market, "sell", "0.01");
      await().atMost(PATIENCE).until(() -> figure(bob, "locked").equals("14.70"));

      JsonObject cash = bob.get("/portfolio/balance").expect(200);
      assertThat(cash.getString("available")).isEqualTo("114.70");
      assertThat(cash.getString("withdrawable")).isEqualTo("100.00");
      assertThat(figure(bob, "beyond_trading")).isEqualTo("14.70");
      JsonObject refused = withdraw(bob, "100.01", "too much").expect(422, "bonus_locked");
      assertThat(refused.getString("detail"))
          .contains("100 can be withdrawn now", "Only staff can unlock 14.7");
      withdraw(bob, "100", "own money").expect(201);
      withdraw(bob, "0.01", "a cent more").expect(422, "bonus_locked");

      String account = ada.get("/auth/me").expect(200).getJsonObject("user").getString("user_id");
      JsonObject seen = gateway.staff().get("/admin/accounts/" + account).expect(200);
      assertThat(seen.getJsonObject("bonus").getString("granted")).isEqualTo("15.00");
      assertThat(seen.getJsonObject("bonus").getBoolean("identity_verified")).isFalse();
    }
  }

  @Test
  void aBonusIsUnlockedByVerificationAndTrading() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withSandbox(folder, 0)) {
      Visitor bob = gateway.verified("bob", "100");
      Visitor ada = gateway.verified("ada", "20");
      grant(gateway, ada);
      String market = market(gateway);
      await().atMost(PATIENCE).until(() -> figure(ada, "locked").equals("15.00"));
      assertThat(figure(ada, "to_trade")).isEqualTo("15.00");
      JsonObject refused = withdraw(ada, "20.01", "early").expect(422, "bonus_locked");
      assertThat(refused.getString("detail")).contains("Trade 15 more");

      buy(bob, market, "no", "30");
      buy(ada, market, "yes", "30");
      await().atMost(PATIENCE).until(() -> figure(ada, "to_trade").equals("0.00"));
      String id = withdraw(ada, "20", "all").expect(201).getString("withdrawal_id");
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  ada.get("/wallet/transactions/" + id)
                      .expect(200)
                      .getString("state")
                      .equals("paid"));
    }
  }

  private static void grant(MoneyGateway gateway, Visitor to) {
    long account =
        Long.parseLong(to.get("/auth/me").expect(200).getJsonObject("user").getString("user_id"));
    Movement bonus =
        new Movement(
            Movement.idOf("signup/" + account),
            TransferKind.BONUS,
            Accounts.BONUS,
            account,
            15_000_000,
            "signup bonus");
    gateway.database.jdbi().useTransaction(handle -> gateway.outbox.add(handle, bonus));
    gateway.outbox.wake();
    await().atMost(PATIENCE).until(() -> figure(to, "granted").equals("15.00"));
  }

  private static String market(MoneyGateway gateway) {
    Visitor staff = gateway.staff();
    JsonObject created =
        staff.post("/admin/events", new JsonObject().put("title", "Will it rain?")).expect(201);
    String market = created.getJsonArray("markets").getJsonObject(0).getString("market_id");
    staff.post("/admin/markets/" + market + "/open", null).expect(200);
    return market;
  }

  private static void order(Visitor who, String market, String side, String price) {
    who.post(
            "/orders",
            new JsonObject()
                .put("market_id", market)
                .put("side", side)
                .put("outcome", "yes")
                .put("type", "limit")
                .put("price", price)
                .put("quantity", "15"))
        .expect(201);
  }

  private static void buy(Visitor who, String market, String outcome, String quantity) {
    who.post(
            "/orders",
            new JsonObject()
                .put("market_id", market)
                .put("side", "buy")
                .put("outcome", outcome)
                .put("type", "limit")
                .put("price", "0.50")
                .put("quantity", quantity))
        .expect(201);
  }

  private static String figure(Visitor who, String name) {
    return who.get("/wallet").expect(200).getJsonObject("bonus").getString(name);
  }

  private static Visitor.Reply withdraw(Visitor who, String amount, String key) {
    return who.with("Idempotency-Key", key)
        .post("/wallet/withdrawals", new JsonObject().put("amount", amount));
  }
}
