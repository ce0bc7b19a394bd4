package sibyl.engine.book;

import java.util.Arrays;

/**
 * Which order's time is over next: a binary heap of order slots by expiry time, then id, in which
 * every order knows its place, so that an order that ends otherwise leaves at once.
 */
public final class ExpiryQueue {
  private final Orders orders;
  private int[] heap = new int[64];
  private int size;

  public ExpiryQueue(Orders orders) {
    this.orders = orders;
  }

  /** Log time of the next expiry, milliseconds; {@link Long#MAX_VALUE} when there is none. */
  public long nextMs() {
    return size == 0 ? Long.MAX_VALUE : orders.expiresAtMs(heap[0]);
  }

  /** The order that expires next; only when there is one. */
  public int first() {
    return heap[0];
  }

  public int size() {
    return size;
  }

  public void add(int order) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    up(size++, order);
  }

  /** Removes an order if it is here. */
  public void remove(int order) {
    int place = orders.expiryPlace(order);
    if (place == Orders.NONE) {
      return;
    }
    orders.expiryPlace(order, Orders.NONE);
    int last = heap[--size];
    if (place < size) {
      down(place, last);
      if (heap[place] == last) {
        up(place, last);
      }
    }
  }

  /**
   * @throws IllegalStateException if an order does not know its place or comes before its parent
   */
  public void check() {
    for (int place = 0; place < size; place++) {
      int order = heap[place];
      if (orders.expiryPlace(order) != place
          || (place > 0 && before(order, heap[(place - 1) >>> 1]))) {
        throw new IllegalStateException("expiry of order " + orders.id(order) + " is misplaced");
      }
    }
  }

  private void up(int from, int order) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (!before(order, heap[parent])) {
        break;
      }
      put(place, heap[parent]);
      place = parent;
    }
    put(place, order);
  }

  private void down(int from, int order) {
    int place = from;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], order)) {
        break;
      }
      put(place, heap[child]);
      place = child;
    }
    put(place, order);
  }

  private void put(int place, int order) {
    heap[place] = order;
    orders.expiryPlace(order, place);
  }

  private boolean before(int a, int b) {
    long aMs = orders.expiresAtMs(a);
    long bMs = orders.expiresAtMs(b);
    return aMs < bMs || aMs == bMs && orders.id(a) < orders.id(b);
  }
}
