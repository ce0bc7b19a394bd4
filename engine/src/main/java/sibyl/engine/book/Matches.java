package sibyl.engine.book;

import java.util.Arrays;

/**
 * What an incoming order will meet, step by step in the order it will happen. Written by looking,
 * before anything changes; reused, and growing only when one order meets more than any before.
 */
public final class Matches {
  /** What a step does. */
  public enum Kind {
    /** Trades with a resting order. */
    TRADE,
    /** Trades with the market maker. */
    MAKER,
    /** Takes down an own resting order, to prevent a self-trade. */
    CANCEL_OWN,
    /** Takes a quantity off an own resting order and off the incoming one, without a trade. */
    DECREMENT,
    /** Takes down a resting order whose time is over. */
    EXPIRE
  }

  private static final int FIRST_CAPACITY = 64;

  private Kind[] kinds = new Kind[FIRST_CAPACITY];
  private int[] orders = new int[FIRST_CAPACITY];
  private long[] quantities = new long[FIRST_CAPACITY];
  private long[] costs = new long[FIRST_CAPACITY];
  private int size;

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public Kind kind(int step) {
    return kinds[step];
  }

  /** Slot of the resting order; {@link Orders#NONE} for the market maker. */
  public int order(int step) {
    return orders[step];
  }

  public long quantity(int step) {
    return quantities[step];
  }

  /** What the market maker asks or pays, millionths; 0 otherwise. */
  public long cost(int step) {
    return costs[step];
  }

  void add(Kind kind, int order, long quantity) {
    add(kind, order, quantity, 0);
  }

  /** Adds a trade with the market maker. */
  public void addMaker(long quantity, long cost) {
    add(Kind.MAKER, Orders.NONE, quantity, cost);
  }

  private void add(Kind kind, int order, long quantity, long cost) {
    if (size == orders.length) {
      kinds = Arrays.copyOf(kinds, 2 * size);
      orders = Arrays.copyOf(orders, 2 * size);
      quantities = Arrays.copyOf(quantities, 2 * size);
      costs = Arrays.copyOf(costs, 2 * size);
    }
    kinds[size] = kind;
    orders[size] = order;
    quantities[size] = quantity;
    costs[size] = cost;
    size++;
  }
}
