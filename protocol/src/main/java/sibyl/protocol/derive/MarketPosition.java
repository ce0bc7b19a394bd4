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

  /** What all that is held has cost. */
  public long cost() {
    return Math.addExact(yes.cost(), no.cost());
  }

  /** Profit taken with both outcomes. */
  public long realized() {
    return Math.addExact(yes.realized(), no.realized());
  }

  public boolean isHeld() {
    return yes.quantity() != 0 || no.quantity() != 0;
  }

  /**
   * One fill of this account.
   *
   * @param cost before the fee, millionths
   */
  MarketPosition filled(Side side, Outcome outcome, long quantity, long cost, long fee) {
    PositionCost before = of(outcome);
    return with(
        outcome,
        side == Side.BUY
            ? before.acquire(quantity, Math.addExact(cost, fee))
            : before.dispose(quantity, Math.subtractExact(cost, fee)));
  }

  /**
   * Cash became sets. YES costs what it is worth by its mark and NO the rest of the payout. Without
   * a mark, the side of which more is held costs what that has cost on average, so that its value,
   * which is its average cost, does not change; and with as much of both, half each.
   *
   * @param payout of one set, ten-thousandths
   */
  MarketPosition split(long quantity, int payout, YesMark mark) {
    long paid = Units.money(payout, quantity);
    long forYes = forYes(quantity, paid, mark);
    return new MarketPosition(yes.acquire(quantity, forYes), no.acquire(quantity, paid - forYes));
  }

  private long forYes(long quantity, long paid, YesMark mark) {
    if (mark.isKnown()) {
      return Portions.of(paid, mark.billionths(), Units.WHOLE_MARK);
    }
    if (yes.quantity() > no.quantity()) {
      return Math.min(paid, Portions.of(yes.cost(), quantity, yes.quantity()));
    }
    if (no.quantity() > yes.quantity()) {
      return paid - Math.min(paid, Portions.of(no.cost(), quantity, no.quantity()));
    }
    return paid / 2;
  }

  /**
   * Sets became cash, by a merge or by netting. The YES share leaves at its average cost and the NO
   * share takes the rest, so that the two together realize what was paid for them less what they
   * had cost.
   *
   * @param payout of one set, ten-thousandths
   */
  MarketPosition merged(long quantity, int payout) {
    long yesShare = yes.costOf(quantity);
    return new MarketPosition(
        yes.dispose(quantity, yesShare),
        no.dispose(quantity, Units.money(payout, quantity) - yesShare));
  }

  /** Shares or goods came that cost so much. */
  MarketPosition acquired(Outcome outcome, long quantity, long cost) {
    return with(outcome, of(outcome).acquire(quantity, cost));
  }

  /** Shares or goods went at their average cost and brought so much more than that. */
  MarketPosition released(Outcome outcome, long quantity, long profit) {
    PositionCost before = of(outcome);
    return with(outcome, before.dispose(quantity, Math.addExact(before.costOf(quantity), profit)));
  }

  /**
   * The market was settled: everything held is paid out.
   *
   * @param yesPaid part of the payment for the YES shares, millionths
   */
  MarketPosition settled(long yesPaid, long noPaid) {
    return new MarketPosition(
        yes.dispose(yes.quantity(), yesPaid), no.dispose(no.quantity(), noPaid));
  }

  private MarketPosition with(Outcome outcome, PositionCost changed) {
    return outcome == Outcome.YES
        ? new MarketPosition(changed, no)
        : new MarketPosition(yes, changed);
  }
}
