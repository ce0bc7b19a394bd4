package sibyl.engine.market;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.ledger.Positions;

/**
 * What stands against an order besides the state: the needs of the orders that come before it in
 * one atomic command, or, with the sign turned, what the order that it replaces gives back. Mutable
 * and reused.
 */
final class Claims {
  /** Nothing but the state; never added to. */
  static final Claims NONE = new Claims();

  private final int[] markets = new int[PlaceOrders.MAX];
  private final Side[] sides = new Side[PlaceOrders.MAX];
  private final Outcome[] outcomes = new Outcome[PlaceOrders.MAX];
  private final long[] quantities = new long[PlaceOrders.MAX];
  private final int[] resting = new int[PlaceOrders.MAX];
  private int size;
  private long cash;
  private int orders;
  private int positions;
  private int restingInAll;

  void clear() {
    size = 0;
    cash = 0;
    orders = 0;
    positions = 0;
    restingInAll = 0;
  }

  /** Adds a checked order that is carried out before the next one. */
  void add(Side side, Outcome outcome, Incoming order) {
    boolean newPosition = order.position == Positions.NONE && !hasMarket(order.market.id());
    positions += newPosition ? 1 : 0;
    orders++;
    if (side == Side.BUY) {
      cash = Math.addExact(cash, order.needed);
    } else {
      cash = Math.subtractExact(cash, order.plan.cost - order.plan.fee);
    }
    note(order.market.id(), side, outcome, order.quantity, order.mayRest ? 1 : 0);
  }

  /**
   * Gives back what a resting order stands for, which is about to be replaced.
   *
   * @param held what it holds, in cash or shares
   */
  void giveBack(int market, Side side, Outcome outcome, long held, long remaining) {
    orders--;
    if (side == Side.BUY) {
      cash -= held;
    }
    note(market, side, outcome, -remaining, -1);
  }

  /** Cash spoken for, millionths. */
  long cash() {
    return cash;
  }

  int orders() {
    return orders;
  }

  /** New positions. */
  int positions() {
    return positions;
  }

  /** Orders that stay in a book. */
  int resting() {
    return restingInAll;
  }

  /** Orders that stay in the book of a market. */
  int resting(int market) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += markets[i] == market ? resting[i] : 0;
    }
    return sum;
  }

  /** Shares of an outcome to be sold, hundredths. */
  long sold(int market, Outcome outcome) {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      if (markets[i] == market && sides[i] == Side.SELL && outcomes[i] == outcome) {
        sum += quantities[i];
      }
    }
    return sum;
  }

  /** Shares of either outcome to be bought, hundredths. */
  long bought(int market) {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += markets[i] == market && sides[i] == Side.BUY ? quantities[i] : 0;
    }
    return sum;
  }

  boolean hasMarket(int market) {
    for (int i = 0; i < size; i++) {
      if (markets[i] == market) {
        return true;
      }
    }
    return false;
  }

  private void note(int market, Side side, Outcome outcome, long quantity, int rests) {
    markets[size] = market;
    sides[size] = side;
    outcomes[size] = outcome;
    quantities[size] = quantity;
    resting[size] = rests;
    restingInAll += rests;
    size++;
  }
}
