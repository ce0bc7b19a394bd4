package sibyl.protocol.derive;

/**
 * What a position of one account in one outcome cost and what it has earned so far, by the average
 * cost method: shares leave at the average cost of those held, rounded down, and the last share
 * takes the rest, so no millionth is lost between cost and realized profit.
 *
 * @param quantity shares held, hundredths
 * @param cost what they cost, fees included, millionths
 * @param realized profit taken so far, millionths
 */
public record PositionCost(long quantity, long cost, long realized) {
  public static final PositionCost NONE = new PositionCost(0, 0, 0);

  /**
   * Shares came in for {@code paid}, fees included.
   *
   * @throws IllegalArgumentException if their number is negative
   */
  public PositionCost acquire(long shares, long paid) {
    if (shares < 0) {
      throw new IllegalArgumentException("acquire of " + shares);
    }
    return new PositionCost(Math.addExact(quantity, shares), Math.addExact(cost, paid), realized);
  }

  /**
   * Shares went out for {@code received}, fees taken off.
   *
   * @throws IllegalArgumentException if there are not that many, or their number is negative
   */
  public PositionCost dispose(long shares, long received) {
    if (shares < 0 || shares > quantity) {
      throw new IllegalArgumentException("dispose of " + shares + " of " + quantity);
    }
    long costOut = costOf(shares);
    return new PositionCost(
        quantity - shares,
        cost - costOut,
        Math.addExact(realized, Math.subtractExact(received, costOut)));
  }

  /** The average cost of {@code shares} of those held, rounded down; all of it for all of them. */
  public long costOf(long shares) {
    if (shares == quantity) {
      return cost;
    }
    return Portions.of(cost, shares, quantity);
  }

  /** The average cost of so many shares, held or not; 0 when none are held. */
  public long averageOf(long shares) {
    return quantity == 0 ? 0 : Portions.of(cost, shares, quantity);
  }
}
