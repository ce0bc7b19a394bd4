package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Whoever is not signed in sees what an order would do, as if they had all that it takes. */
class QuotesOfGuestsTest {
  private TestGateway gateway;
  private Visitor guest;
  private String market;

  @BeforeEach
  void start() {
    gateway = TestGateway.start();
    guest = gateway.visitor();
    market = gateway.openBookMarket();
    Visitor ada = gateway.person("ada", "100");
    ada.placed(market, "buy", "no", "0.40", "5");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void guestsGetTheFiguresWithoutSigningIn() {
    JsonObject quote =
        guest.post("/quotes", Visitor.limit(market, "buy", "yes", "0.62", "12")).expect(200);
    assertThat(quote.getString("refusal")).isNull();
    assertThat(quote.getString("filled_quantity")).isEqualTo("5.00");
    assertThat(quote.getString("cost")).isEqualTo("3.00");
    assertThat(quote.getString("resting_quantity")).isEqualTo("7.00");
    JsonObject sale =
        guest.post("/quotes", Visitor.limit(market, "sell", "yes", "0.70", "12")).expect(200);
    assertThat(sale.getString("refusal")).isNull();
    Visitor bob = gateway.person("bob", "1");
    assertThat(
            bob.post("/quotes", Visitor.limit(market, "buy", "yes", "0.62", "12"))
                .expect(200)
                .getString("refusal"))
        .isEqualTo("insufficient_balance");
  }

  @Test
  void guestsPlaceNothingAndQuoteForNobodyElse() {
    guest.order(market, "buy", "yes", "0.62", "1").expect(401);
    guest
        .with("Sibyl-Account", "16")
        .post("/quotes", Visitor.limit(market, "buy", "yes", "0.62", "1"))
        .expect(401);
    JsonObject grouped = Visitor.limit(market, "buy", "yes", "0.62", "1");
    assertThat(
            guest
                .post("/quotes", grouped.put("order_group_id", "1"))
                .expect(200)
                .getString("refusal"))
        .isEqualTo("unknown_group");
  }
}
