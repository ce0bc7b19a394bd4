package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Reply;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/**
 * People trade with each other on the running program, by HTTP only. The market has the finest grid
 * there is, so that every amount uses all six decimals.
 */
class TwoPeopleIT {
  @AutoClose private static Sibyl sibyl;
  private static Staff staff;

  @BeforeAll
  static void start(@TempDir Path directory) {
    sibyl = aSibyl().withData(directory.resolve("data")).start().awaitReady();
    staff = Staff.signIn(sibyl.url());
  }

  @Test
  void fromTheFirstSetToThePayoutEveryMillionthIsThere() {
    String market = staff.opensMarket("Is every millionth there?");
    Person ada = person("ada", "100.00");
    Person bob = person("bob", "100.00");
    Person cleo = person("cleo", "50.00");

    // A buyer of YES and a buyer of NO: 33.33 sets are minted at Ada's price.
    ada.buys("33.33", "yes", "0.6217", market);
    assertThat(ada.cash()).isEqualTo("79.278739 + 20.721261");
    assertThat(only(bob.buys("33.33", "no", "0.3999", market)))
        .isEqualTo("mint 33.33 no at 0.3783 for 12.608739");
    assertThat(ada.cash()).isEqualTo("79.278739 + 0.00");
    assertThat(bob.cash()).isEqualTo("87.391261 + 0.00");
    assertThat(ada.shares(market)).isEqualTo("33.33 yes");
    assertThat(bob.shares(market)).isEqualTo("33.33 no");

    // A holder of YES sells to a buyer.
    ada.sells("12.34", "yes", "0.7001", market);
    assertThat(only(cleo.buys("12.34", "yes", "0.75", market)))
        .isEqualTo("transfer 12.34 yes at 0.7001 for 8.639234");
    assertThat(ada.cash()).isEqualTo("87.917973 + 0.00");
    assertThat(cleo.cash()).isEqualTo("41.360766 + 0.00");
    assertThat(ada.shares(market)).isEqualTo("20.99 yes");
    assertThat(cleo.shares(market)).isEqualTo("12.34 yes");

    // A holder of NO sells to a holder of YES, whose sets turn into cash at once.
    bob.sells("5.55", "no", "0.3301", market);
    assertThat(bob.get("/portfolio/positions").at("/items/0/held")).isEqualTo("5.55");
    assertThat(only(cleo.buys("5.55", "no", "0.3301", market)))
        .isEqualTo("transfer 5.55 no at 0.3301 for 1.832055");
    assertThat(bob.cash()).isEqualTo("89.223316 + 0.00");
    assertThat(cleo.cash()).isEqualTo("45.078711 + 0.00");
    assertThat(bob.shares(market)).isEqualTo("27.78 no");
    assertThat(cleo.shares(market)).isEqualTo("6.79 yes");

    // A seller of YES and a seller of NO: 20.99 sets are burned.
    ada.sells("20.99", "yes", "0.5501", market);
    assertThat(only(bob.sells("20.99", "no", "0.40", market)))
        .isEqualTo("burn 20.99 no at 0.4499 for 9.443401");
    assertThat(ada.cash()).isEqualTo("99.464572 + 0.00");
    assertThat(bob.cash()).isEqualTo("98.666717 + 0.00");
    assertThat(ada.shares(market)).isEmpty();
    assertThat(bob.shares(market)).isEqualTo("6.79 no");
    assertThat(bob.get("/markets/" + market).at("/open_interest")).isEqualTo("6.79");

    // An order that is left when the market closes gives its money back.
    ada.buys("10", "yes", "0.1234", market);
    assertThat(ada.cash()).isEqualTo("98.230572 + 1.234");
    staff.closes(market);
    assertThat(ada.cash()).isEqualTo("99.464572 + 0.00");
    ada.post("/orders", Person.limit("buy", "1", "yes", "0.50", market))
        .expect(422, "market_not_open");

    // YES it is.
    staff.resolves(market, "yes");
    assertThat(cleo.cash()).isEqualTo("45.078711 + 0.00");
    staff.confirms(market);
    staff.settles(market);
    assertThat(cleo.cash()).isEqualTo("51.868711 + 0.00");
    assertThat(bob.cash()).isEqualTo("98.666717 + 0.00");
    assertThat(ada.cash()).isEqualTo("99.464572 + 0.00");
    for (Person person : List.of(ada, bob, cleo)) {
      assertThat(person.shares(market)).isEmpty();
    }

    assertThat(ledger(ada))
        .containsExactly(
            "deposit cash 100.00 leaves 100.00 + 0.00",
            "trade cash -20.721261 leaves 79.278739 + 0.00",
            "trade yes 33.33 leaves 33.33 + 0.00",
            "trade cash 8.639234 leaves 87.917973 + 0.00",
            "trade yes -12.34 leaves 20.99 + 0.00",
            "trade cash 11.546599 leaves 99.464572 + 0.00",
            "trade yes -20.99 leaves 0.00 + 0.00");
    assertThat(ledger(bob))
        .containsExactly(
            "deposit cash 100.00 leaves 100.00 + 0.00",
            "trade cash -12.608739 leaves 87.391261 + 0.00",
            "trade no 33.33 leaves 33.33 + 0.00",
            "trade cash 1.832055 leaves 89.223316 + 0.00",
            "trade no -5.55 leaves 27.78 + 0.00",
            "trade cash 9.443401 leaves 98.666717 + 0.00",
            "trade no -20.99 leaves 6.79 + 0.00",
            "settlement no -6.79 leaves 0.00 + 0.00");
    assertThat(ledger(cleo))
        .containsExactly(
            "deposit cash 50.00 leaves 50.00 + 0.00",
            "trade cash -8.639234 leaves 41.360766 + 0.00",
            "trade yes 12.34 leaves 12.34 + 0.00",
            "trade cash -1.832055 leaves 39.528711 + 0.00",
            "trade no 5.55 leaves 5.55 + 0.00",
            "netting yes -5.55 leaves 6.79 + 0.00",
            "netting no -5.55 leaves 0.00 + 0.00",
            "netting cash 5.55 leaves 45.078711 + 0.00",
            "settlement yes -6.79 leaves 0.00 + 0.00",
            "settlement cash 6.79 leaves 51.868711 + 0.00");
  }

  @Test
  void somebodyElsesOrderIsAnsweredLikeNone() {
    String market = staff.opensMarket("Does an order show?");
    Person dan = person("dan", "10.00");
    Person eve = person("eve", "10.00");
    String order =
        dan.post("/orders", withId(Person.limit("buy", "1", "yes", "0.10", market), "dans-1"))
            .expect(201)
            .at("/order/order_id");

    assertThat(eve.get("/orders/" + order).expect(404).text())
        .isEqualTo(eve.get("/orders/987654321").expect(404).text());
    assertThat(eve.delete("/orders/" + order).expect(404).text())
        .isEqualTo(eve.delete("/orders/987654321").expect(404).text());
    assertThat(eve.get("/orders/by_client_id/dans-1").expect(404).text())
        .isEqualTo(eve.get("/orders/by_client_id/nobodys").expect(404).text());
    assertThat(eve.all("/orders")).isEmpty();
    assertThat(dan.get("/orders/" + order).expect(200).at("/order/status")).isEqualTo("open");
  }

  @Test
  void aRepeatedClientOrderIdIsRefusedAndChangesNothing() {
    String market = staff.opensMarket("Does an order repeat?");
    Person fay = person("fay", "10.00");
    Person gus = person("gus", "10.00");
    Map<String, Object> order = withId(Person.limit("buy", "1", "yes", "0.10", market), "once");

    String first = fay.post("/orders", order).expect(201).at("/order/order_id");
    Reply repeated = fay.post("/orders", order).expect(409, "duplicate_client_order_id");
    assertThat(repeated.at("/order_id")).isEqualTo(first);
    assertThat(fay.all("/orders")).hasSize(1);
    assertThat(fay.cash()).isEqualTo("9.90 + 0.10");
    gus.post("/orders", order).expect(201);
  }

  @Test
  void whoHasTooLittleIsToldHowMuchIsMissing() {
    String market = staff.opensMarket("Is it enough?");
    Person hal = person("hal", "10.00");
    hal.buys("4.01", "yes", "0.9999", market);

    Reply money =
        hal.post("/orders", Person.limit("buy", "6.07", "no", "0.9876", market))
            .expect(422, "insufficient_balance");
    assertThat(money.at("/needed")).isEqualTo("5.994732");
    assertThat(money.at("/available")).isEqualTo("5.990401");
    assertThat(money.at("/held")).isEqualTo("4.009599");
    Reply shares =
        hal.post("/orders", Person.limit("sell", "0.01", "yes", "0.5", market))
            .expect(422, "insufficient_holdings");
    assertThat(shares.at("/needed")).isEqualTo("0.01");
    assertThat(shares.at("/available")).isEqualTo("0.00");
    assertThat(shares.at("/held")).isEqualTo("0.00");
    assertThat(hal.cash()).isEqualTo("5.990401 + 4.009599");
  }

  private static Person person(String name, String deposit) {
    return Person.signUp(sibyl.url(), name).deposits(deposit);
  }

  private static Map<String, Object> withId(Map<String, Object> order, String clientOrderId) {
    order.put("client_order_id", clientOrderId);
    return order;
  }

  private static String only(Reply placed) {
    assertThat(placed.json().path("fills")).hasSize(1);
    return "%s %s %s at %s for %s"
        .formatted(
            placed.at("/fills/0/kind"),
            placed.at("/fills/0/quantity"),
            placed.at("/fills/0/outcome"),
            placed.at("/fills/0/price"),
            placed.at("/fills/0/cost"));
  }

  /**
   * From the first movement to the last; checks on the way that each follows from the one before.
   */
  private static List<String> ledger(Person person) {
    List<String> movements = new ArrayList<>();
    Map<String, BigDecimal> totals = new HashMap<>();
    for (JsonNode entry : person.all("/portfolio/ledger?limit=7").reversed()) {
      String asset =
          entry.path("asset").asText().equals("cash") ? "cash" : entry.path("outcome").asText();
      BigDecimal total =
          new BigDecimal(entry.path("available").asText())
              .add(new BigDecimal(entry.path("held").asText()));
      BigDecimal amount = new BigDecimal(entry.path("amount").asText());
      assertThat(totals.getOrDefault(asset, BigDecimal.ZERO).add(amount))
          .as("%s of %s after %s", asset, person.name(), entry)
          .isEqualByComparingTo(total);
      totals.put(asset, total);
      if (entry.path("kind").asText().startsWith("order_")) {
        continue; // Between free and held; the next row that moves something tells where it ended.
      }
      movements.add(
          "%s %s %s leaves %s + %s"
              .formatted(
                  entry.path("kind").asText(),
                  asset,
                  entry.path("amount").asText(),
                  entry.path("available").asText(),
                  entry.path("held").asText()));
    }
    return movements;
  }
}
