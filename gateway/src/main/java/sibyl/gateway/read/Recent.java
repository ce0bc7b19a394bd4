package sibyl.gateway.read;

import java.util.ArrayDeque;
import java.util.Collection;

/** The latest so many of something. */
final class Recent<T> {
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final int capacity;
  private boolean forgotten;

  Recent(int capacity) {
    this.capacity = capacity;
  }

  void add(T item) {
    items.addFirst(item);
    if (items.size() > capacity) {
      items.removeLast();
      forgotten = true;
    }
  }

  Collection<T> newestFirst() {
    return items;
  }

  /** Whether something had to make room. */
  boolean forgotten() {
    return forgotten;
  }
}
