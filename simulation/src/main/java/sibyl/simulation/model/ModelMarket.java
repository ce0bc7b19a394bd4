package sibyl.simulation.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.command.MarketSpec;

/** A market: its terms, its state, its resting orders and its market maker's sales. */
final class ModelMarket {
  /** Best price first: the highest bid, the lowest ask; at one price the oldest first. */
  private static final Comparator<ModelOrder> BIDS_FIRST =
      Comparator.comparingInt((ModelOrder order) -> -order.yesPrice())
          .thenComparingLong(order -> order.number);

  private static final Comparator<ModelOrder> ASKS_FIRST =
      Comparator.comparingInt(ModelOrder::yesPrice).thenComparingLong(order -> order.number);

  final long number;
  final MarketSpec spec;
  final ScoringRule rule;
  private final List<ModelOrder> bids = new ArrayList<>();
  private final List<ModelOrder> asks = new ArrayList<>();
  MarketState state = MarketState.CREATED;
  @Nullable Integer proposedYesFraction;
  int yesFraction;
  long yesSold;
  long noSold;

  ModelMarket(long number, MarketSpec spec) {
    this.number = number;
    this.spec = spec;
    this.rule = new ScoringRule(spec.liquidity(), spec.payout());
  }

  int payout() {
    return spec.payout();
  }

  boolean hasBook() {
    return spec.mode() != MarketMode.LMSR;
  }

  boolean hasMaker() {
    return spec.mode() != MarketMode.BOOK;
  }

  long pool() {
    return Accounts.marketPool(number);
  }

  long maker() {
    return Accounts.maker(number);
  }

  long shares(Outcome outcome) {
    return Asset.of(number, outcome);
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
