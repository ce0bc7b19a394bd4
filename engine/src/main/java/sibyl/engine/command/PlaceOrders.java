package sibyl.engine.command;

import java.util.Arrays;
import sibyl.engine.BatchMode;

/**
 * Several orders of one account as one command. Mutable and reused by its one owner, so that
 * nothing is allocated.
 */
public final class PlaceOrders {
  /** Most orders in one command. */
  public static final int MAX = 50;

  public long account;
  public BatchMode mode = BatchMode.EACH;

  /** Baskets only: fingerprint of the common client order id, as in {@link PlaceOrder}. */
  public long clientKeyHigh;

  public long clientKeyLow;

  /** Baskets only. */
  public final Text clientOrderId = new Text(4 * PlaceOrder.CLIENT_ORDER_ID_MAX);

  private PlaceOrder[] orders = new PlaceOrder[0];
  private int size;

  public int size() {
    return size;
  }

  public PlaceOrder get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return orders[index];
  }

  /**
   * Adds an order, cleared but for its account, to be filled in.
   *
   * @throws IllegalStateException if there is no room
   */
  public PlaceOrder add() {
    if (size == MAX) {
      throw new IllegalStateException("more than " + MAX + " orders");
    }
    if (size == orders.length) {
      orders = Arrays.copyOf(orders, size + 1);
      orders[size] = new PlaceOrder();
    }
    PlaceOrder order = orders[size++];
    order.clear();
    order.account = account;
    return order;
  }

  public boolean hasClientKey() {
    return (clientKeyHigh | clientKeyLow) != 0;
  }

  /** Empties it; the account is set before orders are added. */
  public void clear() {
    account = 0;
    mode = BatchMode.EACH;
    clientKeyHigh = 0;
    clientKeyLow = 0;
    clientOrderId.clear();
    size = 0;
  }
}
