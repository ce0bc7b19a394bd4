package sibyl.engine.market;

import java.util.Arrays;

/**
 * Which market does something by itself next: a binary heap of markets by their next time, then
 * number, in which every market knows its place. As many as there are markets, at most.
 */
public final class Timetable {
  static final int NOWHERE = -1;

  private Market[] heap = new Market[16];
  private int size;

  Timetable() {
    Arrays.fill(heap, NoMarket.INSTANCE);
  }

  /** Log time of the first market; {@link Long#MAX_VALUE} when there is none. */
  public long nextMs() {
    return size == 0 ? Long.MAX_VALUE : heap[0].nextMs();
  }

  /** The market whose time comes first; only when there is one. */
  public Market first() {
    return heap[0];
  }

  public int size() {
    return size;
  }

  /** Puts a market where its times, which have changed, say; or nowhere if it has none left. */
  public void update(Market market) {
    remove(market);
    if (market.nextMs() != Long.MAX_VALUE) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
        Arrays.fill(heap, size, heap.length, NoMarket.INSTANCE);
      }
      up(size++, market);
    }
  }

  /** Removes a market if it is here. */
  void remove(Market market) {
    int place = market.place();
    if (place == NOWHERE) {
      return;
    }
    market.place(NOWHERE);
    Market last = heap[--size];
    heap[size] = NoMarket.INSTANCE;
    if (place < size) {
      down(place, last);
      if (last.place() == place) {
        up(place, last);
      }
    }
  }

  /**
   * @throws IllegalStateException if a market does not know its place or comes before its parent
   */
  public void check() {
    for (int place = 0; place < size; place++) {
      Market market = heap[place];
      if (market.place() != place || (place > 0 && before(market, heap[(place - 1) >>> 1]))) {
        throw new IllegalStateException("market " + market.id() + " is misplaced in the timetable");
      }
    }
  }

  private void up(int from, Market market) {
    int place = from;
    while (place > 0 && before(market, heap[(place - 1) >>> 1])) {
      put(place, heap[(place - 1) >>> 1]);
      place = (place - 1) >>> 1;
    }
    put(place, market);
  }

  private void down(int from, Market market) {
    int place = from;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], market)) {
        break;
      }
      put(place, heap[child]);
      place = child;
    }
    put(place, market);
  }

  private void put(int place, Market market) {
    heap[place] = market;
    market.place(place);
  }

  private static boolean before(Market a, Market b) {
    return a.nextMs() < b.nextMs() || (a.nextMs() == b.nextMs() && a.id() < b.id());
  }
}
