package sibyl.protocol.derive;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.Accounts;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.Units;

/**
 * Makes positions, with their cost and the profit taken, of the events of the exchange: the one
 * place that says what each event does to them, for readers that keep positions in memory and for
 * those that keep them in tables. Only people's accounts have positions.
 *
 * <p>{@link #commandEnded} must follow the events of each command: what a conversion, a split or
 * merge over an event, or production gives is worth what the same command took, and that is known
 * only when all of it has been told. One thread.
 */
public final class PositionFold {
  private final PositionTable table;
  private final List<Moved> moved = new ArrayList<>();

  private record Moved(
      long seq, long market, Outcome outcome, long quantity, long amount, long yesMark) {}

  private long movedBy;

  public PositionFold(PositionTable table) {
    this.table = table;
  }

  /**
   * One party's side of a trade.
   *
   * @param cost before the fee, millionths
   */
  public void filled(
      long seq,
      long account,
      long market,
      Side side,
      Outcome outcome,
      long quantity,
      long cost,
      long fee) {
    if (Accounts.isPerson(account)) {
      table.changed(
          seq,
          account,
          market,
          table.position(account, market).filled(side, outcome, quantity, cost, fee));
    }
  }

  /** See {@link sibyl.engine.event.EventHandler#onSetsChanged}. */
  public void setsChanged(long seq, long account, long market, long quantity, long yesMark) {
    if (Accounts.isPerson(account)) {
      MarketPosition before = table.position(account, market);
      int payout = table.payout(market);
      table.changed(
          seq,
          account,
          market,
          quantity >= 0
              ? before.split(quantity, payout, mark(market, yesMark))
              : before.merged(Math.negateExact(quantity), payout));
    }
  }

  /** See {@link sibyl.engine.event.EventHandler#onHoldingChanged}. */
  public void holdingChanged(
      long seq,
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      long yesMark) {
    if (!Accounts.isPerson(account)) {
      return;
    }
    if (account != movedBy) {
      commandEnded();
    }
    movedBy = account;
    moved.add(new Moved(seq, market, outcome, quantity, amount, yesMark));
  }

  /**
   * See {@link sibyl.engine.event.EventHandler#onHolderSettled}.
   *
   * @return the position as it was
   */
  public MarketPosition settled(long seq, long account, long market, long yesPaid, long noPaid) {
    MarketPosition held = table.position(account, market);
    if (Accounts.isPerson(account)) {
      table.changed(seq, account, market, held.settled(yesPaid, noPaid));
    }
    return held;
  }

  /** Every event of the command has been told. */
  public void commandEnded() {
    if (!moved.isEmpty()) {
      exchange();
      moved.clear();
    }
  }

  /**
   * What one command took from an account, and gave it for that. The cost of what went, less the
   * cash that came or plus the cash that was paid, is the cost of what came, shared by value; cash
   * beyond the cost, or a cost for which nothing came, is profit or loss, shared evenly over what
   * went.
   */
  private void exchange() {
    List<Moved> gone = moved.stream().filter(move -> move.quantity < 0).toList();
    List<Moved> come = moved.stream().filter(move -> move.quantity > 0).toList();
    long left = 0;
    for (Moved move : moved) {
      left = Math.subtractExact(left, move.amount);
    }
    for (Moved move : gone) {
      PositionCost before = table.position(movedBy, move.market).of(move.outcome);
      left = Math.addExact(left, before.costOf(-move.quantity));
    }
    long cost = come.isEmpty() ? 0 : Math.max(0, left);
    long[] profits = Portions.byWeight(cost - left, new long[gone.size()]);
    for (int i = 0; i < gone.size(); i++) {
      Moved move = gone.get(i);
      change(
          move,
          table.position(movedBy, move.market).released(move.outcome, -move.quantity, profits[i]));
    }
    long[] costs = costs(come, cost);
    for (int i = 0; i < costs.length; i++) {
      Moved move = come.get(i);
      change(
          move,
          table.position(movedBy, move.market).acquired(move.outcome, move.quantity, costs[i]));
    }
  }

  private long[] costs(List<Moved> come, long cost) {
    if (come.isEmpty()) {
      return new long[0];
    }
    long[] values = new long[come.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(come.get(i));
    }
    Moved first = come.getFirst();
    long whole = Units.money(table.payout(first.market), first.quantity);
    return Portions.byWeight(cost, Portions.weights(whole, values));
  }

  /** What came is worth so much by its mark, or else by the average cost of what was there. */
  private long value(Moved move) {
    YesMark mark = mark(move.market, move.yesMark);
    if (mark.isKnown()) {
      return Portions.of(
          Units.money(table.payout(move.market), move.quantity),
          mark.of(move.outcome),
          Units.WHOLE_MARK);
    }
    PositionCost held = table.position(movedBy, move.market).of(move.outcome);
    return held.quantity() == 0 ? -1 : Portions.of(held.cost(), move.quantity, held.quantity());
  }

  private void change(Moved move, MarketPosition after) {
    table.changed(move.seq, movedBy, move.market, after);
  }

  private YesMark mark(long market, long yesMark) {
    return yesMark == Units.NO_MARK
        ? YesMark.lastTrade(table.lastYesPrice(market), table.payout(market))
        : new YesMark(yesMark, MarkSource.MID);
  }
}
