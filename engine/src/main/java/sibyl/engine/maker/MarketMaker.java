package sibyl.engine.maker;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.Units;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * The automated market maker as one market sees it: what it has sold of each outcome there, its
 * prices, and the slots of its account and position. It is an ordinary account: it gets what it
 * sells by buying sets from the pool, and redeems the sets it comes to have, so that it always
 * holds the fewest shares it can.
 *
 * <p>Its log odds of YES at a net sale n are {@code (n − base)/b + offset}. A market by itself
 * starts with both at zero; where several markets share a maker, its other sales move them. Adding
 * liquidity changes b and the offset so that the log odds stay where they are.
 */
public final class MarketMaker {
  private static final long BILLION = 1_000_000_000L;

  private final int payout;
  private final int account;
  private final int position;
  private long liquidity;
  private long yesSold;
  private long noSold;
  private long base;
  private double offset;
  private double blur;

  public MarketMaker(long liquidity, int payout, int account, int position) {
    this.liquidity = liquidity;
    this.payout = payout;
    this.account = account;
    this.position = position;
  }

  public long liquidity() {
    return liquidity;
  }

  public int account() {
    return account;
  }

  public int position() {
    return position;
  }

  /** Net YES sold, hundredths; negative when it has bought more than it sold. */
  public long yesSold() {
    return yesSold;
  }

  public long noSold() {
    return noSold;
  }

  /** Net sale of YES against NO, which is what the price depends on. */
  public long net() {
    return yesSold - noSold;
  }

  /**
   * Sets that the maker of a market by itself has bought from the pool to deliver what it sold;
   * negative when it redeemed more.
   */
  public long sets() {
    return Math.max(yesSold, noSold);
  }

  /**
   * Its YES price in billionths of the payout, rounded, but never to 0 or the whole: the rule has
   * no such price.
   */
  public long yesPriceBillionths() {
    long rounded = Math.round(Lmsr.price(yesLogOdds(net())) * BILLION);
    return Math.clamp(rounded, 1, BILLION - 1);
  }

  /** Its YES price in ten-thousandths. */
  public int yesPrice() {
    return yesPriceAt(net());
  }

  /**
   * Its YES price at another net sale, ten-thousandths, rounded, but never to 0 or the payout: the
   * rule has no such price.
   */
  public int yesPriceAt(long net) {
    return Units.strictlyWithin(Math.round(Lmsr.price(yesLogOdds(net)) * payout), payout);
  }

  /**
   * Its price of the outcome that a trade makes dearer, ten-thousandths, rounded down.
   *
   * @param bid whether the trade moves the YES price up
   */
  public int priceBelow(long net, boolean bid) {
    return (int) StrictMath.floor(Lmsr.price(logOdds(net, bid)) * payout);
  }

  /**
   * What a trade would cost its taker (buying) or bring him (selling), millionths.
   *
   * @param net net sale of YES before the trade
   */
  public long cost(long net, Side side, Outcome outcome, long quantity) {
    double logOdds = logOdds(net, outcome == Outcome.YES);
    return side == Side.BUY
        ? Lmsr.buyCost(logOdds, blur, quantity, liquidity, payout)
        : Lmsr.sellProceeds(logOdds, blur, quantity, liquidity, payout);
  }

  /**
   * How many shares of an outcome a budget could buy by the unrounded rule, hundredths; what it
   * really buys may be one step less.
   *
   * @param net net sale of YES before
   * @param budget millionths
   */
  public long quantityForBudget(long net, Outcome outcome, long budget) {
    double logOdds = logOdds(net, outcome == Outcome.YES);
    return Lmsr.quantityForBudget(logOdds, budget, liquidity, payout);
  }

  /**
   * How much may trade before the marginal price passes a limit, hundredths. Nothing trades while
   * the maker's other markets have driven this one's log odds to twice what it trades at: there its
   * arithmetic would lose its ground.
   *
   * @param net net sale of YES before the trade
   * @param bid whether the trade moves the YES price up
   * @param yesLimit the limit in YES terms, ten-thousandths; at 0 or the payout the maker's own
   *     bound applies
   */
  public long quantityUpTo(long net, boolean bid, int yesLimit) {
    boolean withinReach = StrictMath.abs(yesLogOdds(net)) <= 2 * Lmsr.MAX_LOG_ODDS + Lmsr.REACH;
    if (!withinReach) {
      return 0;
    }
    int ownLimit = bid ? yesLimit : payout - yesLimit;
    double highest =
        ownLimit > 0 && ownLimit < payout
            ? Math.min(Lmsr.logOddsAt(ownLimit, payout), Lmsr.MAX_LOG_ODDS)
            : ownLimit <= 0 ? -Lmsr.MAX_LOG_ODDS : Lmsr.MAX_LOG_ODDS;
    long most = Lmsr.sharesFor(highest - (bid ? offset : -offset), liquidity);
    return Math.max(0, most - (bid ? net - base : base - net));
  }

  /** Records a trade with a taker. */
  public void trade(Side side, Outcome outcome, long quantity) {
    long sold = side == Side.BUY ? quantity : -quantity;
    if (outcome == Outcome.YES) {
      yesSold += sold;
    } else {
      noSold += sold;
    }
  }

  /** Takes over what it has sold from another that prices as it does. */
  public void sold(long yes, long no) {
    yesSold = yes;
    noSold = no;
  }

  /** What {@link #addLiquidity} can make it lose more, millionths: it must be funded with that. */
  public long costOfLiquidity(long more) {
    double logOdds = StrictMath.abs(yesLogOdds(net()));
    double surprise = logOdds + StrictMath.log1p(StrictMath.exp(-logOdds));
    double kept = StrictMath.abs(Lmsr.logOdds(net(), liquidity));
    return Lmsr.greatestLossOf(surprise, kept, liquidity, more, payout);
  }

  /**
   * Deepens the maker of a market by itself; its prices stay.
   *
   * @param more added to b, hundredths
   */
  public void addLiquidity(long more) {
    double logOdds = yesLogOdds(net());
    liquidity += more;
    move(liquidity, 0, logOdds - Lmsr.logOdds(net(), liquidity), 0);
  }

  /**
   * Sets where its log odds start from.
   *
   * @param roundings that the offset carries
   */
  void move(long newLiquidity, long newBase, double newOffset, double roundings) {
    liquidity = newLiquidity;
    base = newBase;
    offset = newOffset;
    blur = roundings + 2 * StrictMath.abs(newOffset);
  }

  private double yesLogOdds(long net) {
    return logOdds(net, true);
  }

  private double logOdds(long net, boolean ofYes) {
    return ofYes
        ? Lmsr.logOdds(net - base, liquidity) + offset
        : Lmsr.logOdds(base - net, liquidity) - offset;
  }

  /** Writes the maker of a market by itself. */
  public void write(StateWriter out) {
    out.putLong(liquidity);
    out.putLong(Double.doubleToLongBits(offset));
    writeSales(out);
  }

  public void read(StateReader in) {
    long newLiquidity = in.getLong();
    move(newLiquidity, 0, Double.longBitsToDouble(in.getLong()), 0);
    readSales(in);
  }

  void writeSales(StateWriter out) {
    out.putLong(yesSold);
    out.putLong(noSold);
  }

  void readSales(StateReader in) {
    yesSold = in.getLong();
    noSold = in.getLong();
  }
}
