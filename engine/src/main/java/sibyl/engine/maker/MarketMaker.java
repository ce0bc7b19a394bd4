package sibyl.engine.maker;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * The automated market maker of one market: what it has sold of each outcome, and the slots of its
 * account and position. It is an ordinary account: it gets what it sells by buying sets from the
 * pool, and redeems the sets it comes to have, so that it always holds the fewest shares it can.
 */
public final class MarketMaker {
  private final long liquidity;
  private final int payout;
  private final int account;
  private final int position;
  private long yesSold;
  private long noSold;

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

  /** Sets it has bought from the pool to deliver what it sold; negative when it redeemed more. */
  public long sets() {
    return Math.max(yesSold, noSold);
  }

  /** Its YES price in billionths of the payout. */
  public long yesPriceBillionths() {
    return Math.round(Lmsr.price(Lmsr.logOdds(net(), liquidity)) * 1e9);
  }

  /** Its YES price in ten-thousandths, rounded. */
  public int yesPrice() {
    return yesPriceAt(net());
  }

  /** Its YES price at another net sale, ten-thousandths, rounded. */
  public int yesPriceAt(long net) {
    return (int) Math.round(Lmsr.price(Lmsr.logOdds(net, liquidity)) * payout);
  }

  /**
   * What a trade would cost its taker (buying) or bring him (selling), millionths.
   *
   * @param net net sale of YES before the trade
   */
  public long cost(long net, Side side, Outcome outcome, long quantity) {
    double logOdds = Lmsr.logOdds(outcome == Outcome.YES ? net : -net, liquidity);
    return side == Side.BUY
        ? Lmsr.buyCost(logOdds, quantity, liquidity, payout)
        : Lmsr.sellProceeds(logOdds, quantity, liquidity, payout);
  }

  /**
   * How much may trade before the marginal price passes a limit, hundredths.
   *
   * @param net net sale of YES before the trade
   * @param bid whether the trade moves the YES price up
   * @param yesLimit the limit in YES terms, ten-thousandths; at 0 or the payout the maker's own
   *     bound applies
   */
  public long quantityUpTo(long net, boolean bid, int yesLimit) {
    int ownLimit = bid ? yesLimit : payout - yesLimit;
    long most =
        ownLimit > 0 && ownLimit < payout
            ? Math.min(Lmsr.netUpTo(ownLimit, payout, liquidity), Lmsr.maxNet(liquidity))
            : ownLimit <= 0 ? -Lmsr.maxNet(liquidity) : Lmsr.maxNet(liquidity);
    return Math.max(0, most - (bid ? net : -net));
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

  public void write(StateWriter out) {
    out.putLong(yesSold);
    out.putLong(noSold);
  }

  public void read(StateReader in) {
    yesSold = in.getLong();
    noSold = in.getLong();
  }
}
