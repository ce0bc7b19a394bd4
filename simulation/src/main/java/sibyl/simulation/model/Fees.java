package sibyl.simulation.model;

import java.math.BigInteger;
import sibyl.engine.command.MarketSpec;

/**
 * What fills are charged. The exact fee of a fill is a fraction of a millionth; fractions of one
 * market have one denominator, and an order is charged for the sum of its numerators: fee of fill k
 * = ceil(sum) − fees so far.
 */
record Fees(MarketSpec spec) {
  private static final BigInteger BASIS_POINTS = BigInteger.valueOf(10_000);

  private BigInteger denominator() {
    return switch (spec.fee()) {
      case NONE, FLAT -> BASIS_POINTS;
      case QUADRATIC -> BASIS_POINTS.multiply(BigInteger.valueOf(spec.payout()));
    };
  }

  /**
   * The numerator of one fill.
   *
   * @param price in terms of the order's outcome, for a market maker's trade the rounded average
   * @param cost exact
   */
  BigInteger numerator(int rate, int price, long quantity, long cost) {
    BigInteger factor =
        switch (spec.fee()) {
          case NONE -> BigInteger.ZERO;
          case FLAT -> BigInteger.valueOf(cost);
          case QUADRATIC ->
              BigInteger.valueOf(quantity)
                  .multiply(BigInteger.valueOf(price))
                  .multiply(BigInteger.valueOf(spec.payout() - price));
        };
    return factor.multiply(BigInteger.valueOf(rate));
  }

  /** All fees of an order whose fills' numerators sum up to this, millionths. */
  long total(BigInteger numerators) {
    BigInteger[] parts = numerators.divideAndRemainder(denominator());
    return parts[0].longValueExact() + parts[1].signum();
  }
}
