package sibyl.engine.book;

import sibyl.engine.SelfTradePrevention;

/**
 * The matching logic: whom an incoming order meets, and for how much.
 *
 * <p>Strict price–time priority: the best price of the other side first, at one price the order
 * that came first; each trade at the resting order's price; on and on until the incoming order is
 * filled, its limit is reached, or nobody is left. No level is skipped, and an order that crosses
 * several levels trades with each of them.
 *
 * <p>It only looks. What it finds goes into {@link Matches}; whoever asked decides whether that is
 * what he wants (all or nothing, within his means, never crossing) and then carries it out, so a
 * quote and an order are the same thing up to the last step.
 */
public final class Matching {
  /** An {@link Allowance} without bound. */
  public static final Allowance ANY_QUANTITY = (tick, quantity) -> quantity;

  /** Bounds how much may trade at a price, for orders that are limited by more than a quantity. */
  @FunctionalInterface
  public interface Allowance {
    /**
     * How much of {@code quantity} may trade at {@code tick}; less than all of it ends the
     * matching. What is answered counts as traded.
     */
    long of(int tick, long quantity);
  }

  /** What stands here before the first order; nothing is ever entered into it. */
  private static final OrderBook NO_BOOK = new OrderBook(new Orders(1), 0, 0);

  private OrderBook book = NO_BOOK;
  private boolean bid;
  private int account;
  private SelfTradePrevention prevention = SelfTradePrevention.CANCEL_TAKER;
  private long nowMs;
  private int resting;
  private boolean ended;
  private boolean metOwnOrder;

  /**
   * Starts with a new incoming order.
   *
   * @param bid whether it buys in the book's terms
   * @param account its owner, as the resting orders name theirs
   * @param nowMs resting orders that ended by then are no longer met
   */
  public void begin(
      OrderBook book, boolean bid, int account, SelfTradePrevention prevention, long nowMs) {
    this.book = book;
    this.bid = bid;
    this.account = account;
    this.prevention = prevention;
    this.nowMs = nowMs;
    resting = book.first(!bid);
    ended = false;
    metOwnOrder = false;
  }

  /** Whether an order is left to meet within {@code limitTick}. */
  public boolean canMeet(int limitTick) {
    return !ended && resting != OrderBook.NONE && withinLimit(limitTick);
  }

  /** Whether an order is left on the other side, whether or not the incoming one may meet it. */
  public boolean hasNext() {
    return resting != OrderBook.NONE;
  }

  /** The price of the order to be met next; only when there is one. */
  public int nextTick() {
    return book.orders().tick(resting);
  }

  /** Whether self-trade prevention ended the incoming order. */
  public boolean metOwnOrder() {
    return metOwnOrder;
  }

  /**
   * Whether the matching is over: stopped by self-trade prevention or by the allowance, so that
   * what is left of the incoming order must not trade on.
   */
  public boolean ended() {
    return ended;
  }

  /**
   * Meets resting orders up to {@code limitTick}, continuing where the last call stopped.
   *
   * @param quantity what is left of the incoming order
   * @return what is left of it after that
   */
  public long meet(int limitTick, long quantity, Allowance allowance, Matches out) {
    Orders orders = book.orders();
    long remaining = quantity;
    while (remaining > 0 && canMeet(limitTick)) {
      int order = resting;
      long restingQuantity = orders.remaining(order);
      if (orders.hasEnded(order, nowMs)) {
        out.add(Matches.Kind.EXPIRE, order, restingQuantity);
        resting = book.after(order);
      } else if (orders.account(order) == account) {
        remaining = meetOwn(order, remaining, restingQuantity, out);
      } else {
        long wanted = Math.min(remaining, restingQuantity);
        long traded = allowance.of(orders.tick(order), wanted);
        if (traded > 0) {
          out.add(Matches.Kind.TRADE, order, traded);
          remaining -= traded;
        }
        if (traded < wanted) {
          ended = true;
        } else if (traded == restingQuantity) {
          resting = book.after(order);
        }
      }
    }
    return remaining;
  }

  /** The next resting order is the incoming order's own: nothing trades. */
  private long meetOwn(int order, long remaining, long restingQuantity, Matches out) {
    switch (prevention) {
      case CANCEL_TAKER -> {
        ended = true;
        metOwnOrder = true;
      }
      case CANCEL_MAKER -> {
        out.add(Matches.Kind.CANCEL_OWN, order, restingQuantity);
        resting = book.after(order);
      }
      case CANCEL_BOTH -> {
        out.add(Matches.Kind.CANCEL_OWN, order, restingQuantity);
        resting = book.after(order);
        ended = true;
        metOwnOrder = true;
      }
      case DECREMENT -> {
        long off = Math.min(remaining, restingQuantity);
        out.add(Matches.Kind.DECREMENT, order, off);
        if (off == restingQuantity) {
          resting = book.after(order);
        }
        return remaining - off;
      }
    }
    return remaining;
  }

  private boolean withinLimit(int limitTick) {
    int tick = nextTick();
    return bid ? tick <= limitTick : tick >= limitTick;
  }
}
