package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.read.ReadLimits;

/** The ledger tells of holds too, so that what is available follows from row to row. */
class LedgerTest {
  private static final int KEPT = 20;

  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private String market;

  @BeforeEach
  void start() {
    gateway = TestGateway.forgetful(new ReadLimits(KEPT, KEPT, KEPT, KEPT, KEPT, 10_000, 10_000));
    ada = gateway.person("ada", "1000.00");
    bob = gateway.person("bob", "1000.00");
    market = gateway.openBookMarket();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void anOrderThatRestsAndIsCanceledIsSeenInTheLedger() {
    String order = ada.placed(market, "buy", "yes", "0.40", "10");
    ada.delete("/orders/" + order).expect(200);
    List<JsonObject> rows = rows(ada);
    assertThat(rows.get(0).getString("kind")).isEqualTo("deposit");
    assertThat(rows.get(0).getString("transaction_id")).isNotNull();
    JsonObject held = rows.get(1);
    assertThat(held.getString("kind")).isEqualTo("order_held");
    assertThat(held.getString("order_id")).isEqualTo(order);
    assertThat(held.getString("amount")).isEqualTo("0.00");
    assertThat(held.getString("available_change")).isEqualTo("-4.00");
    assertThat(held.getString("held")).isEqualTo("4.00");
    JsonObject released = rows.get(2);
    assertThat(released.getString("kind")).isEqualTo("order_released");
    assertThat(released.getString("order_id")).isEqualTo(order);
    assertThat(released.getString("available")).isEqualTo("1000.00");
  }

  @Test
  void everyRowOfARandomDayFollowsFromTheOneBeforeAndTheLastIsTheBalance() {
    Random random = new Random(20261128);
    List<String> open = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      String price = "0." + (30 + random.nextInt(40));
      String quantity = Integer.toString(1 + random.nextInt(5));
      switch (random.nextInt(5)) {
        case 0 -> open.add(ada.placed(market, "buy", "yes", "0.0" + (1 + random.nextInt(9)), "3"));
        case 1 -> ada.order(market, "sell", "yes", price, quantity);
        case 2 -> {
          if (!open.isEmpty()) {
            ada.delete("/orders/" + open.remove(random.nextInt(open.size())));
          }
        }
        default -> {
          bob.order(market, "buy", "no", price, quantity);
          ada.order(market, "buy", "yes", price, quantity);
        }
      }
    }
    for (Visitor person : List.of(ada, bob)) {
      Map<String, BigDecimal[]> standing = new HashMap<>();
      for (JsonObject row : rows(person)) {
        BigDecimal[] before =
            standing.computeIfAbsent(
                row.getString("asset") + row.getString("outcome"),
                any -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
        before[0] = before[0].add(decimal(row, "available_change"));
        before[1] = before[1].add(decimal(row, "held_change"));
        assertThat(before[0]).as(row.encode()).isEqualByComparingTo(decimal(row, "available"));
        assertThat(before[1]).as(row.encode()).isEqualByComparingTo(decimal(row, "held"));
        assertThat(decimal(row, "available_change").add(decimal(row, "held_change")))
            .as(row.encode())
            .isEqualByComparingTo(decimal(row, "amount"));
      }
      JsonObject balance = person.get("/portfolio/balance").expect(200);
      assertThat(standing.get("cashnull")[0]).isEqualByComparingTo(decimal(balance, "available"));
      assertThat(standing.get("cashnull")[1]).isEqualByComparingTo(decimal(balance, "held"));
    }
  }

  /** Oldest first. */
  private static List<JsonObject> rows(Visitor person) {
    List<JsonObject> rows = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page = person.get("/portfolio/ledger?limit=7" + cursor).expect(200);
      page.getJsonArray("items").forEach(row -> rows.addFirst((JsonObject) row));
      String next = page.getString("next_cursor");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return rows;
  }

  private static BigDecimal decimal(JsonObject json, String member) {
    return new BigDecimal(json.getString(member));
  }
}
