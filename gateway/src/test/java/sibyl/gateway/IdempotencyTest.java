package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.read.ReadLimits;

/** The same request under the same key is carried out once and answered twice. */
class IdempotencyTest {
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
  void aRepeatedOrderGetsTheFirstAnswerAgain() {
    JsonObject order = Visitor.limit(market, "buy", "yes", "0.40", "10");
    Visitor.Reply first = ada.with("Idempotency-Key", "k-1").post("/orders", order);
    JsonObject answer = first.expect(201);
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    bob.order(market, "buy", "no", "0.60", "10").expect(201);

    // The order is filled by now; what was answered then is what is answered.
    Visitor.Reply again = ada.with("X-Idempotency-Key", "k-1").post("/orders", order);
    assertThat(again.expect(201)).isEqualTo(answer);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(ada.get("/orders").expect(200).getJsonArray("items")).hasSize(1);
  }

  @Test
  void theSameKeyWithAnotherRequestIsAConflictAndSomebodyElsesIsAnotherKey() {
    JsonObject order = Visitor.limit(market, "buy", "yes", "0.40", "10");
    String id =
        ada.with("Idempotency-Key", "k")
            .post("/orders", order)
            .expect(201)
            .getJsonObject("order")
            .getString("order_id");
    ada.with("Idempotency-Key", "k")
        .post("/orders", order.copy().put("quantity", "11"))
        .expect(409, "idempotency_conflict");
    ada.with("Idempotency-Key", "k").delete("/orders/" + id).expect(409, "idempotency_conflict");
    ada.with("Idempotency-Key", "k")
        .delete("/orders?market_id=" + market)
        .expect(409, "idempotency_conflict");
    // The order of the members makes no other request.
    JsonObject turned = new JsonObject();
    order.fieldNames().stream().sorted().forEach(name -> turned.put(name, order.getValue(name)));
    ada.with("Idempotency-Key", "k").post("/orders", turned).expect(201);
    bob.with("Idempotency-Key", "k").post("/orders", order).expect(201);
    assertThat(ada.get("/orders").expect(200).getJsonArray("items")).hasSize(1);
    assertThat(bob.get("/orders").expect(200).getJsonArray("items")).hasSize(1);
  }

  @Test
  void whatWasRefusedIsNotRemembered() {
    JsonObject order = Visitor.limit(market, "buy", "yes", "0.40", "1000");
    ada.with("Idempotency-Key", "k").post("/orders", order).expect(422, "insufficient_balance");
    ada.post("/wallet/deposits", new JsonObject().put("amount", "1000")).expect(201);
    Visitor.Reply now = ada.with("Idempotency-Key", "k").post("/orders", order);
    now.expect(201);
    assertThat(now.header("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void everyKindOfChangeIsDoneOnce() {
    String order = ada.placed(market, "buy", "yes", "0.40", "10");
    twice("PATCH", "/orders/" + order, new JsonObject().put("quantity", "8"));
    twice("DELETE", "/orders/" + order, null);
    twice("POST", "/markets/" + market + "/split", new JsonObject().put("quantity", "5"));
    twice("POST", "/markets/" + market + "/merge", new JsonObject().put("quantity", "2"));
    twice("POST", "/order_groups", new JsonObject().put("limit", "5").put("window_ms", 1000));
    twice(
        "POST",
        "/orders/batch",
        new JsonObject()
            .put(
                "orders",
                new JsonArray()
                    .add(Visitor.limit(market, "sell", "yes", "0.90", "1"))
                    .add(Visitor.limit(market, "sell", "yes", "0.90", "1000"))));
    twice("DELETE", "/orders", null);
    // 100 - 5 for sets + 2 from sets
    assertThat(ada.get("/portfolio/balance").expect(200).getString("total")).isEqualTo("97.00");
    assertThat(ada.get("/order_groups").expect(200).getJsonArray("items")).hasSize(1);
  }

  @Test
  void staffDoThingsOnceToo() {
    JsonObject event = new JsonObject().put("title", "Once");
    JsonObject created =
        gateway.staff().with("Idempotency-Key", "e").post("/admin/events", event).expect(201);
    Visitor.Reply again = gateway.staff().with("Idempotency-Key", "e").post("/admin/events", event);
    assertThat(again.expect(201).getString("event_id")).isEqualTo(created.getString("event_id"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    // A key belongs to who acts.
    assertThat(
            gateway
                .secondStaff()
                .with("Idempotency-Key", "e")
                .post("/admin/events", event)
                .expect(201)
                .getString("event_id"))
        .isNotEqualTo(created.getString("event_id"));
  }

  @Test
  void anAnswerThatIsNotKeptAnyMoreIsSaidToBeForgotten() {
    GatewayConfig.Reads reads = TestGateway.config().reads();
    ReadLimits keepingNothing = new ReadLimits(200, 500, 500, 500, 10, 0, 0);
    GatewayConfig config =
        TestGateway.config()
            .withReads(
                new GatewayConfig.Reads(
                    keepingNothing,
                    reads.minSeqWait(),
                    reads.waitersMax(),
                    reads.callerRefreshed(),
                    reads.callerKept(),
                    reads.callersMax()));
    try (TestGateway forgetful = TestGateway.start(config)) {
      Visitor cleo = forgetful.person("cleo", "10.00");
      JsonObject order = Visitor.limit(forgetful.openBookMarket(), "buy", "yes", "0.40", "10");
      cleo.with("Idempotency-Key", "k").post("/orders", order).expect(201);
      JsonObject problem =
          cleo.with("Idempotency-Key", "k").post("/orders", order).expect(409, "answer_forgotten");
      assertThat(problem.getLong("first_seq")).isLessThan(problem.getLong("last_seq"));
      assertThat(cleo.get("/orders").expect(200).getJsonArray("items")).hasSize(1);
    }
  }

  @Test
  void whereTheHeaderMeansNothingItIsRefused() {
    ada.with("Idempotency-Key", "k")
        .post("/quotes", Visitor.limit(market, "buy", "yes", "0.40", "1"))
        .expect(400, "unsupported_header");
    ada.with("Idempotency-Key", " ")
        .post("/orders", Visitor.limit(market, "buy", "yes", "0.40", "1"))
        .expect(400, "malformed");
    ada.with("Idempotency-Key", "k".repeat(256))
        .post("/orders", Visitor.limit(market, "buy", "yes", "0.40", "1"))
        .expect(400, "malformed");
  }

  private void twice(String method, String path, @Nullable JsonObject body) {
    String key = method + path;
    String text = body == null ? null : body.encode();
    Visitor.Reply first = ada.with("Idempotency-Key", key).send(method, path, text);
    assertThat(first.status()).as(first.text()).isBetween(200, 201);
    Visitor.Reply second = ada.with("Idempotency-Key", key).send(method, path, text);
    assertThat(second.status()).isEqualTo(first.status());
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(second.json()).isEqualTo(first.json());
  }
}
