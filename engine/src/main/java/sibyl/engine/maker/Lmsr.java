package sibyl.engine.maker;

/**
 * The logarithmic market scoring rule of Hanson (2003). With q the shares sold of each outcome and
 * b the liquidity, C(q) = b·ln Σ e^(q/b); a trade costs the difference of C, the price of an
 * outcome is its share of the sum.
 *
 * <p>Seen from one outcome only its log odds x against all others matter: the price is p = 1/(1 +
 * e^−x), and buying d·b shares costs b·ln(1 + p·(e^d − 1)). That form needs no large exponentials
 * and loses nothing to cancellation. Of two outcomes the log odds are (q₁ − q₂)/b; for more see
 * {@link EventMaker}. All functions use {@link StrictMath}, so every machine computes the same
 * bits.
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

  /**
   * Log odds that are beyond a bound by no more than this have just reached it: more than rounding
   * can do to them, and less than what any share moves them by.
   */
  public static final double REACH = 0x1p-40;

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
   * @param blur how many roundings {@code logOdds} carries, beyond those of a division
   * @param quantity hundredths, more than 0
   * @param payout ten-thousandths
   */
  public static long buyCost(
      double logOdds, double blur, long quantity, long liquidity, int payout) {
    double shares = (double) quantity / liquidity;
    double exact = cost(logOdds, shares) * liquidity * payout;
    double guarded = StrictMath.ceil(exact + guard(exact, logOdds, shares, blur));
    return Math.clamp((long) guarded, 1, quantity * payout);
  }

  /** What a seller gets, millionths, rounded down; at least 0 and less than the full payout. */
  public static long sellProceeds(
      double logOdds, double blur, long quantity, long liquidity, int payout) {
    double shares = (double) quantity / liquidity;
    double exact = -cost(logOdds, -shares) * liquidity * payout;
    double guarded = StrictMath.floor(exact - guard(exact, logOdds, shares, blur));
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
   * The log odds at a price.
   *
   * @param price ten-thousandths, strictly between 0 and {@code payout}
   */
  public static double logOddsAt(int price, int payout) {
    return StrictMath.log((double) price / (payout - price));
  }

  /**
   * How many shares bring the log odds to at most a given value, or to within {@link #REACH} of it.
   *
   * @param logOdds the distance to go; negative to go back
   * @return hundredths
   */
  public static long sharesFor(double logOdds, long liquidity) {
    return (long) StrictMath.floor(liquidity * (logOdds + REACH));
  }

  /** The most a maker can lose, millionths, rounded up: b·ln n at the full payout. */
  public static long greatestLoss(int outcomes, long liquidity, int payout) {
    double exact = StrictMath.log(outcomes) * liquidity * payout;
    return (long) StrictMath.ceil(exact + guard(exact, 0, 0, 0));
  }

  /**
   * How much more a maker can lose when its liquidity grows and its prices stay: by (b′ − b)·(−ln
   * p) for the least likely outcome, since from any point on it can lose b·(−ln p) for each
   * outcome. Millionths, rounded up.
   *
   * @param surprise −ln p of the least likely outcome
   * @param blur bounds the roundings, in units of log odds, of the state that keeps the prices
   */
  public static long greatestLossOf(
      double surprise, double blur, long liquidity, long more, int payout) {
    double exact = surprise * more * payout;
    double kept = (double) (liquidity + more) * payout;
    return (long) StrictMath.ceil(exact + guard(kept, surprise, 0, blur));
  }

  /**
   * Bounds what rounding inside the arithmetic can have done to {@code value}. An exponential
   * multiplies the rounding of its argument by the argument; the logarithm at most doubles it.
   */
  private static double guard(double value, double logOdds, double shares, double blur) {
    double roundings = OPERATIONS + StrictMath.abs(logOdds) + StrictMath.abs(shares) + blur;
    return 2 * value * EPSILON * roundings;
  }
}
