package sibyl.engine.market;

import java.util.Arrays;
import sibyl.engine.CloseReason;
import sibyl.engine.book.Orders;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;

/** Finds the resting orders of one account, and cancels them, the oldest first. */
public final class OwnOrders {
  private static final long ANY = 0;

  private final Markets markets;
  private final Positions positions;
  private final Orders orders;
  private final OpenOrders openOrders;
  private long[] found = new long[64];
  private int size;

  public OwnOrders(Markets markets, Ledger ledger, Orders orders, OpenOrders openOrders) {
    this.markets = markets;
    this.orders = orders;
    this.openOrders = openOrders;
    positions = ledger.positions();
  }

  /**
   * Whether the account has orders that {@link #cancel} would cancel.
   *
   * @param market only those of this market; 0 for any
   * @param event only those of this event's markets; 0 for any
   * @param group only those of the group in this slot; {@link Orders#NONE} for any
   */
  boolean any(int account, long market, long event, int group) {
    for (int position = positions.firstOf(account);
        position != Positions.NONE;
        position = positions.nextOfAccount(position)) {
      if (isWanted(position, market, event)) {
        for (int order = positions.firstOrder(position);
            order != Orders.NONE;
            order = orders.nextOfPosition(order)) {
          if (isWanted(order, group)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Cancels the orders of an account; the filters are those of {@link #any}. */
  void cancel(int account, long market, long event, int group, CloseReason reason) {
    size = 0;
    for (int position = positions.firstOf(account);
        position != Positions.NONE;
        position = positions.nextOfAccount(position)) {
      if (isWanted(position, market, event)) {
        collect(position, group);
      }
    }
    // Lists are in no particular order; numbers are.
    Arrays.sort(found, 0, size);
    for (int i = 0; i < size; i++) {
      int order = orders.find(found[i]);
      openOrders.cancel(markets.get(orders.market(order)), order, reason);
    }
  }

  private boolean isWanted(int position, long market, long event) {
    int number = positions.market(position);
    return (market == ANY || market == number)
        && (event == ANY || event == markets.get(number).event().id());
  }

  private boolean isWanted(int order, int group) {
    return group == Orders.NONE || orders.group(order) == group;
  }

  private void collect(int position, int group) {
    for (int order = positions.firstOrder(position);
        order != Orders.NONE;
        order = orders.nextOfPosition(order)) {
      if (isWanted(order, group)) {
        if (size == found.length) {
          found = Arrays.copyOf(found, 2 * size);
        }
        found[size++] = orders.id(order);
      }
    }
  }
}
