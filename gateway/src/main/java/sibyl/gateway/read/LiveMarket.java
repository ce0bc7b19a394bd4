package sibyl.gateway.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Units;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketSpec;

/** A market while it lives: changed by the one writer, read under the model's lock. */
final class LiveMarket {
  final long market;
  final long event;
  final MarketSpec spec;
  final Book book = new Book();
  final long createdAtMs;
  final ArrayDeque<TradeView> recentTrades = new ArrayDeque<>();
  final Candles candles = new Candles();
  MarketState state = MarketState.CREATED;
  MarketView.@Nullable Maker maker;
  MarketView.@Nullable Resolution resolution;
  MarketView.@Nullable Challenge challenge;
  List<Ingredient> recipe = List.of();
  long liquidity;
  long openAtMs;
  long closeAtMs;
  int last;
  long volume;
  long openInterest;
  long updatedAtMs;
  boolean tradesForgotten;

  LiveMarket(long market, long event, MarketSpec spec, long createdAtMs) {
    this.market = market;
    this.event = event;
    this.spec = spec;
    this.liquidity = spec.liquidity();
    this.createdAtMs = createdAtMs;
    this.updatedAtMs = createdAtMs;
  }

  void traded(TradeView trade, int tradesKept, int candlesKept) {
    candles.traded(trade, candlesKept);
    last = trade.yesPrice();
    volume += trade.quantity();
    recentTrades.addFirst(trade);
    if (recentTrades.size() > tradesKept) {
      recentTrades.removeLast();
      tradesForgotten = true;
    }
  }

  /** See {@link MarketView#probabilityBillionths()}. */
  long probabilityBillionths() {
    if (maker != null) {
      return maker.yesPriceBillionths();
    }
    int bid = book.bestBid();
    int ask = book.bestAsk();
    if (bid > 0 && ask > 0) {
      return (bid + (long) ask) * Mark.ONE / (2L * spec.payout());
    }
    return last > 0 ? last * Mark.ONE / spec.payout() : Mark.UNKNOWN;
  }

  Mark mark(Outcome outcome) {
    if (resolution != null && resolution.confirmed()) {
      int yes = resolution.yesFraction();
      int fraction = outcome == Outcome.YES ? yes : Units.WHOLE_FRACTION - yes;
      return new Mark(fraction * (Mark.ONE / Units.WHOLE_FRACTION), spec.payout());
    }
    long yes = probabilityBillionths();
    if (yes == Mark.UNKNOWN) {
      return new Mark(Mark.UNKNOWN, spec.payout());
    }
    return new Mark(outcome == Outcome.YES ? yes : Mark.ONE - yes, spec.payout());
  }

  MarketView view() {
    return new MarketView(
        market,
        event,
        spec,
        state,
        book.bestBid(),
        book.bestAsk(),
        last,
        probabilityBillionths(),
        volume,
        openInterest,
        maker,
        resolution,
        challenge,
        liquidity,
        openAtMs,
        closeAtMs,
        recipe,
        createdAtMs,
        updatedAtMs);
  }

  MarketStats stats(long nowMs) {
    return new MarketStats(
        view(),
        book.bestBidQuantity(),
        book.bestAskQuantity(),
        candles.lastDay(nowMs),
        book.depthWeightedBillionths());
  }

  Page<TradeView> trades(long beforeSeq, int limit) {
    List<TradeView> page = new ArrayList<>();
    for (Iterator<TradeView> i = recentTrades.iterator(); i.hasNext() && page.size() < limit; ) {
      TradeView trade = i.next();
      if (trade.seq() < beforeSeq) {
        page.add(trade);
      }
    }
    return new Page<>(page, page.size() == limit || !tradesForgotten);
  }
}
