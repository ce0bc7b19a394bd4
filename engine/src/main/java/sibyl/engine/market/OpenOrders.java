package sibyl.engine.market;

import sibyl.engine.CloseReason;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Side;
import sibyl.engine.Units;
import sibyl.engine.book.ExpiryQueue;
import sibyl.engine.book.OrderBook;
import sibyl.engine.book.Orders;
import sibyl.engine.event.EventStream;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;

/**
 * Orders that rest: what they hold, how they end. A resting buy holds its cost at its own price and
 * the fee that cost would bring; a resting sell holds its shares. So what an account's orders hold
 * is at every moment the sum over its open orders.
 */
public final class OpenOrders {
  private final Markets markets;
  private final Ledger ledger;
  private final AccountTable accounts;
  private final Positions positions;
  private final Orders orders;
  private final ExpiryQueue expiries;
  private final EventStream events;
  private final FeeMeter meter = new FeeMeter();

  public OpenOrders(Markets markets, Ledger ledger, Orders orders, EventStream events) {
    this.markets = markets;
    this.ledger = ledger;
    this.orders = orders;
    this.events = events;
    accounts = ledger.accounts();
    positions = ledger.positions();
    expiries = new ExpiryQueue(orders);
  }

  /** Counts an incoming order among those of its position, which thereby cannot go away. */
  void arrive(int position) {
    positions.countOrders(position, 1);
  }

  /** Puts what is left of an incoming order into the book and reserves what it may need. */
  void rest(Market market, int order, int tick) {
    int position = orders.position(order);
    market.book().enter(order, tick);
    if (orders.expiresAtMs(order) != 0) {
      expiries.add(order);
    }
    if (orders.side(order) == Side.BUY) {
      positions.addRestingBuys(position, orders.remaining(order));
    }
    hold(market, order, 1);
  }

  /** Takes down a resting order, gives back what it holds, and forgets it. */
  public void cancel(Market market, int order, CloseReason reason) {
    int position = orders.position(order);
    if (orders.side(order) == Side.BUY) {
      positions.addRestingBuys(position, -orders.remaining(order));
    }
    hold(market, order, -1);
    market.book().remove(order);
    close(market, order, reason);
  }

  /** Forgets a resting order of which nothing is left, and which has left the book. */
  void filled(Market market, int order) {
    close(market, order, CloseReason.FILLED);
  }

  /** Forgets an incoming order that does not rest. */
  void drop(Market market, int order, CloseReason reason) {
    close(market, order, reason);
  }

  /** Ends a position with nothing left in it. */
  private void releaseIfEmpty(Market market, int position) {
    if (positions.isEmpty(position)) {
      positions.close(position, market.holders());
    }
  }

  /** What a resting order holds, in cash or in shares. */
  public long held(Market market, int order) {
    long remaining = orders.remaining(order);
    if (orders.side(order) == Side.SELL) {
      return remaining;
    }
    int price = market.ownPrice(orders.outcome(order), orders.tick(order));
    return Math.addExact(Units.money(price, remaining), feeToCome(market, order, price, remaining));
  }

  /** What a further fill of an order as maker would be charged. */
  private long feeToCome(Market market, int order, int price, long quantity) {
    if (market.fees().isFree()) {
      return 0;
    }
    return meter
        .load(orders.feeWhole(order), orders.feeRest(order))
        .add(market.fees(), market.fees().makerRate(), price, quantity);
  }

  /** Log time of the next order to expire; {@link Long#MAX_VALUE} when none will. */
  public long nextExpiryMs() {
    return expiries.nextMs();
  }

  /** Resting orders that have an end. */
  public int expiring() {
    return expiries.size();
  }

  /**
   * @throws IllegalStateException if the queue of expiries is out of order
   */
  public void checkExpiries() {
    expiries.check();
  }

  /** Ends orders whose time is over, {@code most} of them; returns how many it were. */
  public int expire(long nowMs, int most) {
    int ended = 0;
    for (; ended < most && expiries.nextMs() <= nowMs; ended++) {
      int order = expiries.first();
      cancel(markets.get(orders.market(order)), order, CloseReason.EXPIRED);
    }
    return ended;
  }

  /** Registers the restored orders of a market that have an end. */
  void restoreExpiries(OrderBook book) {
    for (boolean bidSide : new boolean[] {true, false}) {
      for (int order = book.first(bidSide); order != OrderBook.NONE; order = book.after(order)) {
        if (orders.expiresAtMs(order) != 0) {
          expiries.add(order);
        }
      }
    }
  }

  private void hold(Market market, int order, int sign) {
    long amount = sign * held(market, order);
    if (orders.side(order) == Side.BUY) {
      ledger.moveCash(orders.account(order), -amount, amount, PostingReason.HOLD);
    } else {
      Outcome outcome = orders.outcome(order);
      ledger.moveShares(orders.position(order), outcome, -amount, amount, PostingReason.HOLD);
    }
  }

  private void close(Market market, int order, CloseReason reason) {
    int position = orders.position(order);
    positions.countOrders(position, -1);
    expiries.remove(order);
    report(market, order, reason, orders.remaining(order));
    orders.free(order);
    releaseIfEmpty(market, position);
  }

  private void report(Market market, int order, CloseReason reason, long remaining) {
    events.orderClosed(
        orders.id(order), accounts.id(orders.account(order)), market.id(), reason, remaining);
  }
}
