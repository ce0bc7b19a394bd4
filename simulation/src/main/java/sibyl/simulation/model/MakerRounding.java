package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import sibyl.engine.Side;

/**
 * The whole millionths of a market maker's trade: against its taker, so up for a buyer and down for
 * a seller, from 1 and 0 up.
 *
 * <p>Arithmetic in floating point cannot tell a value from a whole number that is within its error,
 * and has to give the benefit of that doubt to the maker: one millionth more against the taker. The
 * model does the same, unless the exact answer was observed.
 */
final class MakerRounding {
  /** The error of the arithmetic, relative to the value, is below this. */
  private static final BigDecimal ERROR = new BigDecimal("1e-13");

  private Set<Long> observed = Set.of();
  private boolean doubted;

  /** What the exchange under test charged in the command now predicted. */
  void observe(Set<Long> costs) {
    observed = costs;
    doubted = false;
  }

  /** Whether a cost came up since then that the arithmetic cannot be sure of. */
  boolean doubted() {
    return doubted;
  }

  /**
   * @param most what the shares can pay, which no cost exceeds
   */
  long cost(Side side, BigDecimal exact, long most) {
    boolean buys = side == Side.BUY;
    RoundingMode against = buys ? RoundingMode.CEILING : RoundingMode.FLOOR;
    long whole = exact.setScale(0, against).longValueExact();
    BigDecimal distance = exact.subtract(BigDecimal.valueOf(whole)).abs();
    boolean doubtful = distance.compareTo(exact.multiply(ERROR)) < 0;
    doubted |= doubtful;
    long cost = whole;
    if (doubtful && !observed.contains(whole)) {
      cost = buys ? whole + 1 : whole - 1;
    }
    return Math.clamp(cost, buys ? 1 : 0, most);
  }
}
