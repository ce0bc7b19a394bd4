package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.read.ReadLimits;

/** What has left memory is answered all the same, with nothing twice and nothing missing. */
class OlderThanMemoryTest {
  private static final int KEPT = 3;
  private static final int TRADES = 11;

  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;

  @BeforeEach
  void twoPeople() {
    gateway = TestGateway.forgetful(new ReadLimits(KEPT, KEPT, KEPT, KEPT, KEPT, 10_000, 10_000));
    ada = gateway.person("ada", "1000.00");
    bob = gateway.person("bob", "1000.00");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void candlesOfEveryIntervalGoBackToTheFirstTrade() {
    String market = gateway.openBookMarket();
    for (int i = 0; i < TRADES; i++) {
      String price = "0." + (30 + i);
      bob.placed(market, "buy", "no", "0." + (70 - i), "2");
      ada.placed(market, "buy", "yes", price, "2");
      gateway.exchange().forward(Duration.ofHours(13));
    }
    for (String interval : List.of("1m", "5m", "15m", "1h", "4h", "1d")) {
      String path = "/markets/" + market + "/candles?interval=" + interval;
      JsonArray whole = ada.get(path + "&limit=500").expect(200).getJsonArray("items");
      for (int limit : new int[] {1, 2, KEPT, KEPT + 1, 5}) {
        assertThat(walk(path, limit)).as(interval + " by " + limit).isEqualTo(whole);
      }
      long trades =
          whole.stream().mapToLong(candle -> ((JsonObject) candle).getLong("trades")).sum();
      assertThat(trades).as(interval).isEqualTo(TRADES);
      assertThat(whole.getJsonObject(0).getString("close")).isEqualTo("0.40");
      assertThat(whole.getJsonObject(whole.size() - 1).getString("open")).isEqualTo("0.30");
    }
  }

  @Test
  void theInventoryGoesBackToItsFirstMovement() {
    String bread = gateway.openGoodsMarket("Bread");
    String other = gateway.openGoodsMarket("Flour");
    for (int i = 1; i <= 9; i++) {
      gateway.give(ada, i % 2 == 0 ? bread : other, i + ".00");
    }
    bob.placed(bread, "buy", "yes", "1.00", "2");
    ada.placed(bread, "sell", "yes", "1.00", "2");
    String path = "/portfolio/inventory/movements";
    JsonArray whole = ada.get(path + "?limit=500").expect(200).getJsonArray("items");
    assertThat(whole).hasSize(10);
    assertThat(whole.getJsonObject(0).getString("reason")).isEqualTo("trade_sell");
    assertThat(whole.getJsonObject(9).getString("quantity")).isEqualTo("1.00");
    for (int limit : new int[] {1, 2, KEPT, 4}) {
      assertThat(walk(path, limit)).as("by " + limit).isEqualTo(whole);
      assertThat(walk(path + "?market_id=" + bread, limit)).hasSize(5);
    }
  }

  @Test
  void aBasketIsReportedWhenItsOrdersHaveLeftMemory() {
    String one = gateway.openBookMarket();
    String two = gateway.openBookMarket();
    bob.placed(one, "buy", "no", "0.40", "50");
    bob.placed(two, "buy", "yes", "0.70", "50");
    JsonObject basket =
        new JsonObject()
            .put("client_order_id", "whole")
            .put(
                "legs",
                new JsonArray()
                    .add(Visitor.limit(one, "buy", "yes", "0.60", "5"))
                    .add(Visitor.limit(two, "buy", "no", "0.30", "5")));
    JsonObject placed = ada.post("/orders/basket", basket).expect(201);
    String path = "/baskets/" + placed.getString("basket_id");
    placed.remove("as_of_seq");
    assertThat(read(path)).isEqualTo(placed);
    for (int i = 0; i < 2 * KEPT; i++) {
      ada.placed(one, "buy", "yes", "0.60", "1");
      assertThat(read(path)).isEqualTo(placed);
    }
    bob.get(path).expect(404, "unknown_basket");
    ada.get("/baskets/999").expect(404, "unknown_basket");
    gateway.visitor().get(path).expect(401);
  }

  private JsonObject read(String path) {
    JsonObject report = ada.get(path).expect(200);
    report.remove("as_of_seq");
    return report;
  }

  private JsonArray walk(String path, int limit) {
    List<Object> items = new ArrayList<>();
    String cursor = "";
    do {
      String and = path.contains("?") ? "&" : "?";
      JsonObject page = ada.get(path + and + "limit=" + limit + cursor).expect(200);
      page.getJsonArray("items").forEach(items::add);
      String next = page.getString("next_cursor");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return new JsonArray(items);
  }
}
