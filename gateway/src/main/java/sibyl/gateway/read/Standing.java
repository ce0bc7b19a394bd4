package sibyl.gateway.read;

import java.util.List;
import sibyl.protocol.derive.PositionCost;

/**
 * How an account stands: what it has, what that is worth, and what came of what was paid in. Money
 * in millionths. {@code equity = paidIn + profit} and {@code profit = realized + unrealized}, to
 * the unit.
 *
 * @param positions one item for each market and outcome held, by market
 * @param realized profit taken, over all markets
 * @param paidIn deposits, bonuses, rewards and corrections, less the withdrawals that were paid
 * @param underWay what was taken for withdrawals that are not paid yet: still its owner's
 */
public record Standing(
    Holding cash, List<PositionView> positions, long realized, long paidIn, long underWay) {
  public Standing {
    positions = List.copyOf(positions);
  }

  /** What is held is worth. */
  public long value() {
    long sum = 0;
    for (PositionView position : positions) {
      sum = Math.addExact(sum, position.valued().value());
    }
    return sum;
  }

  public long unrealized() {
    return value() - positions.stream().map(PositionView::cost).mapToLong(PositionCost::cost).sum();
  }

  public long equity() {
    return cash.total() + underWay + value();
  }

  public long profit() {
    return equity() - paidIn;
  }
}
