package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import sibyl.engine.Outcome;
import sibyl.engine.Side;

/**
 * The logarithmic market scoring rule of one outcome against the rest, exactly. All that matters is
 * the logarithm of its odds: its price is 1 / (1 + e^−odds), and b·ln(1 + e^odds) is what has been
 * paid for it but for a constant. Remembers the logarithms it has worked out, since a market comes
 * back to where it was.
 */
final class ScoringRule {
  private static final int REMEMBERED_MAX = 20_000;

  /** Odds that differ by less are taken for the same. */
  private static final MathContext KEY = new MathContext(46, RoundingMode.HALF_EVEN);

  private final long liquidity;
  private final int payout;
  private final Map<BigDecimal, BigDecimal> exponentials = new HashMap<>();
  private final Map<BigDecimal, BigDecimal> softened = new HashMap<>();

  /**
   * @param liquidity b, hundredths of a contract
   * @param payout ten-thousandths
   */
  ScoringRule(long liquidity, int payout) {
    this.liquidity = liquidity;
    this.payout = payout;
  }

  static BigDecimal ratio(long sold, long liquidity) {
    return BigDecimal.valueOf(sold).divide(BigDecimal.valueOf(liquidity), Decimals.DIGITS);
  }

  /**
   * @param net sale of the outcome
   * @param others {@link ModelMaker#againstOthers}
   */
  BigDecimal logOdds(long net, BigDecimal others) {
    return ratio(net, liquidity).add(others);
  }

  /** The price as a fraction of the payout. */
  BigDecimal price(BigDecimal logOdds) {
    BigDecimal ratio = expOfMinus(logOdds.abs());
    BigDecimal lesser = ratio.divide(BigDecimal.ONE.add(ratio), Decimals.DIGITS);
    return logOdds.signum() >= 0 ? BigDecimal.ONE.subtract(lesser) : lesser;
  }

  /**
   * What a trade costs its taker or brings him, millionths.
   *
   * @param net sale of YES before it
   * @param after and after it
   */
  BigDecimal cost(
      Side side, Outcome outcome, long quantity, long net, long after, BigDecimal others) {
    BigDecimal moved =
        soft(logOdds(after, others))
            .subtract(soft(logOdds(net, others)))
            .multiply(BigDecimal.valueOf(liquidity));
    // A NO share is a whole one less a YES share.
    BigDecimal yesBought = BigDecimal.valueOf(outcome == Outcome.YES ? 0 : quantity);
    BigDecimal paid = side == Side.BUY ? yesBought.add(moved) : yesBought.subtract(moved);
    return paid.multiply(BigDecimal.valueOf(payout));
  }

  /** ln(1 + e^x). */
  private BigDecimal soft(BigDecimal x) {
    if (softened.size() > REMEMBERED_MAX) {
      softened.clear();
    }
    BigDecimal logarithm =
        softened.computeIfAbsent(
            x.abs().round(KEY), distance -> Decimals.logOfOnePlus(expOfMinus(distance)));
    return x.max(BigDecimal.ZERO).add(logarithm);
  }

  private BigDecimal expOfMinus(BigDecimal x) {
    if (exponentials.size() > REMEMBERED_MAX) {
      exponentials.clear();
    }
    return exponentials.computeIfAbsent(x.round(KEY), Decimals::expOfMinus);
  }
}
