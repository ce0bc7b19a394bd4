package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** What is derived from book and trades. */
class MarketFiguresTest {
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
  void theIndicativeProbabilityWeighsAllOrdersByDepth() {
    assertThat(stats().getString("indicative_probability")).isEqualTo("0.500000000");
    ada.post("/markets/" + market + "/split", new JsonObject().put("quantity", "10")).expect(200);
    // YES orders 0.60 x 10 + 0.80 x 5 = 10, NO orders 0.25 x 8 = 2 and one sold at 0.45 x 10 = 4.5
    bob.placed(market, "buy", "yes", "0.50", "10");
    ada.placed(market, "sell", "yes", "0.80", "5");
    ada.placed(market, "buy", "no", "0.25", "8");
    ada.placed(market, "sell", "no", "0.60", "10");
    // YES: 5.00 + 4.00 = 9.00; NO: 2.00 + 6.00 = 8.00
    assertThat(stats().getString("indicative_probability")).isEqualTo("0.529411764");
    ada.delete("/orders").expect(200);
    assertThat(stats().getString("indicative_probability")).isEqualTo("1.000000000");
  }

  @Test
  void midMicroPriceAndTheLastDay() {
    ada.placed(market, "buy", "yes", "0.40", "30");
    bob.placed(market, "buy", "no", "0.55", "10");
    JsonObject stats = stats();
    assertThat(stats.getString("mid")).isEqualTo("0.425");
    // (0.40 x 10 + 0.45 x 30) / 40
    assertThat(stats.getString("micro_price")).isEqualTo("0.4375");
    assertThat(stats.getInteger("trades_24h")).isZero();
    assertThat(stats.getString("high_24h")).isNull();

    bob.placed(market, "buy", "no", "0.60", "5");
    ada.placed(market, "buy", "yes", "0.45", "2");
    stats = stats();
    assertThat(stats.getString("volume_24h")).isEqualTo("7.00");
    assertThat(stats.getInteger("trades_24h")).isEqualTo(2);
    assertThat(stats.getString("low_24h")).isEqualTo("0.40");
    assertThat(stats.getString("high_24h")).isEqualTo("0.45");
    assertThat(stats.getString("change_24h")).isEqualTo("0.05");
    assertThat(stats.getString("last")).isEqualTo("0.45");
    assertThat(stats.getString("open_interest")).isEqualTo("7.00");
    ada.get("/markets/999/stats").expect(404, "unknown_market");
  }

  @Test
  void tradesMakeCandlesOfEveryInterval() {
    bob.placed(market, "buy", "no", "0.60", "5");
    ada.placed(market, "buy", "yes", "0.40", "3");
    ada.placed(market, "buy", "yes", "0.40", "2");
    for (String interval : new String[] {"5m", "15m", "1h", "4h", "1d"}) {
      JsonArray candles =
          ada.get("/markets/" + market + "/candles?interval=" + interval)
              .expect(200)
              .getJsonArray("items");
      long volume =
          candles.stream()
              .map(JsonObject.class::cast)
              .mapToInt(candle -> candle.getInteger("trades"))
              .sum();
      assertThat(volume).as(interval).isEqualTo(2);
      assertThat(candles.getJsonObject(0).getString("close")).isEqualTo("0.40");
    }
    ada.get("/markets/" + market + "/candles?interval=2h").expect(400, "malformed");
    ada.get("/markets/999/candles").expect(404, "unknown_market");
  }

  @Test
  void anEventShowsTheBooksOfAllItsMarkets() {
    ada.placed(market, "buy", "yes", "0.40", "30");
    ada.placed(market, "buy", "yes", "0.39", "30");
    JsonObject books = ada.get("/events/1/book?depth=1").expect(200);
    assertThat(books.getJsonArray("markets").getJsonObject(0).getJsonArray("bids"))
        .isEqualTo(new JsonArray().add(new JsonArray().add("0.40").add("30.00")));
    ada.get("/events/999/book").expect(404, "unknown_event");
  }

  @Test
  void whatWasPaidOutIsListed() {
    ada.placed(market, "buy", "yes", "0.40", "5");
    bob.placed(market, "buy", "no", "0.60", "5");
    Visitor staff = gateway.staff();
    staff.post("/admin/markets/" + market + "/close", null).expect(200);
    staff
        .post("/admin/markets/" + market + "/resolution", new JsonObject().put("outcome", "0.7"))
        .expect(200);
    staff.post("/admin/markets/" + market + "/resolution/confirm", null).expect(200);
    staff.post("/admin/markets/" + market + "/settle", null).expect(200);
    JsonArray paid = ada.get("/portfolio/settlements").expect(200).getJsonArray("items");
    assertThat(paid).hasSize(1);
    JsonObject first = paid.getJsonObject(0);
    assertThat(first.getString("yes_pays")).isEqualTo("0.70");
    assertThat(first.getString("paid")).isEqualTo("3.50");
    assertThat(first.getString("cost")).isEqualTo("2.00");
    assertThat(first.getString("profit")).isEqualTo("1.50");
    assertThat(
            gateway
                .person("cleo", "0")
                .get("/portfolio/settlements")
                .expect(200)
                .getJsonArray("items"))
        .isEmpty();
  }

  private JsonObject stats() {
    return ada.get("/markets/" + market + "/stats").expect(200);
  }
}
