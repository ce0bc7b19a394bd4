package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** What can be done with orders once they rest, and with many at a time. */
class OpenOrdersTest {
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
  void lessQuantityKeepsThePlaceAndABetterPriceTrades() {
    String first = ada.placed(market, "buy", "yes", "0.40", "10");
    String second = bob.placed(market, "buy", "yes", "0.40", "5");
    assertThat(queue(bob, second)).containsExactly(1, "10.00", "15.00");

    JsonObject less = amend(ada, first, new JsonObject().put("quantity", "4")).expect(200);
    assertThat(less.getJsonObject("order").getString("remaining_quantity")).isEqualTo("4.00");
    assertThat(queue(bob, second)).containsExactly(1, "4.00", "9.00");

    amend(ada, first, new JsonObject().put("quantity", "6")).expect(200);
    assertThat(queue(bob, second)).containsExactly(0, "0.00", "11.00");
    assertThat(queue(ada, first)).containsExactly(1, "5.00", "11.00");

    Visitor cleo = gateway.person("cleo", "10.00");
    cleo.placed(market, "buy", "no", "0.55", "2");
    JsonObject traded = amend(ada, first, new JsonObject().put("price", "0.45")).expect(200);
    assertThat(traded.getJsonArray("fills").getJsonObject(0).getString("price")).isEqualTo("0.45");
    assertThat(traded.getJsonObject("order").getString("status")).isEqualTo("partially_filled");
    assertThat(book().getJsonArray("bids").getJsonArray(0))
        .isEqualTo(new JsonArray().add("0.45").add("4.00"));

    amend(ada, first, new JsonObject().put("quantity", "2")).expect(200);
    assertThat(order(ada, first).getString("status")).isEqualTo("canceled");
    amend(ada, first, new JsonObject().put("quantity", "9")).expect(422, "order_not_open");
    ada.get("/orders/" + first + "/queue_position").expect(422, "order_not_open");
  }

  @Test
  void aRefusedAmendmentLeavesTheOrderAsItWas() {
    String order = ada.placed(market, "buy", "yes", "0.40", "10");
    JsonObject before = order(ada, order);
    assertThat(
            amend(ada, order, new JsonObject().put("price", "0.9999"))
                .expect(422, "price_off_grid")
                .getString("nearest"))
        .isIn("0.99", "1.00");
    assertThat(
            amend(ada, order, new JsonObject().put("quantity", "1000"))
                .expect(422, "insufficient_balance")
                .getString("needed"))
        .isEqualTo("400.00");
    amend(
            ada,
            order,
            new JsonObject().put("price", "0.41").put("valid_until", "2020-01-01T00:00:00Z"))
        .expect(422, "too_late");
    assertThat(order(ada, order)).isEqualTo(before);
  }

  @Test
  void somebodyElsesOrderCanNeitherBeAmendedNorAskedAboutNorMergedNorCanceled() {
    String adas = ada.placed(market, "buy", "yes", "0.40", "10");
    String bobs = bob.placed(market, "buy", "yes", "0.30", "10");
    JsonObject change = new JsonObject().put("quantity", "1");
    assertThat(amend(bob, adas, change).expect(404))
        .isEqualTo(amend(bob, "999999", change).expect(404));
    assertThat(bob.get("/orders/" + adas + "/queue_position").expect(404))
        .isEqualTo(bob.get("/orders/999999/queue_position").expect(404));
    assertThat(bob.post("/orders/merge", ids(bobs, adas)).expect(404))
        .isEqualTo(bob.post("/orders/merge", ids(bobs, "999999")).expect(404));
    JsonObject canceled = bob.delete("/orders/batch", ids(adas, bobs, "999999")).expect(200);
    assertThat(canceled.getInteger("canceled")).isEqualTo(1);
    JsonArray items = canceled.getJsonArray("items");
    assertThat(problem(items, 0).put("item", 2).put("pointer", "/order_ids/2"))
        .isEqualTo(problem(items, 2));
    assertThat(items.getJsonObject(1).getJsonObject("order").getString("status"))
        .isEqualTo("canceled");
    assertThat(order(ada, adas).getString("status")).isEqualTo("open");
  }

  @Test
  void ordersAreCanceledByMarketByEventAndAllAtOnce() {
    String other = gateway.openBookMarket();
    ada.placed(market, "buy", "yes", "0.40", "1");
    ada.placed(market, "buy", "no", "0.40", "1");
    ada.placed(other, "buy", "yes", "0.40", "1");
    bob.placed(market, "buy", "yes", "0.30", "1");
    ada.delete("/orders?market_id=1&event_id=1").expect(400, "malformed");
    assertThat(canceled("/orders?market_id=" + other)).isEqualTo(1);
    assertThat(canceled("/orders?event_id=1")).isEqualTo(2);
    assertThat(canceled("/orders")).isZero();
    assertThat(ada.get("/portfolio/balance").expect(200).getString("available"))
        .isEqualTo("100.00");
    assertThat(book().getJsonArray("bids")).hasSize(1);
  }

  @Test
  void eachOrderOfABatchIsJudgedByItself() {
    JsonObject answer =
        ada.post(
                "/orders/batch",
                orders(
                    Visitor.limit(market, "buy", "yes", "0.40", "10"),
                    Visitor.limit(market, "buy", "yes", "0.4001", "10"),
                    Visitor.limit("999", "buy", "yes", "0.40", "10"),
                    Visitor.limit(market, "buy", "yes", "0.50", "1000"),
                    Visitor.limit(market, "buy", "no", "0.30", "1")))
            .expect(200);
    assertThat(answer.getInteger("accepted")).isEqualTo(2);
    assertThat(answer.getInteger("refused")).isEqualTo(3);
    JsonArray items = answer.getJsonArray("items");
    assertThat(order(items, 0).getString("price")).isEqualTo("0.40");
    assertThat(problem(items, 1).getString("code")).isEqualTo("price_off_grid");
    assertThat(problem(items, 1).getInteger("item")).isEqualTo(1);
    assertThat(problem(items, 2).getString("code")).isEqualTo("unknown_market");
    assertThat(problem(items, 3).getString("code")).isEqualTo("insufficient_balance");
    assertThat(problem(items, 3).getString("available")).isEqualTo("96.00");
    assertThat(order(items, 4).getString("outcome")).isEqualTo("no");
  }

  @Test
  void anAtomicBatchIsPlacedWholeOrNotAtAll() {
    JsonObject tooMuch =
        ada.post(
                "/orders/batch",
                orders(
                        Visitor.limit(market, "buy", "yes", "0.50", "150"),
                        Visitor.limit(market, "buy", "yes", "0.49", "100"))
                    .put("atomic", true))
            .expect(422, "insufficient_balance");
    assertThat(tooMuch.getInteger("item")).isEqualTo(1);
    JsonObject finerThanAnyGrid =
        ada.post(
                "/orders/batch",
                orders(
                        Visitor.limit(market, "buy", "yes", "0.50", "1"),
                        Visitor.limit(market, "buy", "yes", "0.123456", "1"))
                    .put("atomic", true))
            .expect(422, "price_off_grid");
    assertThat(finerThanAnyGrid.getInteger("item")).isEqualTo(1);
    assertThat(book().getJsonArray("bids")).isEmpty();
    JsonObject placed =
        ada.post(
                "/orders/batch",
                orders(
                        Visitor.limit(market, "buy", "yes", "0.50", "100"),
                        Visitor.limit(market, "buy", "yes", "0.49", "100"))
                    .put("atomic", true))
            .expect(200);
    assertThat(placed.getInteger("accepted")).isEqualTo(2);
    ada.post("/orders/batch", new JsonObject().put("orders", new JsonArray()))
        .expect(400, "malformed");
  }

  @Test
  void aBasketIsFilledInAllMarketsOrInNone() {
    String other = gateway.openBookMarket();
    bob.placed(market, "buy", "no", "0.40", "10");
    bob.placed(other, "buy", "yes", "0.70", "4");
    JsonObject basket =
        new JsonObject()
            .put("client_order_id", "whole")
            .put(
                "legs",
                new JsonArray()
                    .add(Visitor.limit(market, "buy", "yes", "0.60", "5"))
                    .add(Visitor.limit(other, "buy", "no", "0.30", "5")));
    JsonObject quoted = ada.post("/quotes/basket", basket).expect(200);
    assertThat(quoted.getString("refusal")).isEqualTo("fok_unfilled");
    assertThat(quoted.getInteger("refused_item")).isEqualTo(1);
    JsonObject refused = ada.post("/orders/basket", basket).expect(422, "fok_unfilled");
    assertThat(refused.getInteger("item")).isEqualTo(1);
    assertThat(ada.get("/portfolio/fills").expect(200).getJsonArray("items")).isEmpty();

    bob.placed(other, "buy", "yes", "0.70", "1");
    assertThat(ada.post("/quotes/basket", basket).expect(200).getString("net")).isEqualTo("-4.50");
    JsonObject report = ada.post("/orders/basket", basket).expect(201);
    assertThat(report.getString("client_order_id")).isEqualTo("whole");
    assertThat(report.getString("paid")).isEqualTo("4.50");
    assertThat(report.getString("net")).isEqualTo("-4.50");
    assertThat(report.getJsonArray("legs")).hasSize(2);
    assertThat(order(report.getJsonArray("legs"), 1).getString("status")).isEqualTo("filled");
    ada.post("/orders/basket", basket).expect(409, "duplicate_client_order_id");
  }

  @Test
  void aRefusedBasketTellsTheWholeNeed() {
    String other = gateway.openBookMarket();
    String third = gateway.openBookMarket();
    Visitor poor = gateway.person("poor", "5");
    for (String each : List.of(market, other, third)) {
      bob.placed(each, "buy", "no", "0.40", "10");
    }
    JsonArray legs = new JsonArray();
    for (String each : List.of(market, other, third)) {
      legs.add(Visitor.limit(each, "buy", "yes", "0.60", "5"));
    }
    JsonObject refused =
        poor.post("/orders/basket", new JsonObject().put("legs", legs))
            .expect(422, "insufficient_balance");
    assertThat(refused.getString("needed")).isEqualTo("9.00");
    assertThat(refused.getString("available")).isEqualTo("5.00");
    assertThat(refused.getString("detail")).contains("9.00");
    assertThat(refused.getString("pointer")).isEqualTo("/legs");
  }

  @Test
  void severalOrdersOfOnePriceBecomeOne() {
    String first = ada.placed(market, "buy", "yes", "0.40", "10");
    String between = bob.placed(market, "buy", "yes", "0.40", "1");
    String last = ada.placed(market, "buy", "yes", "0.40", "5");
    String elsewhere = ada.placed(market, "buy", "yes", "0.41", "5");
    ada.post("/orders/merge", ids(first, elsewhere)).expect(422, "not_mergeable");
    JsonObject merged = ada.post("/orders/merge", ids(first, last)).expect(200);
    assertThat(merged.getJsonObject("order").getString("order_id")).isEqualTo(last);
    assertThat(merged.getJsonObject("order").getString("remaining_quantity")).isEqualTo("15.00");
    JsonObject gone = merged.getJsonArray("merged").getJsonObject(0);
    assertThat(gone.getString("close_reason")).isEqualTo("merged");
    assertThat(queue(ada, last)).containsExactly(1, "1.00", "16.00");
    assertThat(queue(bob, between)).containsExactly(0, "0.00", "16.00");
  }

  @Test
  void anOrderGroupStopsAtItsLimit() {
    JsonObject group =
        ada.post("/order_groups", new JsonObject().put("limit", "10").put("window_ms", 60_000))
            .expect(201);
    String id = group.getString("order_group_id");
    JsonObject inGroup = Visitor.limit(market, "buy", "yes", "0.40", "8").put("order_group_id", id);
    String first =
        ada.post("/orders", inGroup).expect(201).getJsonObject("order").getString("order_id");
    ada.post("/orders", inGroup).expect(201);
    assertThat(order(ada, first).getString("order_group_id")).isEqualTo(id);
    bob.placed(market, "buy", "no", "0.60", "12");
    assertThat(ada.get("/order_groups/" + id).expect(200).getString("state"))
        .isEqualTo("triggered");
    assertThat(book().getJsonArray("bids")).isEmpty();
    ada.post("/orders", inGroup).expect(422, "group_triggered");

    assertThat(ada.post("/order_groups/" + id + "/reset", null).expect(200).getString("state"))
        .isEqualTo("active");
    ada.post("/orders", inGroup).expect(201);
    assertThat(
            ada.patch("/order_groups/" + id, new JsonObject().put("limit", "20"))
                .expect(200)
                .getString("limit"))
        .isEqualTo("20.00");
    assertThat(ada.get("/order_groups").expect(200).getJsonArray("items")).hasSize(1);

    for (String path : List.of("/order_groups/" + id, "/order_groups/999")) {
      bob.get(path).expect(404, "unknown_group");
      bob.patch(path, new JsonObject().put("limit", "1")).expect(404, "unknown_group");
      bob.post(path + "/reset", null).expect(404, "unknown_group");
      bob.delete(path).expect(404, "unknown_group");
    }
    bob.post("/orders", inGroup).expect(404, "unknown_group");
    assertThat(ada.delete("/order_groups/" + id).expect(200).getInteger("canceled")).isEqualTo(1);
    ada.get("/order_groups/" + id).expect(404, "unknown_group");
  }

  private Visitor.Reply amend(Visitor who, String order, JsonObject change) {
    return who.patch("/orders/" + order, change);
  }

  private List<Object> queue(Visitor who, String order) {
    JsonObject place = who.get("/orders/" + order + "/queue_position").expect(200);
    return List.of(
        place.getInteger("orders_ahead"),
        place.getString("quantity_ahead"),
        place.getString("level_quantity"));
  }

  private int canceled(String path) {
    return ada.delete(path).expect(200).getInteger("canceled");
  }

  private JsonObject book() {
    return ada.get("/markets/" + market + "/book").expect(200);
  }

  private static JsonObject order(Visitor who, String order) {
    return who.get("/orders/" + order).expect(200).getJsonObject("order");
  }

  private static JsonObject order(JsonArray items, int item) {
    return items.getJsonObject(item).getJsonObject("order");
  }

  private static JsonObject problem(JsonArray items, int item) {
    return items.getJsonObject(item).getJsonObject("problem");
  }

  private static JsonObject ids(String... orders) {
    return new JsonObject().put("order_ids", new JsonArray(List.of(orders)));
  }

  private static JsonObject orders(JsonObject... orders) {
    return new JsonObject().put("orders", new JsonArray(List.of(orders)));
  }
}
