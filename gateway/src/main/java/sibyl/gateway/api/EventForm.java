package sibyl.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.Units;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;

/** An event as staff state it, in the engine's units. */
final class EventForm {
  private static final int TICK_DEFAULT = Units.PRICE_PER_UNIT / 100;

  private EventForm() {}

  static CreateEvent of(Request request) {
    String title = request.text("title", "");
    JsonArray stated =
        request.body().getJsonArray("markets", new JsonArray().add(new JsonObject()));
    List<MarketSpec> markets = new ArrayList<>();
    for (int i = 0; i < stated.size(); i++) {
      markets.add(market(stated.getJsonObject(i), title, "/markets/" + i + "/"));
    }
    return new CreateEvent(
        title,
        request.text("description", ""),
        request.text("category", ""),
        request.text("rules", ""),
        request.text("source", ""),
        request.time("close_at"),
        request.flag("exclusive"),
        markets);
  }

  private static MarketSpec market(JsonObject market, String eventTitle, String pointer) {
    String mode = market.getString("mode");
    JsonObject fee = market.getJsonObject("fee", new JsonObject());
    return new MarketSpec(
        market.getString("title", eventTitle),
        price(market, "payout", pointer, Units.PRICE_PER_UNIT),
        price(market, "tick", pointer, TICK_DEFAULT),
        quantity(market, "lot", pointer, Units.QUANTITY_PER_CONTRACT),
        mode == null ? MarketMode.BOOK : Names.parse(MarketMode.class, mode),
        quantity(market, "liquidity", pointer, 0),
        Names.parse(FeeKind.class, fee.getString("kind", "none")),
        fee.getInteger("taker_rate", 0),
        fee.getInteger("maker_rate", 0));
  }

  private static int price(JsonObject of, String field, String pointer, int otherwise) {
    Optional<BigDecimal> value = Request.decimal(of, field, pointer + field);
    try {
      return value.isEmpty() ? otherwise : Decimals.toPrice(value.get());
    } catch (ArithmeticException e) {
      throw Problems.malformed(pointer + field, "Give it with at most four decimals.");
    }
  }

  private static long quantity(JsonObject of, String field, String pointer, long otherwise) {
    Optional<BigDecimal> value = Request.decimal(of, field, pointer + field);
    try {
      return value.isEmpty() ? otherwise : Decimals.toQuantity(value.get());
    } catch (ArithmeticException e) {
      throw Problems.malformed(pointer + field, "Give it with at most two decimals.");
    }
  }
}
