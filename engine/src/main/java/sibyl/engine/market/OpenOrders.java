package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.ReduceReason;
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
  void arrive(int order) {
    positions.countOrders(orders.position(order), 1);
    accounts.countOrders(orders.account(order), 1);
  }

  /** Puts what is left of an incoming order into the book and reserves what it may need. */
  void rest(Market market, int order, int tick) {
    market.book().enter(order, tick);
    list(order);
    countBuys(order, orders.remaining(order));
    hold(order, held(market, order));
  }

  /** Takes down a resting order, gives back what it holds, and forgets it. */
  public void cancel(Market market, int order, CloseReason reason) {
    takeOut(market, order);
    drop(market, order, reason);
  }

  /**
   * Takes a resting order out of the book and gives back what it holds; it may come to rest again.
   */
  void takeOut(Market market, int order) {
    countBuys(order, -orders.remaining(order));
    hold(order, -held(market, order));
    market.book().remove(order);
  }

  /** Takes a quantity off a resting order, which keeps its place unless nothing is left. */
  void reduce(Market market, int order, long by) {
    long before = held(market, order);
    orders.quantity(order, orders.quantity(order) - by);
    market.book().fill(order, by);
    countBuys(order, -by);
    hold(order, held(market, order) - before);
  }

  /** Adds a quantity to a resting order, which keeps its place; its owner must have the means. */
  void grow(Market market, int order, long by) {
    long before = held(market, order);
    orders.quantity(order, orders.quantity(order) + by);
    market.book().grow(order, by);
    countBuys(order, by);
    hold(order, held(market, order) - before);
  }

  /** What the owner of a resting buy holds in cash for other orders. */
  long heldForOthers(Market market, int order) {
    return accounts.held(orders.account(order)) - held(market, order);
  }

  /**
   * Gives back what the owner of a buy that just traded below its price holds too much. It never
   * lacks anything: what the lower price saved is more than what the fee on it may add, see {@link
   * FeeSchedule#mostRate}.
   */
  void releaseImprovement(Market market, int order, long heldForOthers) {
    long surplus = heldForOthers(market, order) - heldForOthers;
    if (surplus != 0) {
      hold(order, -surplus);
    }
  }

  /** Takes a quantity off a resting order to prevent a self-trade. */
  void decrement(Market market, int order, long by) {
    sayReduced(market, order, by, ReduceReason.SELF_TRADE_PREVENTION);
    reduce(market, order, by);
    if (orders.remaining(order) == 0) {
      drop(market, order, CloseReason.SELF_TRADE_PREVENTION);
    }
  }

  /** Takes a quantity off an order that is on its way into the book. */
  void reduceIncoming(Market market, int order, long by, ReduceReason reason) {
    sayReduced(market, order, by, reason);
    orders.remaining(order, orders.remaining(order) - by);
    orders.quantity(order, orders.quantity(order) - by);
  }

  private void sayReduced(Market market, int order, long by, ReduceReason reason) {
    orders.markReduced(order, reason);
    events.orderReduced(
        orders.id(order), owner(order), market.id(), by, orders.remaining(order) - by, reason);
  }

  /** Ends an order of which all that was left has traded, or was taken off. */
  void complete(Market market, int order) {
    drop(market, order, completed(orders.reduced(order)));
  }

  /** Only an order of which nothing was taken off is filled. */
  private static CloseReason completed(@Nullable ReduceReason reduced) {
    if (reduced == null) {
      return CloseReason.FILLED;
    }
    return switch (reduced) {
      case SELF_TRADE_PREVENTION -> CloseReason.SELF_TRADE_PREVENTION;
      case REDUCE_ONLY -> CloseReason.REDUCE_ONLY;
    };
  }

  /** Forgets an order that is not in the book (any more). */
  void drop(Market market, int order, CloseReason reason) {
    int position = orders.position(order);
    positions.countOrders(position, -1);
    accounts.countOrders(orders.account(order), -1);
    if (orders.isListed(order)) {
      positions.firstOrder(position, orders.unlist(order, positions.firstOrder(position)));
      expiries.remove(order);
    }
    events.orderClosed(
        orders.id(order), owner(order), market.id(), reason, orders.remaining(order));
    orders.free(order);
    releaseIfEmpty(market, position);
  }

  /** Ends a position with nothing left in it. */
  private void releaseIfEmpty(Market market, int position) {
    if (positions.isEmpty(position)) {
      positions.close(position, market.holders());
    }
  }

  /** What a resting order holds, in cash or in shares. */
  public long held(Market market, int order) {
    return heldFor(market, order, orders.remaining(order));
  }

  /** What a resting order would hold with this much left of it. */
  long heldFor(Market market, int order, long remaining) {
    if (orders.side(order) == Side.SELL) {
      return remaining;
    }
    int price = market.ownPrice(orders.outcome(order), orders.tick(order));
    return Math.addExact(Units.money(price, remaining), feeToCome(market, order, price, remaining));
  }

  /** What a further fill of an order as maker would be charged. */
  private long feeToCome(Market market, int order, int price, long quantity) {
    if (market.isFree()) {
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

  /** Registers the restored orders of a market, whose positions are known. */
  void restore(OrderBook book) {
    for (boolean bidSide : new boolean[] {true, false}) {
      for (int order = book.first(bidSide); order != OrderBook.NONE; order = book.after(order)) {
        list(order);
      }
    }
  }

  /** Puts an order among those of its position; one that was moved is there already. */
  private void list(int order) {
    if (orders.isListed(order)) {
      return;
    }
    int position = orders.position(order);
    orders.list(order, positions.firstOrder(position));
    positions.firstOrder(position, order);
    if (orders.ends(order)) {
      expiries.add(order);
    }
  }

  private void countBuys(int order, long quantity) {
    if (orders.side(order) == Side.BUY) {
      positions.addRestingBuys(orders.position(order), quantity);
    }
  }

  /** Moves what an order holds by an amount of cash or shares. */
  private void hold(int order, long amount) {
    if (orders.side(order) == Side.BUY) {
      ledger.moveCash(orders.account(order), -amount, amount, PostingReason.HOLD);
    } else {
      Outcome outcome = orders.outcome(order);
      ledger.moveShares(orders.position(order), outcome, -amount, amount, PostingReason.HOLD);
    }
  }

  private long owner(int order) {
    return accounts.id(orders.account(order));
  }
}
