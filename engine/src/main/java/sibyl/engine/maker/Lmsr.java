package sibyl.engine.maker;

/**
 * The logarithmic market scoring rule of Hanson (2003) for two outcomes. With q the shares sold of
 * each outcome and b the liquidity, C(q) = b·ln(e^(q₁/b) + e^(q₂/b)); a trade costs the difference
 * of C, the price of an outcome is its share of the sum.
 *
 * <p>Only the difference of the two quantities matters: with x = (q₁ − q₂)/b, the log odds, the
 * price is p = 1/(1 + e^−x), and buying d·b shares costs b·ln(1 + p·(e^d − 1)). That form needs no
 * large exponentials and loses nothing to cancellation. All functions use {@link StrictMath}, so
 * every machine computes the same bits.
 *
 * <p>Money is rounded against the trader, after a guard for the error of the arithmetic itself, so
 * that no sequence of trades takes more out of the maker than the rule allows.
 */
public final class Lmsr {
  /**
   * Beyond these log odds the maker does not trade: its price is within 10⁻²⁷ of an end, and every
   * exponential is still far from overflow.
   */
  public static final double MAX_LOG_ODDS = 64;

  private static final double EPSILON = 0x1p-52;
  private static final double OPERATIONS = 8;

  private Lmsr() {}

  /**
   * Log odds of an outcome.
   *
   * @param net shares sold of it less shares sold of the other, hundredths
   * @param liquidity b, hundredths
   */
  public static double logOdds(long net, long liquidity) {
    return (double) net / liquidity;
  }

  /** The price of an outcome as a fraction of the payout. */
  public static double price(double logOdds) {
    if (logOdds >= 0) {
      return 1 / (1 + StrictMath.exp(-logOdds));
    }
    double odds = StrictMath.exp(logOdds);
    return odds / (1 + odds);
  }

  /**
   * What it costs to buy shares of an outcome, as a multiple of b; negative for selling.
   *
   * <p>A sale brings what it would cost to buy the shares back afterwards: in that direction all
   * terms are positive, whereas the logarithm of 1 − p·(1 − e^−d) loses its digits when p is close
   * to 1.
   *
   * @param logOdds of the outcome before
   * @param shares as a multiple of b; negative for selling
   */
  public static double cost(double logOdds, double shares) {
    return shares < 0
        ? -cost(logOdds + shares, -shares)
        : StrictMath.log1p(price(logOdds) * StrictMath.expm1(shares));
  }

  /**
   * What a buyer pays, millionths, rounded up; at least 1 and at most the full payout.
   *
   * @param logOdds of the outcome before
   * @param quantity hundredths, more than 0
   * @param payout ten-thousandths
   */
  public static long buyCost(double logOdds, long quantity, long liquidity, int payout) {
    double shares = (double) quantity / liquidity;
    double exact = cost(logOdds, shares) * liquidity * payout;
    double guarded = StrictMath.ceil(exact + guard(exact, logOdds, shares));
    return Math.clamp((long) guarded, 1, quantity * payout);
  }

  /** What a seller gets, millionths, rounded down; at least 0 and less than the full payout. */
  public static long sellProceeds(double logOdds, long quantity, long liquidity, int payout) {
    double shares = (double) quantity / liquidity;
    double exact = -cost(logOdds, -shares) * liquidity * payout;
    double guarded = StrictMath.floor(exact - guard(exact, logOdds, shares));
    return Math.clamp((long) guarded, 0, quantity * payout);
  }

  /**
   * How many shares of an outcome a budget could buy by the unrounded rule, hundredths; what it
   * really buys may be one step less.
   *
   * @param budget millionths
   */
  public static long quantityForBudget(double logOdds, long budget, long liquidity, int payout) {
    double multiple = (double) budget / ((double) liquidity * payout);
    double shares = StrictMath.log1p(StrictMath.expm1(multiple) / price(logOdds));
    return (long) Math.min(shares * liquidity, 0x1p62);
  }

  /**
   * The greatest net sale of an outcome at which its price has not passed {@code price}.
   *
   * @param price ten-thousandths, strictly between 0 and {@code payout}
   * @return hundredths
   */
  public static long netUpTo(int price, int payout, long liquidity) {
    return (long) StrictMath.floor(liquidity * StrictMath.log((double) price / (payout - price)));
  }

  /** The greatest net sale the maker allows at all. */
  public static long maxNet(long liquidity) {
    return (long) (liquidity * MAX_LOG_ODDS);
  }

  /** The most a maker can lose, millionths, rounded up: b·ln 2 at the full payout. */
  public static long greatestLoss(long liquidity, int payout) {
    double exact = StrictMath.log(2) * liquidity * payout;
    return (long) StrictMath.ceil(exact + guard(exact, 0, 0));
  }

  /**
   * Bounds what rounding inside the arithmetic can have done to {@code value}. An exponential
   * multiplies the rounding of its argument by the argument; the logarithm at most doubles it.
   */
  private static double guard(double value, double logOdds, double shares) {
    double roundings = OPERATIONS + StrictMath.abs(logOdds) + StrictMath.abs(shares);
    return 2 * value * EPSILON * roundings;
  }
}
