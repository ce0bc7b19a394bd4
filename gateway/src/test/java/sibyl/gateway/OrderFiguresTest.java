package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** What an order says it is for, what became of it, and why it ended always add up. */
class OrderFiguresTest {
  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private String market;

  @BeforeEach
  void start() {
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
  void aPriceAloneNeverBringsBackWhatDecrementTookOff() {
    String order = decremented("4");
    assertFigures(order, "6.00 filled 0.00 left 6.00 canceled 0.00 reduced 4.00, open null");
    JsonObject amended = amend(order, new JsonObject().put("price", "0.41"));
    assertThat(amended.getString("remaining_quantity")).isEqualTo("6.00");
    assertFigures(order, "6.00 filled 0.00 left 6.00 canceled 0.00 reduced 4.00, open null");
    assertThat(one(order).getString("reduced_reason")).isEqualTo("self_trade_prevention");
    assertThat(gateway.visitor().get("/markets/" + market + "/book").expect(200).encode())
        .contains("[\"0.41\",\"6.00\"]");

    amend(order, new JsonObject().put("quantity", "8"));
    assertFigures(order, "8.00 filled 0.00 left 8.00 canceled 0.00 reduced 0.00, open null");
    assertThat(one(order).getString("reduced_reason")).isNull();
  }

  @Test
  void anOrderThatFilledAllThatWasLeftOfItIsNotFilled() {
    String order = decremented("4");
    bob.placed(market, "buy", "no", "0.60", "6");
    assertFigures(
        order,
        "6.00 filled 6.00 left 0.00 canceled 0.00 reduced 4.00, canceled self_trade_prevention");
  }

  @Test
  void anOrderOfWhichNothingIsLeftIsCanceled() {
    String order = decremented("10");
    assertFigures(
        order,
        "0.00 filled 0.00 left 0.00 canceled 0.00 reduced 10.00, canceled self_trade_prevention");
  }

  @Test
  void anOrderOfTenThatEndsWithTwoFilledIsCanceled() {
    bob.placed(market, "buy", "no", "0.60", "2");
    JsonObject order =
        ada.post(
                "/orders",
                Visitor.limit(market, "buy", "yes", "0.40", "10").put("time_in_force", "ioc"))
            .expect(201)
            .getJsonObject("order");
    assertFigures(
        order.getString("order_id"),
        "10.00 filled 2.00 left 0.00 canceled 8.00 reduced 0.00, canceled immediate_remainder");
  }

  @Test
  void aReduceOnlyOrderIsCutSaysSoAndCanBeRepriced() {
    bob.placed(market, "buy", "no", "0.40", "6");
    ada.placed(market, "buy", "yes", "0.60", "6");
    JsonObject selling =
        Visitor.limit(market, "sell", "yes", "0.70", "10").put("reduce_only", true);
    String order =
        ada.post("/orders", selling).expect(201).getJsonObject("order").getString("order_id");
    assertFigures(order, "6.00 filled 0.00 left 6.00 canceled 0.00 reduced 4.00, open null");
    assertThat(one(order).getString("reduced_reason")).isEqualTo("reduce_only");

    amend(order, new JsonObject().put("price", "0.65"));
    assertFigures(order, "6.00 filled 0.00 left 6.00 canceled 0.00 reduced 4.00, open null");
    amend(order, new JsonObject().put("quantity", "9"));
    assertFigures(order, "6.00 filled 0.00 left 6.00 canceled 0.00 reduced 3.00, open null");

    bob.placed(market, "buy", "yes", "0.65", "6");
    assertFigures(
        order, "6.00 filled 6.00 left 0.00 canceled 0.00 reduced 3.00, canceled reduce_only");
  }

  @Test
  void anAmendmentStatesAPriceOrAQuantityThatIsOne() {
    String order = ada.placed(market, "buy", "yes", "0.40", "10");
    ada.patch("/orders/" + order, new JsonObject()).expect(400, "malformed");
    ada.patch("/orders/" + order, new JsonObject().put("quantity", "-1"))
        .expect(422, "quantity_out_of_range");
    ada.patch("/orders/" + order, new JsonObject().put("price", "-0.10"))
        .expect(422, "price_out_of_range");
    assertFigures(order, "10.00 filled 0.00 left 10.00 canceled 0.00 reduced 0.00, open null");
  }

  /** An order of Ada's to buy 10 at 0.40, of which she then meets so many herself. */
  private String decremented(String by) {
    String order = ada.placed(market, "buy", "yes", "0.40", "10");
    ada.post(
            "/orders",
            Visitor.limit(market, "buy", "no", "0.60", by)
                .put("self_trade_prevention", "decrement"))
        .expect(201);
    return order;
  }

  private JsonObject amend(String order, JsonObject change) {
    return ada.patch("/orders/" + order, change).expect(200).getJsonObject("order");
  }

  private JsonObject one(String order) {
    return ada.get("/orders/" + order).expect(200).getJsonObject("order");
  }

  private void assertFigures(String id, String expected) {
    JsonObject order = one(id);
    assertThat(
            "%s filled %s left %s canceled %s reduced %s, %s %s"
                .formatted(
                    order.getString("quantity"),
                    order.getString("filled_quantity"),
                    order.getString("remaining_quantity"),
                    order.getString("canceled_quantity"),
                    order.getString("reduced_quantity"),
                    order.getString("status"),
                    order.getString("close_reason")))
        .isEqualTo(expected);
    BigDecimal sum =
        figure(order, "filled_quantity")
            .add(figure(order, "remaining_quantity"))
            .add(figure(order, "canceled_quantity"));
    assertThat(sum).isEqualByComparingTo(figure(order, "quantity"));
  }

  private static BigDecimal figure(JsonObject order, String name) {
    return new BigDecimal(order.getString(name));
  }
}
