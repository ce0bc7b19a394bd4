package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Refusals that told nothing before: which field, and what to do. */
class WhatToDoTest {
  private TestGateway gateway;
  private Visitor ada;
  private Visitor staff;
  private String market;

  @BeforeEach
  void start() {
    gateway = TestGateway.start();
    ada = gateway.person("ada", "100");
    staff = gateway.staff();
    market = gateway.openBookMarket();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aMarketThatCannotBeNamesTheField() {
    assertAt("/markets/0/tick", event(false, new JsonObject().put("tick", "0.03")));
    assertAt("/markets/0/tick", event(false, new JsonObject().put("tick", "0")));
    assertAt("/markets/0/lot", event(false, new JsonObject().put("lot", "0")));
    assertAt("/markets/0/liquidity", event(false, new JsonObject().put("mode", "lmsr")));
    assertAt(
        "/markets/0/liquidity",
        event(false, new JsonObject().put("mode", "book").put("liquidity", "5")));
    assertAt("/markets", event(true, new JsonObject()));
    assertAt("/markets/1/lot", event(true, new JsonObject(), new JsonObject().put("lot", "2")));
    assertAt(
        "/markets/0/tick_bands/0/tick",
        event(
            false,
            new JsonObject()
                .put(
                    "tick_bands",
                    new JsonArray().add(new JsonObject().put("below", "0.1").put("tick", "1")))));
  }

  @Test
  void anOrderThatCannotBeNamesTheField() {
    assertAt("/post_only", order().put("post_only", true).put("time_in_force", "fok"));
    assertAt("/reduce_only", order().put("reduce_only", true));
    assertAt("/price", order().put("type", "market"));
    assertAt(
        "/legs/0/time_in_force",
        "/orders/basket",
        new JsonObject().put("legs", new JsonArray().add(order().put("time_in_force", "gtc"))));
    assertAt(
        "/legs/1/market_id",
        "/orders/basket",
        new JsonObject().put("legs", new JsonArray().add(order()).add(order())));
    String bread = gateway.openGoodsMarket("bread");
    JsonObject no = Visitor.limit(bread, "buy", "no", "0.50", "1");
    assertThat(ada.post("/orders", no).expect(422, "invalid_command").getString("pointer"))
        .isEqualTo("/outcome");
  }

  @Test
  void aBudgetBelowOneLotSaysWhatOneLotCosts() {
    gateway.person("bob", "100").placed(market, "buy", "no", "0.40", "10");
    JsonObject refused =
        ada.post(
                "/orders",
                new JsonObject()
                    .put("market_id", market)
                    .put("side", "buy")
                    .put("outcome", "yes")
                    .put("type", "market")
                    .put("max_cost", "0.30"))
            .expect(422, "amount_out_of_range");
    assertThat(refused.getString("pointer")).isEqualTo("/max_cost");
    assertThat(refused.getString("needed")).isEqualTo("0.60");
    assertThat(refused.getString("detail")).contains("one lot, costs 0.60");
  }

  @Test
  void aTimeThatIsPastIsCalledByItsName() {
    JsonObject order =
        order().put("time_in_force", "gtd").put("expires_at", "2020-01-01T00:00:00Z");
    JsonObject late = ada.post("/orders", order).expect(422, "too_late");
    assertThat(late.getString("pointer")).isEqualTo("/expires_at");
    assertThat(late.getString("detail")).startsWith("expires_at is in the past");
    JsonObject validUntil =
        ada.post("/orders", order().put("valid_until", "2020-01-01T00:00:00Z"))
            .expect(422, "too_late");
    assertThat(validUntil.getString("pointer")).isEqualTo("/valid_until");
    JsonObject schedule =
        staff
            .put(
                "/admin/markets/" + market + "/schedule",
                new JsonObject().put("close_at", "2020-01-01T00:00:00Z"))
            .expect(422, "too_late");
    assertThat(schedule.getString("pointer")).isEqualTo("/close_at");
  }

  @Test
  void aStepThatIsNotOpenTellsTheStateAndTheWayOut() {
    JsonObject settle =
        staff.post("/admin/markets/" + market + "/settle", null).expect(422, "illegal_transition");
    assertThat(settle.getString("state")).isEqualTo("open");
    assertThat(settle.getString("detail")).contains("is open").contains("/close");
    staff.post("/admin/markets/" + market + "/close", null).expect(200);
    JsonObject order = ada.post("/orders", order()).expect(422, "market_not_open");
    assertThat(order.getString("state")).isEqualTo("closed");
    assertThat(order.getString("pointer")).isEqualTo("/market_id");
    JsonObject confirm =
        staff
            .post("/admin/markets/" + market + "/resolution/confirm", null)
            .expect(422, "illegal_transition");
    assertThat(confirm.getString("detail")).contains("/resolution");
  }

  private JsonObject order() {
    return Visitor.limit(market, "buy", "yes", "0.50", "1");
  }

  private static JsonObject event(boolean exclusive, JsonObject... markets) {
    JsonArray all = new JsonArray();
    for (JsonObject each : markets) {
      all.add(each);
    }
    return new JsonObject().put("title", "t").put("exclusive", exclusive).put("markets", all);
  }

  private void assertAt(String pointer, JsonObject body) {
    assertAt(pointer, body.containsKey("title") ? "/admin/events" : "/orders", body);
  }

  private void assertAt(String pointer, String path, JsonObject body) {
    Visitor who = path.startsWith("/admin") ? staff : ada;
    JsonObject problem = who.post(path, body).expect(400, "malformed");
    assertThat(problem.getString("pointer")).as(problem.encode()).isEqualTo(pointer);
    assertThat(problem.getString("detail")).endsWith(".").hasSizeGreaterThan(15);
  }
}
