package sibyl.gateway.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.Outcome;
import sibyl.engine.Units;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.TickBand;
import sibyl.gateway.read.BookView;
import sibyl.gateway.read.Candle;
import sibyl.gateway.read.EventView;
import sibyl.gateway.read.ExchangeState;
import sibyl.gateway.read.Level;
import sibyl.gateway.read.MarketStats;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.RulesVersion;
import sibyl.gateway.read.TradeView;

/** Events, markets, books and trades. */
public final class MarketJson {
  private MarketJson() {}

  public static JsonObject event(EventView event) {
    JsonArray markets = new JsonArray();
    for (MarketView market : event.markets()) {
      markets.add(market(market));
    }
    RulesVersion rules = event.rules().getLast();
    return new JsonObject()
        .put("event_id", Long.toString(event.event()))
        .put("title", event.spec().title())
        .put("description", event.spec().description())
        .put("category", event.spec().category())
        .put("rules", event.spec().rules())
        .put("rules_version", rules.version())
        .put("rules_changed_at", rules.version() == 1 ? null : Times.format(rules.atMs()))
        .put("source", event.spec().source())
        .put("image", event.spec().image().isEmpty() ? null : event.spec().image())
        .put("open_at", Times.formatOrNull(event.spec().openAtMs()))
        .put("close_at", Times.formatOrNull(event.spec().closeAtMs()))
        .put("exclusive", event.spec().exclusive())
        .put("volume", Decimals.quantity(event.volume()))
        .put("markets", markets)
        .put("created_at", Times.format(event.createdAtMs()))
        .put("edited_at", Times.formatOrNull(event.editedAtMs()));
  }

  public static JsonObject market(MarketView market) {
    MarketSpec spec = market.spec();
    MarketRules rules = spec.rules();
    return new JsonObject()
        .put("market_id", Long.toString(market.market()))
        .put("event_id", Long.toString(market.event()))
        .put("title", spec.title())
        .put("state", Names.of(market.state()))
        .put("kind", rules.kind() == MarketKind.ASSET ? "asset" : "binary")
        .put("mode", Names.of(spec.mode()))
        .put("payout", Decimals.price(spec.payout()))
        .put("tick", Decimals.price(spec.tick()))
        .put("tick_bands", bands(rules))
        .put("lot", Decimals.quantity(spec.lot()))
        .put("collar", priceOrNull(rules.collar()))
        .put("challenge_ms", rules.challengeMs())
        .put("four_eyes", rules.fourEyes())
        .put("play_money", rules.segment() != Accounts.REAL_MONEY)
        .put(
            "fee",
            new JsonObject()
                .put("kind", Names.of(spec.fee()))
                .put("taker_rate", spec.takerRate())
                .put("maker_rate", spec.makerRate()))
        .put(
            "liquidity",
            spec.mode() == MarketMode.BOOK ? null : Decimals.quantity(market.liquidity()))
        .put("best_bid", priceOrNull(market.bestBid()))
        .put("best_ask", priceOrNull(market.bestAsk()))
        .put("amm_bid", priceOrNull(market.ammBid()))
        .put("amm_ask", priceOrNull(market.ammAsk()))
        .put("last", priceOrNull(market.last()))
        .put(
            "probability",
            market.probabilityBillionths() < 0 || rules.kind() == MarketKind.ASSET
                ? null
                : Decimals.probability(market.probabilityBillionths()))
        .put("volume", Decimals.quantity(market.volume()))
        .put("open_interest", Decimals.quantity(market.openInterest()))
        .put("resolution", resolution(market.resolution()))
        .put("challenge", challenge(market.challenge()))
        .put("recipe", recipe(market.recipe()))
        .put("open_at", Times.formatOrNull(market.openAtMs()))
        .put("close_at", Times.formatOrNull(market.closeAtMs()))
        .put("created_at", Times.format(market.createdAtMs()))
        .put("updated_at", Times.format(market.updatedAtMs()));
  }

  /** The books of all markets of an event, in terms of YES. */
  public static JsonObject eventBook(EventView event, ExchangeState state, int depth) {
    JsonArray books = new JsonArray();
    for (MarketView market : event.markets()) {
      BookView book = state.book(market.market(), Outcome.YES, depth);
      if (book != null) {
        books.add(
            putBook(
                new JsonObject()
                    .put("market_id", Long.toString(market.market()))
                    .put("title", market.spec().title()),
                book));
      }
    }
    return new JsonObject().put("event_id", Long.toString(event.event())).put("markets", books);
  }

  /** What rests, and beside it what the AMM would do. */
  public static JsonObject putBook(JsonObject into, BookView book) {
    return into.put("bids", levels(book.bids()))
        .put("asks", levels(book.asks()))
        .put("synthetic", synthetic(book.synthetic()));
  }

  public static JsonObject synthetic(BookView.Synthetic synthetic) {
    return new JsonObject()
        .put("bids", levels(synthetic.bids()))
        .put("asks", levels(synthetic.asks()));
  }

  public static JsonObject candle(Candle candle) {
    return new JsonObject()
        .put("start", Times.format(candle.startMs()))
        .put("open", Decimals.price(candle.open()))
        .put("high", Decimals.price(candle.high()))
        .put("low", Decimals.price(candle.low()))
        .put("close", Decimals.price(candle.close()))
        .put("volume", Decimals.quantity(candle.volume()))
        .put("trades", candle.trades());
  }

  public static JsonObject stats(MarketStats stats) {
    MarketView market = stats.market();
    Candle day = stats.lastDay();
    boolean probable = stats.isBinary() && market.probabilityBillionths() >= 0;
    return new JsonObject()
        .put("market_id", Long.toString(market.market()))
        .put("last", priceOrNull(market.last()))
        .put("best_bid", priceOrNull(market.bestBid()))
        .put("best_ask", priceOrNull(market.bestAsk()))
        .put("mid", stats.hasMid() ? Decimals.halfPrices(stats.midHalves()) : null)
        .put("micro_price", stats.hasMid() ? Decimals.price(stats.micro()) : null)
        .put("probability", probable ? Decimals.probability(market.probabilityBillionths()) : null)
        .put(
            "indicative_probability",
            stats.isBinary() ? Decimals.probability(stats.depthWeightedBillionths()) : null)
        .put("volume", Decimals.quantity(market.volume()))
        .put("volume_24h", Decimals.quantity(day.volume()))
        .put("trades_24h", day.trades())
        .put("high_24h", priceOrNull(day.high()))
        .put("low_24h", priceOrNull(day.low()))
        .put("change_24h", day.trades() == 0 ? null : Decimals.price(day.close() - day.open()))
        .put("open_interest", Decimals.quantity(market.openInterest()));
  }

  private static JsonArray levels(List<Level> levels) {
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
        .put("taker_cost", Decimals.money(trade.takerCost()))
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
        .put("final_at", Times.formatOrNull(resolution.finalAtMs()))
        .put("at", Times.format(resolution.atMs()));
  }

  private static @Nullable JsonObject challenge(MarketView.@Nullable Challenge challenge) {
    return challenge == null
        ? null
        : new JsonObject()
            .put("reason", challenge.reason())
            .put("at", Times.format(challenge.atMs()));
  }

  private static JsonArray bands(MarketRules rules) {
    JsonArray array = new JsonArray();
    for (TickBand band : rules.bands()) {
      array.add(
          new JsonObject()
              .put("below", Decimals.price(band.below()))
              .put("tick", Decimals.price(band.tick())));
    }
    return array;
  }

  private static JsonArray recipe(List<Ingredient> ingredients) {
    JsonArray array = new JsonArray();
    for (Ingredient ingredient : ingredients) {
      array.add(
          new JsonObject()
              .put("market_id", Long.toString(ingredient.market()))
              .put("quantity", Decimals.quantity(ingredient.quantity())));
    }
    return array;
  }
}
