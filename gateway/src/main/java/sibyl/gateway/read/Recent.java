package sibyl.gateway.read;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** The latest so many of things that happen once and do not change. */
final class Recent<T> {
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final ToLongFunction<T> seq;
  private final int capacity;
  private long forgottenThrough;
  private boolean forgotten;

  /**
   * @param seq the event by which a thing happened; later ones have larger numbers
   */
  Recent(int capacity, ToLongFunction<T> seq) {
    this.capacity = capacity;
    this.seq = seq;
  }

  void add(T item) {
    items.addFirst(item);
    if (items.size() > capacity) {
      forgottenThrough = seq.applyAsLong(items.removeLast());
      forgotten = true;
    }
  }

  Collection<T> newestFirst() {
    return items;
  }

  /** The last event of what had to make room; 0 if nothing had. */
  long forgottenThrough() {
    return forgottenThrough;
  }

  Remembered<T> page(Predicate<T> wanted, long before, int limit) {
    return forgotten
        ? Remembered.of(items, seq, wanted, before, limit, forgottenThrough + 1, forgottenThrough)
        : Remembered.whole(items, seq, wanted, before, limit);
  }
}
