package sibyl.simulation.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketSpec;

/** A market: its terms, its state and its resting orders. */
final class ModelMarket {
  /** Best price first: the highest bid, the lowest ask; at one price who came first. */
  private static final Comparator<ModelOrder> BIDS_FIRST =
      Comparator.comparingInt((ModelOrder order) -> -order.yesPrice())
          .thenComparingLong(order -> order.priority);

  private static final Comparator<ModelOrder> ASKS_FIRST =
      Comparator.comparingInt(ModelOrder::yesPrice).thenComparingLong(order -> order.priority);

  final long number;
  final ModelEvent event;

  /** Its place among the markets of the event. */
  final int index;

  final MarketSpec spec;
  final Grid grid;
  private final List<ModelOrder> bids = new ArrayList<>();
  private final List<ModelOrder> asks = new ArrayList<>();
  MarketState state = MarketState.CREATED;

  /** Log times; 0 for never. */
  long openAtMs;

  long closeAtMs;

  @Nullable Integer proposedYesFraction;
  long proposer;
  int yesFraction;

  /** Whether there ever was a trade in it. */
  boolean traded;

  /** Until when the resolution can be challenged; 0 when it cannot. */
  long finalAtMs;

  /** Of a market by itself; null when it has none, or shares the one of its event. */
  @Nullable ModelMaker ownMaker;

  /** What producing the good uses up. */
  List<Ingredient> recipe = List.of();

  ModelMarket(long number, ModelEvent event, MarketSpec spec) {
    this.number = number;
    this.event = event;
    this.index = event.markets.size();
    this.spec = spec;
    this.grid = new Grid(spec);
  }

  /** Only accounts of its segment have anything to do with it. */
  boolean isFor(long account) {
    return Accounts.segment(account) == spec.rules().segment();
  }

  int payout() {
    return spec.payout();
  }

  boolean isGood() {
    return spec.rules().kind() == MarketKind.ASSET;
  }

  boolean hasBook() {
    return spec.mode() != MarketMode.LMSR;
  }

  boolean hasMaker() {
    return spec.mode() != MarketMode.BOOK;
  }

  /** Null before the market maker is funded, and when there is none. */
  @Nullable ModelMaker maker() {
    return event.exclusive ? event.maker : ownMaker;
  }

  /** Which of the maker's outcomes is YES of this market. */
  int makersOutcome() {
    return event.exclusive ? index : 0;
  }

  long pool() {
    return event.exclusive ? event.pool() : Accounts.marketPool(number);
  }

  long shares(Outcome outcome) {
    return Asset.of(number, outcome);
  }

  /** Whether it is resolved. */
  boolean decided() {
    return state == MarketState.RESOLVED || state == MarketState.SETTLED;
  }

  /** Whether it is resolved to NO for good. */
  boolean isOut() {
    return decided() && finalAtMs == 0 && yesFraction == 0;
  }

  /** Resting orders of one side in the order in which they would be met. */
  List<ModelOrder> side(boolean bid) {
    return bid ? bids : asks;
  }

  void rest(ModelOrder order) {
    List<ModelOrder> side = side(order.bid);
    side.add(order);
    side.sort(order.bid ? BIDS_FIRST : ASKS_FIRST);
  }

  void remove(ModelOrder order) {
    side(order.bid).remove(order);
  }

  /** All resting orders, oldest first. */
  List<ModelOrder> resting() {
    List<ModelOrder> all = new ArrayList<>(bids);
    all.addAll(asks);
    all.sort(Comparator.comparingLong(order -> order.number));
    return all;
  }
}
