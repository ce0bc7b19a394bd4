package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** What staff decide about markets, accounts and the exchange. */
class StaffTest {
  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private String market;

  @BeforeEach
  void twoPeopleAndAMarket() {
    gateway = TestGateway.start();
    ada = gateway.person("ada", "100.00");
    bob = gateway.person("bob", "100.00");
    market = gateway.openBookMarket();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aMarketIsCreatedWithAllItsRules() {
    JsonObject created =
        gateway
            .staff()
            .post(
                "/admin/events",
                new JsonObject()
                    .put("title", "Fine")
                    .put("close_at", "2999-01-01T00:00:00Z")
                    .put(
                        "markets",
                        new JsonArray()
                            .add(
                                new JsonObject()
                                    .put("tick", "0.01")
                                    .put(
                                        "tick_bands",
                                        new JsonArray()
                                            .add(band("0.01", "0.0001"))
                                            .add(band("0.05", "0.001")))
                                    .put("collar", "0.10")
                                    .put("challenge_ms", 60_000)
                                    .put("four_eyes", true))))
            .expect(201);
    JsonObject fine = created.getJsonArray("markets").getJsonObject(0);
    assertThat(fine.getJsonArray("tick_bands")).hasSize(2);
    assertThat(fine.getString("collar")).isEqualTo("0.10");
    assertThat(fine.getBoolean("four_eyes")).isTrue();
    assertThat(fine.getString("close_at")).isEqualTo("2999-01-01T00:00:00.000Z");
    String id = fine.getString("market_id");
    gateway.staff().post("/admin/markets/" + id + "/open", null).expect(200);
    ada.order(id, "buy", "yes", "0.0015", "1").expect(201);
    ada.order(id, "buy", "yes", "0.0205", "1").expect(422, "price_off_grid");
    ada.order(id, "buy", "yes", "0.105", "1").expect(422, "price_off_grid");
  }

  @Test
  void aMarketOpensAndClosesByItself() {
    JsonObject event =
        gateway.staff().post("/admin/events", new JsonObject().put("title", "Soon")).expect(201);
    String id = event.getJsonArray("markets").getJsonObject(0).getString("market_id");
    String path = "/admin/markets/" + id + "/schedule";
    gateway.staff().put(path, schedule("close_at", "whenever")).expect(400, "malformed");
    String now = Instant.now().plusMillis(300).toString();
    JsonObject scheduled = gateway.staff().put(path, schedule("open_at", now)).expect(200);
    assertThat(scheduled.getString("open_at")).isNotNull();
    awaitState(id, "open");
    gateway
        .staff()
        .put(path, schedule("close_at", Instant.now().plusMillis(300).toString()))
        .expect(200);
    awaitState(id, "closed");
    gateway.staff().put("/admin/markets/999/schedule", new JsonObject()).expect(404);
  }

  @Test
  void aResolutionNeedsASecondPersonAndCanBeChallenged() {
    String id =
        gateway.openMarket(new JsonObject().put("four_eyes", true).put("challenge_ms", 3_600_000));
    String path = "/admin/markets/" + id;
    Visitor first = gateway.staff();
    Visitor second = gateway.secondStaff();
    first.post(path + "/close", null).expect(200);
    first.post(path + "/resolution", new JsonObject().put("outcome", "yes")).expect(200);
    first.post(path + "/resolution/confirm", null).expect(403, "second_person_needed");
    JsonObject confirmed = second.post(path + "/resolution/confirm", null).expect(200);
    assertThat(confirmed.getString("state")).isEqualTo("resolved");
    assertThat(confirmed.getJsonObject("resolution").getString("final_at")).isNotNull();
    first.post(path + "/settle", null).expect(422, "challenge_window");
    first.post(path + "/resolution/challenge", new JsonObject()).expect(400, "malformed");
    JsonObject reopened =
        first
            .post(path + "/resolution/challenge", new JsonObject().put("reason", "it was not so"))
            .expect(200);
    assertThat(reopened.getString("state")).isEqualTo("closed");
    assertThat(reopened.getJsonObject("resolution")).isNull();
    assertThat(reopened.getJsonObject("challenge").getString("reason")).isEqualTo("it was not so");
    first.post(path + "/resolution/challenge", new JsonObject().put("reason", "again")).expect(422);
  }

  @Test
  void moreLiquidityMovesNoPrice() {
    String lmsr = gateway.openLmsrMarket("100");
    ada.post(
            "/orders",
            new JsonObject()
                .put("market_id", lmsr)
                .put("side", "buy")
                .put("outcome", "yes")
                .put("type", "market")
                .put("quantity", "30"))
        .expect(201);
    JsonObject before = ada.get("/markets/" + lmsr).expect(200);
    JsonObject after =
        gateway
            .staff()
            .post("/admin/markets/" + lmsr + "/liquidity", new JsonObject().put("add", "150"))
            .expect(200);
    assertThat(after.getString("liquidity")).isEqualTo("250.00");
    assertThat(Double.parseDouble(after.getString("probability")))
        .isCloseTo(
            Double.parseDouble(before.getString("probability")),
            org.assertj.core.data.Offset.offset(2e-9));
    gateway
        .staff()
        .post("/admin/markets/" + market + "/liquidity", new JsonObject().put("add", "150"))
        .expect(422);
  }

  @Test
  void theExchangeTakesCancellationsOnlyOrNothing() {
    String order = ada.placed(market, "buy", "yes", "0.40", "10");
    switchTo("cancel_only");
    ada.order(market, "buy", "yes", "0.40", "1").expect(503, "cancel_only");
    ada.patch("/orders/" + order, new JsonObject().put("price", "0.41")).expect(503, "cancel_only");
    ada.delete("/orders/" + order).expect(200);
    switchTo("halted");
    assertThat(gateway.staff().get("/admin/exchange").expect(200).getString("state"))
        .isEqualTo("halted");
    ada.delete("/orders").expect(503, "exchange_halted");
    ada.post("/wallet/deposits", new JsonObject().put("amount", "1")).expect(201);
    switchTo("open");
    ada.order(market, "buy", "yes", "0.40", "1").expect(201);
  }

  @Test
  void aSuspendedAccountMayOnlyCancel() {
    String order = ada.placed(market, "buy", "yes", "0.40", "10");
    String path = "/admin/accounts/" + gateway.account(ada);
    JsonObject suspended =
        gateway.staff().patch(path, new JsonObject().put("suspended", true)).expect(200);
    assertThat(suspended.getBoolean("suspended")).isTrue();
    assertThat(suspended.getBoolean("netting")).isTrue();
    ada.get("/auth/me").expect(401);
    JsonObject again = TestGateway.registration("ada");
    again.remove("email");
    ada.post("/auth/login", again).expect(200);
    ada.order(market, "buy", "yes", "0.40", "1").expect(403, "account_suspended");
    ada.delete("/orders/" + order).expect(200);
    gateway.staff().patch(path, new JsonObject().put("suspended", false)).expect(200);
    ada.order(market, "buy", "yes", "0.40", "1").expect(201);
    gateway
        .staff()
        .patch("/admin/accounts/999", new JsonObject().put("suspended", true))
        .expect(404, "unknown_account");
  }

  @Test
  void accountsAreRankedByProfit() {
    String bread = gateway.openGoodsMarket("Bread");
    gateway.give(ada, bread, "10");
    bob.placed(bread, "buy", "yes", "5.00", "4");
    ada.placed(bread, "sell", "yes", "5.00", "4");
    JsonObject page = gateway.staff().get("/admin/accounts?limit=1").expect(200);
    JsonObject best = page.getJsonArray("items").getJsonObject(0);
    assertThat(best.getString("account_id")).isEqualTo(gateway.account(ada));
    assertThat(best.getInteger("rank")).isEqualTo(1);
    assertThat(best.getString("paid_in")).isEqualTo("100.00");
    // 20.00 for four, and six more at the last price
    assertThat(best.getString("profit")).isEqualTo("50.00");
    assertThat(best.getString("roi")).isEqualTo("0.5000");
    assertThat(best.getInteger("trades")).isEqualTo(1);
    assertThat(best.getString("volume")).isEqualTo("20.00");
    JsonObject next =
        gateway
            .staff()
            .get("/admin/accounts?limit=1&cursor=" + page.getString("next_cursor"))
            .expect(200);
    assertThat(next.getJsonArray("items").getJsonObject(0).getInteger("rank")).isEqualTo(2);
    assertThat(next.getString("next_cursor")).isNull();
  }

  @Test
  void goodsAreGivenAndTakenAway() {
    String bread = gateway.openGoodsMarket("Bread");
    gateway.give(ada, bread, "10");
    String path = "/admin/accounts/" + gateway.account(ada) + "/inventory";
    JsonObject taken =
        gateway.staff().post(path, adjustment(bread, "-4", "adjustment")).expect(200);
    assertThat(taken.getJsonArray("holdings").getJsonObject(0).getString("quantity"))
        .isEqualTo("-4.00");
    gateway
        .staff()
        .post(path, adjustment(bread, "-7", "reset"))
        .expect(422, "insufficient_holdings");
    gateway.staff().post(path, adjustment(market, "1", "initial")).expect(422);
    gateway.staff().post(path, adjustment(bread, "1", "gift")).expect(400, "malformed");
    for (String route : List.of("/admin/accounts/999/inventory")) {
      gateway.staff().post(route, adjustment(bread, "1", "initial")).expect(404, "unknown_account");
    }
  }

  private void switchTo(String state) {
    assertThat(
            gateway
                .staff()
                .put("/admin/exchange", new JsonObject().put("state", state))
                .expect(200)
                .getString("state"))
        .isEqualTo(state);
  }

  private void awaitState(String id, String state) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!state.equals(ada.get("/markets/" + id).expect(200).getString("state"))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  private static JsonObject adjustment(String good, String quantity, String reason) {
    return new JsonObject().put("market_id", good).put("quantity", quantity).put("reason", reason);
  }

  private static JsonObject schedule(String field, String time) {
    return new JsonObject().put(field, time);
  }

  private static JsonObject band(String below, String tick) {
    return new JsonObject().put("below", below).put("tick", tick);
  }
}
