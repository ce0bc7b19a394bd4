package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.read.ReadLimits;

/** Every way to a basket, and to what a duplicate error names. */
class BasketsTest {
  private static final int KEPT = 3;

  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private String one;
  private String two;

  private void start(TestGateway started) {
    gateway = started;
    ada = gateway.person("ada", "1000.00");
    bob = gateway.person("bob", "1000.00");
    one = gateway.openBookMarket();
    two = gateway.openBookMarket();
    bob.placed(one, "buy", "no", "0.40", "100");
    bob.placed(two, "buy", "yes", "0.70", "100");
  }

  private static TestGateway forgetful() {
    return TestGateway.forgetful(new ReadLimits(KEPT, KEPT, KEPT, KEPT, KEPT, 10_000, 10_000));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aBasketIsFoundByItsIdByItsClientIdAndInTheList() {
    start(forgetful());
    JsonObject first = ada.post("/orders/basket", basket("first")).expect(201);
    everyWayTo(first);
    JsonObject second = ada.post("/orders/basket", basket("second")).expect(201);
    for (int i = 0; i < KEPT; i++) {
      ada.placed(one, "buy", "yes", "0.60", "1");
      everyWayTo(first);
      everyWayTo(second);
    }
    assertThat(ada.get("/baskets").expect(200).getJsonArray("items"))
        .extracting(item -> ((JsonObject) item).getString("client_order_id"))
        .containsExactly("second", "first");
    bob.get("/orders/by_client_id/first").expect(404, "unknown_order");
    assertThat(bob.get("/baskets").expect(200).getJsonArray("items")).isEmpty();
  }

  private void everyWayTo(JsonObject placed) {
    String id = placed.getString("basket_id");
    JsonObject report = placed.copy();
    report.remove("as_of_seq");
    assertThat(read("/baskets/" + id)).isEqualTo(report);
    assertThat(read("/orders/by_client_id/" + placed.getString("client_order_id")))
        .isEqualTo(report);
    JsonArray orders = new JsonArray();
    for (Object leg : placed.getJsonArray("legs")) {
      JsonObject order = ((JsonObject) leg).getJsonObject("order");
      assertThat(order.getString("basket_id")).isEqualTo(id);
      assertThat(read("/orders/" + order.getString("order_id")).getJsonObject("order"))
          .isEqualTo(order);
      orders.add(order);
    }
    JsonObject listed =
        ada.get("/baskets").expect(200).getJsonArray("items").stream()
            .map(JsonObject.class::cast)
            .filter(item -> item.getString("basket_id").equals(id))
            .findFirst()
            .orElseThrow();
    assertThat(listed.remove("orders")).isEqualTo(orders);
    report.remove("legs");
    assertThat(listed).isEqualTo(report);
  }

  @Test
  void whatADuplicateErrorNamesCanBeOpened() {
    start(TestGateway.start());
    duplicates();
  }

  @Test
  void whatADuplicateErrorNamesCanBeOpenedWhenItHasLeftMemory() {
    start(forgetful());
    duplicates();
  }

  private void duplicates() {
    String basket = ada.post("/orders/basket", basket("b")).expect(201).getString("basket_id");
    String order =
        ada.post("/orders", order("o")).expect(201).getJsonObject("order").getString("order_id");
    for (int i = 0; i < 2 * KEPT; i++) {
      namesBasket(ada.post("/orders/basket", basket("b")).expect(409), basket);
      namesBasket(ada.post("/orders", order("b")).expect(409), basket);
      namesOrder(ada.post("/orders/basket", basket("o")).expect(409), order);
      namesOrder(ada.post("/orders", order("o")).expect(409), order);
      JsonArray items =
          ada.post(
                  "/orders/batch",
                  new JsonObject().put("orders", new JsonArray().add(order("b")).add(order("o"))))
              .expect(200)
              .getJsonArray("items");
      namesBasket(items.getJsonObject(0).getJsonObject("problem"), basket);
      namesOrder(items.getJsonObject(1).getJsonObject("problem"), order);
      ada.placed(one, "buy", "yes", "0.60", "1");
    }
  }

  private void namesBasket(JsonObject problem, String basket) {
    assertThat(problem.getString("code")).isEqualTo("duplicate_client_order_id");
    assertThat(problem.getString("basket_id")).isEqualTo(basket);
    assertThat(problem.containsKey("order_id")).isFalse();
    assertThat(read("/baskets/" + basket).getString("client_order_id")).isEqualTo("b");
    assertThat(read("/orders/by_client_id/b").getString("basket_id")).isEqualTo(basket);
  }

  private void namesOrder(JsonObject problem, String order) {
    assertThat(problem.getString("code")).isEqualTo("duplicate_client_order_id");
    assertThat(problem.getString("order_id")).isEqualTo(order);
    assertThat(problem.containsKey("basket_id")).isFalse();
    assertThat(read("/orders/by_client_id/o")).isEqualTo(read("/orders/" + order));
  }

  private JsonObject read(String path) {
    JsonObject report = ada.get(path).expect(200);
    report.remove("as_of_seq");
    return report;
  }

  private JsonObject order(String clientOrderId) {
    return Visitor.limit(one, "buy", "yes", "0.60", "1").put("client_order_id", clientOrderId);
  }

  private JsonObject basket(String clientOrderId) {
    return new JsonObject()
        .put("client_order_id", clientOrderId)
        .put(
            "legs",
            new JsonArray()
                .add(Visitor.limit(one, "buy", "yes", "0.60", "2"))
                .add(Visitor.limit(two, "buy", "no", "0.30", "2")));
  }
}
