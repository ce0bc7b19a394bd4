package sibyl.gateway.read;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.function.Predicate;

/** The latest so many of things that happen once and do not change. */
final class Recent<T extends Journaled> {
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final int capacity;
  private long forgottenThrough;
  private boolean forgotten;

  Recent(int capacity) {
    this.capacity = capacity;
  }

  void add(T item) {
    items.addFirst(item);
    if (items.size() > capacity) {
      forgottenThrough = items.removeLast().seq();
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
        ? Remembered.of(
            items, Journaled::seq, wanted, before, limit, forgottenThrough + 1, forgottenThrough)
        : Remembered.whole(items, Journaled::seq, wanted, before, limit);
  }
}
