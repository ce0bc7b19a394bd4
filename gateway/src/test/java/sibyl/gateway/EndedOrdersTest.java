package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.read.ReadLimits;

/** What an order that is over answers to those who still name it, from memory and from tables. */
class EndedOrdersTest {
  private static final int KEPT = 3;

  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private String market;
  private String filled;
  private String canceled;

  /** Ada's orders: one of four that was filled, one of six that was canceled with two filled. */
  private void ended(TestGateway started) {
    gateway = started;
    ada = gateway.person("ada", "1000.00");
    bob = gateway.person("bob", "1000.00");
    market = gateway.openBookMarket();
    filled = ada.placed(market, "buy", "yes", "0.40", "4");
    canceled = ada.placed(market, "buy", "yes", "0.39", "6");
    bob.placed(market, "buy", "no", "0.60", "4");
    bob.placed(market, "buy", "no", "0.61", "2");
    ada.delete("/orders/" + canceled).expect(200);
  }

  private static TestGateway forgetful() {
    return TestGateway.forgetful(new ReadLimits(KEPT, KEPT, KEPT, KEPT, KEPT, 10_000, 10_000));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void anOrderThatIsOverAnswersWithItsStateToEveryWayToChangeIt() {
    ended(TestGateway.start());
    everyWay();
  }

  @Test
  void anOrderThatHasLeftMemoryAnswersWithItsStateToEveryWayToChangeIt() {
    ended(forgetful());
    forget();
    everyWay();
  }

  private void everyWay() {
    String open = ada.placed(market, "buy", "yes", "0.20", "5");
    for (String over : List.of(filled, canceled)) {
      List<JsonObject> problems = new ArrayList<>();
      problems.add(ada.delete("/orders/" + over).expect(422));
      problems.add(ada.patch("/orders/" + over, change()).expect(422));
      problems.add(
          ada.with("Idempotency-Key", "k" + over).patch("/orders/" + over, change()).expect(422));
      problems.add(ada.get("/orders/" + over + "/queue_position").expect(422));
      problems.add(ada.post("/orders/merge", ids(open, over)).expect(422));
      JsonArray items =
          ada.delete("/orders/batch", ids(over, "999999")).expect(200).getJsonArray("items");
      problems.add(items.getJsonObject(0).getJsonObject("problem"));
      assertThat(items.getJsonObject(1).getJsonObject("problem").getString("code"))
          .isEqualTo("unknown_order");
      for (JsonObject problem : problems) {
        assertThat(problem.getString("code")).isEqualTo("order_not_open");
        assertThat(problem.getInteger("status")).isEqualTo(422);
        assertThat(problem.getString("order_id")).isEqualTo(over);
        boolean whole = over.equals(filled);
        assertThat(problem.getString("state")).isEqualTo(whole ? "filled" : "canceled");
        assertThat(problem.getString("close_reason")).isEqualTo(whole ? "filled" : "canceled");
        assertThat(problem.getString("quantity")).isEqualTo(whole ? "4.00" : "6.00");
        assertThat(problem.getString("filled_quantity")).isEqualTo(whole ? "4.00" : "2.00");
        assertThat(ada.get("/orders/" + problem.getString("order_id")).expect(200)).isNotNull();
      }
    }
    assertThat(ada.get("/orders/" + open).expect(200).getJsonObject("order").getString("status"))
        .isEqualTo("open");
  }

  @Test
  void anotherAccountsOrderThatIsOverIsAsUnknownAsNone() {
    ended(forgetful());
    String bobs = bob.placed(market, "buy", "yes", "0.10", "1");
    anotherAccounts(bobs);
    forget();
    bob.placed(market, "buy", "no", "0.60", "1"); // Bob's memory has forgotten something, too.
    anotherAccounts(bobs);
  }

  private void anotherAccounts(String bobs) {
    for (String other : List.of(filled, canceled, "999999")) {
      bob.delete("/orders/" + other).expect(404, "unknown_order");
      bob.patch("/orders/" + other, change()).expect(404, "unknown_order");
      bob.get("/orders/" + other + "/queue_position").expect(404, "unknown_order");
      bob.post("/orders/merge", ids(bobs, other)).expect(404, "unknown_order");
      bob.post(
              "/offers/" + other + "/accept",
              new JsonObject().put("price", "0.40").put("quantity", "1"))
          .expect(404, "unknown_offer");
    }
  }

  @Test
  void aRepeatedAmendmentThatEndedItsOrderIsAnsweredAgain() {
    ended(TestGateway.start());
    String order = ada.placed(market, "buy", "yes", "0.20", "5");
    JsonObject first = toNothing(order);
    assertThat(toNothing(order)).isEqualTo(first);
    ada.patch("/orders/" + order, change("0")).expect(422, "order_not_open");
  }

  private JsonObject toNothing(String order) {
    return ada.with("Idempotency-Key", "to nothing")
        .patch("/orders/" + order, change("0"))
        .expect(200);
  }

  @Test
  void anOrderTellsAllItsFillsWhenMemoryHasForgottenSome() {
    ended(forgetful());
    String order = ada.placed(market, "buy", "yes", "0.50", "20");
    for (int i = 0; i < 2 * KEPT; i++) {
      bob.placed(market, "buy", "no", "0.50", "2");
      JsonObject seen = ada.get("/orders/" + order).expect(200);
      assertThat(seen.getJsonArray("fills")).hasSize(i + 1);
    }
    JsonObject canceledNow = ada.delete("/orders/" + order).expect(200);
    assertThat(canceledNow.getJsonArray("fills")).hasSize(2 * KEPT);
  }

  /** Ada's and Bob's orders so far leave memory. */
  private void forget() {
    for (int i = 0; i < 2 * KEPT; i++) {
      for (Visitor each : List.of(ada, bob)) {
        each.post(
                "/orders",
                Visitor.limit(market, "buy", "yes", "0.01", "1").put("time_in_force", "ioc"))
            .expect(201);
      }
    }
  }

  private static JsonObject change() {
    return change("9");
  }

  private static JsonObject change(String quantity) {
    return new JsonObject().put("quantity", quantity);
  }

  private static JsonObject ids(String... orders) {
    return new JsonObject().put("order_ids", new JsonArray(List.of((Object[]) orders)));
  }
}
