package sibyl.gateway.read;

import java.util.List;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Units;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketSpec;
import sibyl.protocol.derive.PricedMarket;
import sibyl.protocol.derive.YesMark;

/** A market while it lives: changed by the one writer, read under the model's lock. */
final class LiveMarket {
  final long market;
  final long event;
  MarketSpec spec;
  final Book book = new Book();
  final long createdAtMs;
  private final Recent<TradeView> recentTrades;
  final Candles candles = new Candles();
  MarketState state = MarketState.CREATED;
  MarketView.@Nullable Maker maker;
  @Nullable Amm amm;
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

  /** Whether its event was taken back. */
  boolean deleted;

  /** Found out when somebody asks, under the model's lock, and kept until the AMM moves. */
  private volatile @Nullable Best best;

  /** The accounts with a position, held or not, in it. */
  final LongHashSet traders = new LongHashSet();

  /** The AMM's own best levels; null for a side it has none on. */
  record Best(@Nullable Level bid, @Nullable Level ask) {
    static final Best NONE = new Best(null, null);

    static int price(@Nullable Level level) {
      return level == null ? 0 : level.price();
    }
  }

  LiveMarket(long market, long event, MarketSpec spec, long createdAtMs, int tradesKept) {
    this.market = market;
    this.event = event;
    this.spec = spec;
    this.liquidity = spec.liquidity();
    this.createdAtMs = createdAtMs;
    this.updatedAtMs = createdAtMs;
    this.recentTrades = new Recent<>(tradesKept);
  }

  void traded(TradeView trade, int candlesKept) {
    candles.traded(trade, candlesKept);
    last = trade.yesPrice();
    volume += trade.quantity();
    recentTrades.add(trade);
  }

  void title(String title) {
    spec =
        new MarketSpec(
            title,
            spec.payout(),
            spec.tick(),
            spec.lot(),
            spec.mode(),
            spec.liquidity(),
            spec.fee(),
            spec.takerRate(),
            spec.makerRate(),
            spec.rules());
  }

  /** The AMM has moved, or may not trade any more, or may again. */
  void ammMoved() {
    best = null;
  }

  /** What the AMM would do now, in terms of {@code outcome}. */
  BookView.Synthetic synthetic(Outcome outcome, int depth) {
    Amm trading = tradingAmm();
    return trading == null
        ? BookView.Synthetic.NONE
        : trading.levels(outcome, spec.payout(), depth);
  }

  BookView book(Outcome outcome, int depth, int ammDepth) {
    return book.view(outcome, spec.payout(), depth, synthetic(outcome, ammDepth));
  }

  private @Nullable Amm tradingAmm() {
    return state == MarketState.OPEN ? amm : null;
  }

  private Best best() {
    Best known = best;
    if (known == null) {
      Amm trading = tradingAmm();
      known =
          trading == null
              ? Best.NONE
              : new Best(Amm.best(trading.bids(1)), Amm.best(trading.asks(1)));
      best = known;
    }
    return known;
  }

  /** The highest price that somebody, or the AMM, would buy YES at; 0 when there is none. */
  int bestBid() {
    return Math.max(book.bestBid(), Best.price(best().bid()));
  }

  /** The lowest price that somebody, or the AMM, would sell YES at; 0 when there is none. */
  int bestAsk() {
    int resting = book.bestAsk();
    int own = Best.price(best().ask());
    return resting == 0 || own == 0 ? Math.max(resting, own) : Math.min(resting, own);
  }

  private static long quantityAt(
      int price, int resting, long restingQuantity, @Nullable Level own) {
    return (price == resting ? restingQuantity : 0)
        + (own != null && price == own.price() ? own.quantity() : 0);
  }

  /** See {@link MarketView#probabilityBillionths()}. */
  long probabilityBillionths() {
    return yesMark().billionths();
  }

  private YesMark yesMark() {
    return YesMark.of(
        maker == null ? Units.NO_MARK : maker.yesPriceBillionths(),
        book.bestBid(),
        book.bestAsk(),
        last,
        spec.payout());
  }

  /**
   * @param exclusive whether exactly one market of its event pays
   */
  PricedMarket priced(boolean exclusive) {
    boolean decided = resolution != null && resolution.confirmed();
    return new PricedMarket(
        spec.payout(),
        spec.rules().kind() == MarketKind.ASSET,
        exclusive ? event : 0,
        decided && resolution != null ? (Integer) resolution.yesFraction() : null,
        yesMark());
  }

  MarketView view() {
    return new MarketView(
        market,
        event,
        spec,
        state,
        bestBid(),
        bestAsk(),
        Best.price(best().bid()),
        Best.price(best().ask()),
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
        quantityAt(bestBid(), book.bestBid(), book.bestBidQuantity(), best().bid()),
        quantityAt(bestAsk(), book.bestAsk(), book.bestAskQuantity(), best().ask()),
        candles.lastDay(nowMs),
        book.depthWeightedBillionths());
  }

  Remembered<TradeView> trades(long beforeSeq, int limit) {
    return recentTrades.page(any -> true, beforeSeq, limit);
  }
}
