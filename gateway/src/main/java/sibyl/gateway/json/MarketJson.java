package sibyl.gateway.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketMode;
import sibyl.engine.Units;
import sibyl.engine.command.MarketSpec;
import sibyl.gateway.read.EventView;
import sibyl.gateway.read.Level;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.TradeView;

/** Events, markets, books and trades. */
public final class MarketJson {
  private MarketJson() {}

  public static JsonObject event(EventView event) {
    JsonArray markets = new JsonArray();
    for (MarketView market : event.markets()) {
      markets.add(market(market, event.spec().closeAtMs()));
    }
    return new JsonObject()
        .put("event_id", Long.toString(event.event()))
        .put("title", event.spec().title())
        .put("description", event.spec().description())
        .put("category", event.spec().category())
        .put("rules", event.spec().rules())
        .put("source", event.spec().source())
        .put("close_at", Times.formatOrNull(event.spec().closeAtMs()))
        .put("exclusive", event.spec().exclusive())
        .put("volume", Decimals.quantity(event.volume()))
        .put("markets", markets)
        .put("created_at", Times.format(event.createdAtMs()));
  }

  /**
   * @param closeAtMs announced by the market's event; 0 for none
   */
  public static JsonObject market(MarketView market, long closeAtMs) {
    MarketSpec spec = market.spec();
    return new JsonObject()
        .put("market_id", Long.toString(market.market()))
        .put("event_id", Long.toString(market.event()))
        .put("title", spec.title())
        .put("state", Names.of(market.state()))
        .put("mode", Names.of(spec.mode()))
        .put("payout", Decimals.price(spec.payout()))
        .put("tick", Decimals.price(spec.tick()))
        .put("lot", Decimals.quantity(spec.lot()))
        .put(
            "fee",
            new JsonObject()
                .put("kind", Names.of(spec.fee()))
                .put("taker_rate", spec.takerRate())
                .put("maker_rate", spec.makerRate()))
        .put(
            "liquidity",
            spec.mode() == MarketMode.BOOK ? null : Decimals.quantity(spec.liquidity()))
        .put("best_bid", priceOrNull(market.bestBid()))
        .put("best_ask", priceOrNull(market.bestAsk()))
        .put("last", priceOrNull(market.last()))
        .put(
            "probability",
            market.probabilityBillionths() < 0
                ? null
                : Decimals.probability(market.probabilityBillionths()))
        .put("volume", Decimals.quantity(market.volume()))
        .put("open_interest", Decimals.quantity(market.openInterest()))
        .put("resolution", resolution(market.resolution()))
        .put("close_at", Times.formatOrNull(closeAtMs))
        .put("created_at", Times.format(market.createdAtMs()))
        .put("updated_at", Times.format(market.updatedAtMs()));
  }

  public static JsonArray levels(List<Level> levels) {
    JsonArray array = new JsonArray();
    for (Level level : levels) {
      array.add(
          new JsonArray()
              .add(Decimals.price(level.price()))
              .add(Decimals.quantity(level.quantity())));
    }
    return array;
  }

  public static JsonObject trade(TradeView trade) {
    return new JsonObject()
        .put("trade_id", Long.toString(trade.trade()))
        .put("market_id", Long.toString(trade.market()))
        .put("price", Decimals.price(trade.yesPrice()))
        .put("quantity", Decimals.quantity(trade.quantity()))
        .put("taker_side", Names.of(trade.takerSide()))
        .put("taker_outcome", Names.of(trade.takerOutcome()))
        .put("kind", Names.of(trade.kind()))
        .put("at", Times.format(trade.atMs()))
        .put("seq", trade.seq());
  }

  static @Nullable String priceOrNull(int price) {
    return price == 0 ? null : Decimals.price(price);
  }

  private static @Nullable JsonObject resolution(MarketView.@Nullable Resolution resolution) {
    if (resolution == null) {
      return null;
    }
    String outcome =
        switch (resolution.yesFraction()) {
          case Units.WHOLE_FRACTION -> "yes";
          case 0 -> "no";
          default -> "fraction";
        };
    return new JsonObject()
        .put("outcome", outcome)
        .put("yes_pays", Decimals.fraction(resolution.yesFraction()))
        .put("evidence", resolution.evidence())
        .put("confirmed", resolution.confirmed())
        .put("at", Times.format(resolution.atMs()));
  }
}
