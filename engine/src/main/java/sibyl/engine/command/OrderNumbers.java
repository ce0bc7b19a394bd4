package sibyl.engine.command;

import java.util.Arrays;

/** A short list of order numbers. Mutable and reused by its one owner. */
public final class OrderNumbers {
  /** Most orders that one command can name. */
  public static final int MAX = 50;

  private final long[] orders = new long[MAX];
  private int size;

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public boolean isFull() {
    return size == MAX;
  }

  public long get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    return orders[index];
  }

  /**
   * @throws IllegalStateException if there is no room
   */
  public void add(long order) {
    if (isFull()) {
      throw new IllegalStateException("more than " + MAX + " orders");
    }
    orders[size++] = order;
  }

  public void clear() {
    size = 0;
  }

  public void set(OrderNumbers other) {
    size = other.size;
    System.arraycopy(other.orders, 0, orders, 0, size);
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(orders, size));
  }
}
