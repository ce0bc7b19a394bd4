package sibyl.simulation.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.MarketState;
import sibyl.engine.Units;

/** A question with its markets. */
final class ModelEvent {
  final long number;

  /** Whether exactly one of its markets comes true; then they share a pool and a maker. */
  final boolean exclusive;

  final List<ModelMarket> markets = new ArrayList<>();

  /** Of all markets together; null when it is not exclusive or has none. */
  @Nullable ModelMaker maker;

  ModelEvent(long number, boolean exclusive) {
    this.number = number;
    this.exclusive = exclusive;
  }

  long pool() {
    return Accounts.eventPool(number);
  }

  /** What is not yet given to a resolved market, in ten-thousandths. */
  int undecided() {
    int left = Units.WHOLE_FRACTION;
    for (ModelMarket market : markets) {
      left -= market.decided() ? market.yesFraction : 0;
    }
    return left;
  }

  /** Markets that can still come true, even in part. */
  List<ModelMarket> possible() {
    return markets.stream().filter(market -> !market.isOut()).toList();
  }

  boolean allSettled() {
    return markets.stream().allMatch(market -> market.state == MarketState.SETTLED);
  }
}
