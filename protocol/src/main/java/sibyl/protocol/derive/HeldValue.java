package sibyl.protocol.derive;

import sibyl.engine.Outcome;
import sibyl.engine.Units;

/**
 * What an account holds of one outcome of one market, and what that is worth.
 *
 * @param cost quantity, cost and realized profit
 * @param perContract what one contract is worth by the mark, millionths, rounded down
 * @param source where the mark comes from
 * @param value of all of it, complete sets at their payout, millionths
 */
public record HeldValue(
    long market,
    Outcome outcome,
    PositionCost cost,
    long perContract,
    MarkSource source,
    long value) {

  /** Value beyond what it cost. */
  public long unrealized() {
    return Math.subtractExact(value, cost.cost());
  }

  /** What one contract of shares without a price is worth: their average cost. */
  static long averageCost(PositionCost cost) {
    return cost.quantity() == 0
        ? 0
        : Portions.of(cost.cost(), Units.QUANTITY_PER_CONTRACT, cost.quantity());
  }
}
