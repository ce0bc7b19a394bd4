package sibyl.protocol.derive;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.Units;

/**
 * One account's position in one market, both outcomes, as its fills, sets, other changes of what it
 * holds, and settlement make it.
 */
public record MarketPosition(PositionCost yes, PositionCost no) {
  public static final MarketPosition NONE =
      new MarketPosition(PositionCost.NONE, PositionCost.NONE);

  public PositionCost of(Outcome outcome) {
    return outcome == Outcome.YES ? yes : no;
  }

  /**
   * One fill of this account.
   *
   * @param cost before the fee, millionths
   */
  public MarketPosition filled(Side side, Outcome outcome, long quantity, long cost, long fee) {
    PositionCost before = of(outcome);
    return with(
        outcome,
        side == Side.BUY
            ? before.acquire(quantity, Math.addExact(cost, fee))
            : before.dispose(quantity, Math.subtractExact(cost, fee)));
  }

  /**
   * Sets came (positive) or were redeemed (negative). A set that comes is booked half and half; of
   * one that goes, the YES share leaves at its average cost and the NO share takes the rest, so
   * that netting shows as profit or loss of the side that was closed.
   *
   * @param payout of one set, ten-thousandths
   */
  public MarketPosition sets(long quantity, int payout) {
    if (quantity >= 0) {
      long paid = Units.money(payout, quantity);
      long half = paid / 2;
      return new MarketPosition(yes.acquire(quantity, half), no.acquire(quantity, paid - half));
    }
    long redeemed = Math.negateExact(quantity);
    long received = Units.money(payout, redeemed);
    long yesShare = yes.costOf(redeemed);
    return new MarketPosition(
        yes.dispose(redeemed, yesShare), no.dispose(redeemed, received - yesShare));
  }

  /**
   * Shares or goods came or went other than by a fill or the sets of one market: by splitting,
   * merging or converting over an exclusive event, by production, or by staff. What comes costs
   * what was paid for it; what goes realizes what was got for it.
   *
   * @param quantity signed, hundredths
   * @param amount what the account got for it, millionths; negative for what it paid
   */
  public MarketPosition holdingChanged(Outcome outcome, long quantity, long amount) {
    PositionCost before = of(outcome);
    return with(
        outcome,
        quantity >= 0
            ? before.acquire(quantity, Math.negateExact(amount))
            : before.dispose(Math.negateExact(quantity), amount));
  }

  /**
   * The market was settled: everything held is paid out.
   *
   * @param yesPaid part of the payment for the YES shares, millionths
   */
  public MarketPosition settled(long yesPaid, long noPaid) {
    return new MarketPosition(
        yes.dispose(yes.quantity(), yesPaid), no.dispose(no.quantity(), noPaid));
  }

  private MarketPosition with(Outcome outcome, PositionCost changed) {
    return outcome == Outcome.YES
        ? new MarketPosition(changed, no)
        : new MarketPosition(yes, changed);
  }
}
