package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Cash into sets and back, and NO shares of an exclusive event into what they are worth. */
class SetsTest {
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
  void cashBecomesASetAndASetBecomesCash() {
    JsonObject preview =
        ada.post("/markets/" + market + "/split?preview=true", quantity("10")).expect(200);
    JsonObject split = ada.post("/markets/" + market + "/split", quantity("10")).expect(200);
    assertThat(split.getString("cash")).isEqualTo("-10.00");
    assertThat(holdings(split)).containsExactlyInAnyOrder("1 yes 10.00", "1 no 10.00");
    assertThat(split.getJsonObject("balance").getString("available")).isEqualTo("90.00");
    assertSame(preview, split);
    JsonObject back =
        ada.post("/markets/" + market + "/merge?preview=true", quantity("4")).expect(200);
    JsonObject merged = ada.post("/markets/" + market + "/merge", quantity("4")).expect(200);
    assertThat(merged.getString("cash")).isEqualTo("4.00");
    assertSame(back, merged);
    assertThat(ada.get("/markets/" + market).expect(200).getString("open_interest"))
        .isEqualTo("6.00");
  }

  @Test
  void whatCannotBeSplitOrMergedIsRefusedByPreviewAndExchangeAlike() {
    for (String query : List.of("?preview=true", "?preview=false", "")) {
      String split = "/markets/" + market + "/split" + query;
      JsonObject tooMuch = ada.post(split, quantity("101")).expect(422, "insufficient_balance");
      assertThat(tooMuch.getString("needed")).isEqualTo("101.00");
      assertThat(tooMuch.getString("available")).isEqualTo("100.00");
      ada.post(split, quantity("0")).expect(422, "quantity_out_of_range");
      ada.post(split, quantity("0.5")).expect(422, "quantity_off_lot");
      ada.post("/markets/" + market + "/merge" + query, quantity("1"))
          .expect(422, "insufficient_holdings");
      ada.post("/markets/999/split" + query, quantity("1")).expect(404, "unknown_market");
      ada.post("/events/999/split" + query, quantity("1")).expect(404, "unknown_event");
      ada.post("/events/1/split" + query, quantity("1")).expect(422, "invalid_command");
    }
    ada.post("/markets/" + market + "/split?preview=maybe", quantity("1")).expect(400, "malformed");
    gateway.staff().post("/admin/markets/" + market + "/halt", null).expect(200);
    ada.post("/markets/" + market + "/split", quantity("1")).expect(422, "market_not_open");
    ada.post("/markets/" + market + "/split?preview=true", quantity("1"))
        .expect(422, "market_not_open");
  }

  @Test
  void anExclusiveEventIsSplitMergedAndConverted() {
    List<String> ids = gateway.openExclusiveEvent(3);
    String event = "/events/" + ids.getFirst();
    JsonObject preview = ada.post(event + "/split?preview=true", quantity("10")).expect(200);
    JsonObject split = ada.post(event + "/split", quantity("10")).expect(200);
    assertThat(split.getString("cash")).isEqualTo("-10.00");
    assertThat(holdings(split))
        .containsExactlyInAnyOrder(
            ids.get(1) + " yes 10.00", ids.get(2) + " yes 10.00", ids.get(3) + " yes 10.00");
    assertSame(preview, split);

    // Bob owns NO of two markets, and turns four of each into cash and YES of the third.
    ada.placed(ids.get(1), "sell", "yes", "0.10", "10");
    ada.placed(ids.get(2), "sell", "yes", "0.10", "10");
    Visitor cleo = gateway.person("cleo", "100.00");
    cleo.placed(ids.get(1), "buy", "yes", "0.50", "20");
    cleo.placed(ids.get(2), "buy", "yes", "0.50", "20");
    bob.placed(ids.get(1), "buy", "no", "0.60", "10");
    bob.placed(ids.get(2), "buy", "no", "0.60", "10");
    JsonObject conversion =
        quantity("4").put("market_ids", new JsonArray().add(ids.get(1)).add(ids.get(2)));
    JsonObject look = bob.post(event + "/convert?preview=true", conversion).expect(200);
    JsonObject converted = bob.post(event + "/convert", conversion).expect(200);
    assertThat(converted.getString("cash")).isEqualTo("4.00");
    assertThat(holdings(converted))
        .containsExactlyInAnyOrder(
            ids.get(1) + " no -4.00", ids.get(2) + " no -4.00", ids.get(3) + " yes 4.00");
    assertSame(look, converted);
    ada.post(event + "/convert", conversion).expect(422, "insufficient_holdings");
    ada.post(event + "/convert?preview=true", conversion).expect(422, "insufficient_holdings");
    bob.post(event + "/convert", quantity("4").put("market_ids", new JsonArray().add("999")))
        .expect(404, "unknown_market");

    ada.post(event + "/merge", quantity("1")).expect(422, "insufficient_holdings");
    Visitor dan = gateway.person("dan", "10.00");
    dan.post(event + "/split", quantity("3")).expect(200);
    assertThat(dan.post(event + "/merge", quantity("3")).expect(200).getString("cash"))
        .isEqualTo("3.00");
  }

  private static JsonObject quantity(String quantity) {
    return new JsonObject().put("quantity", quantity);
  }

  private static List<String> holdings(JsonObject exchanged) {
    return exchanged.getJsonArray("holdings").stream()
        .map(JsonObject.class::cast)
        .map(
            h ->
                h.getString("market_id")
                    + " "
                    + h.getString("outcome")
                    + " "
                    + h.getString("quantity"))
        .toList();
  }

  /** But for when it was, a preview says what then happens. */
  private static void assertSame(JsonObject preview, JsonObject done) {
    assertThat(preview.getBoolean("preview")).isTrue();
    assertThat(done.getBoolean("preview")).isFalse();
    assertThat(holdings(preview)).containsExactlyInAnyOrderElementsOf(holdings(done));
    assertThat(preview.getString("cash")).isEqualTo(done.getString("cash"));
    assertThat(preview.getJsonObject("balance")).isEqualTo(done.getJsonObject("balance"));
  }
}
