package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/**
 * The logarithmic market scoring rule of two outcomes, exactly: C(y, n) = b·ln(e^(y/b) + e^(n/b)).
 * Remembers the logarithms it has worked out, since a market comes back to where it was.
 */
final class ScoringRule {
  private final long liquidity;
  private final int payout;
  private final Map<Long, BigDecimal> ratios = new HashMap<>();
  private final Map<Long, BigDecimal> logarithms = new HashMap<>();

  /**
   * @param liquidity b, hundredths of a contract
   * @param payout ten-thousandths
   */
  ScoringRule(long liquidity, int payout) {
    this.liquidity = liquidity;
    this.payout = payout;
  }

  /** C in millionths. The larger quantity is taken out of the logarithm. */
  BigDecimal cost(long yesSold, long noSold) {
    BigDecimal logarithm =
        logarithms.computeIfAbsent(
            Math.abs(yesSold - noSold), gap -> Decimals.logOfOnePlus(ratio(gap)));
    return BigDecimal.valueOf(Math.max(yesSold, noSold))
        .add(BigDecimal.valueOf(liquidity).multiply(logarithm))
        .multiply(BigDecimal.valueOf(payout));
  }

  /** The price of YES as a fraction of the payout. */
  BigDecimal yesPrice(long yesSold, long noSold) {
    BigDecimal ratio = ratio(Math.abs(yesSold - noSold));
    BigDecimal lesser = ratio.divide(BigDecimal.ONE.add(ratio), Decimals.DIGITS);
    return yesSold >= noSold ? BigDecimal.ONE.subtract(lesser) : lesser;
  }

  /** What the maker is given at opening: ceil(b·ln 2 × payout), its greatest loss. */
  long funding() {
    return cost(0, 0).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /** e to the minus distance of the two quantities, in units of b. */
  private BigDecimal ratio(long gap) {
    return ratios.computeIfAbsent(
        gap,
        distance ->
            Decimals.expOfMinus(
                BigDecimal.valueOf(distance)
                    .divide(BigDecimal.valueOf(liquidity), Decimals.DIGITS)));
  }
}
