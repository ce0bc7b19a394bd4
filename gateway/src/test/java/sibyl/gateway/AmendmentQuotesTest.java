package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** What changing an order would do is what changing it then does. */
class AmendmentQuotesTest {
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
  void anAmendmentIsQuotedAndThenDoesWhatWasQuoted() {
    String order = ada.placed(market, "buy", "yes", "0.40", "10");
    bob.placed(market, "buy", "no", "0.50", "4");
    String path = "/orders/" + order;
    JsonObject before = ada.get(path).expect(200).getJsonObject("order");

    JsonObject less = new JsonObject().put("quantity", "7");
    JsonObject quoted = ada.post(path + "/quote", less).expect(200);
    assertThat(quoted.getBoolean("keeps_priority")).isTrue();
    assertThat(quoted.getString("hold")).isEqualTo("2.80");
    assertThat(quoted.getString("resting_quantity")).isEqualTo("7.00");

    JsonObject dearer = new JsonObject().put("price", "0.55");
    quoted = ada.post(path + "/quote", dearer).expect(200);
    assertThat(quoted.getString("order_id")).isEqualTo(order);
    assertThat(quoted.getString("refusal")).isNull();
    assertThat(quoted.getBoolean("keeps_priority")).isFalse();
    assertThat(ada.get(path).expect(200).getJsonObject("order")).isEqualTo(before);

    JsonObject amended = ada.patch(path, dearer).expect(200);
    JsonObject after = amended.getJsonObject("order");
    assertThat(after.getString("filled_quantity")).isEqualTo(quoted.getString("filled_quantity"));
    assertThat(after.getString("filled_quantity")).isEqualTo("4.00");
    assertThat(after.getString("average_price")).isEqualTo(quoted.getString("average_price"));
    assertThat(after.getString("remaining_quantity"))
        .isEqualTo(quoted.getString("resting_quantity"));
    assertThat(ada.get("/portfolio/balance").expect(200).getString("held"))
        .isEqualTo(quoted.getString("hold"));
  }

  @Test
  void whatAnAmendmentWouldBeRefusedForIsQuotedAndAnOrderThatIsOverIsNot() {
    String order = ada.placed(market, "buy", "yes", "0.40", "10");
    String path = "/orders/" + order + "/quote";
    JsonObject more = new JsonObject().put("quantity", "1000");
    assertThat(ada.post(path, more).expect(200).getString("refusal"))
        .isEqualTo("insufficient_balance");
    ada.post(path, new JsonObject()).expect(400, "malformed");
    bob.post(path, more).expect(404, "unknown_order");
    ada.delete("/orders/" + order).expect(200);
    assertThat(ada.post(path, more).expect(422, "order_not_open").getString("state"))
        .isEqualTo("canceled");
  }
}
