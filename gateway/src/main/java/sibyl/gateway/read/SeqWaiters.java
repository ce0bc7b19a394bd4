package sibyl.gateway.read;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Those who wait until readers can see an event. Bounded: at the bound a wait is refused. A waiter
 * that gives up says so with {@link #leave}, so that no waiter outlives its deadline.
 */
public final class SeqWaiters {
  private final PriorityQueue<Waiter> queue = new PriorityQueue<>();
  private final int capacity;
  private long reached;

  /** Somebody who waits. */
  public static final class Waiter implements Comparable<Waiter> {
    private final long seq;
    private final Runnable then;

    private Waiter(long seq, Runnable then) {
      this.seq = seq;
      this.then = then;
    }

    @Override
    public int compareTo(Waiter other) {
      return Long.compare(seq, other.seq);
    }
  }

  SeqWaiters(int capacity) {
    this.capacity = capacity;
  }

  /** What became of the wish to wait. */
  public sealed interface Entry {
    /** There is nothing to wait for. */
    record Reached() implements Entry {}

    /** {@code then} will be called on the following thread. */
    record Waiting(Waiter waiter) implements Entry {}

    /** Too many wait already. */
    record Full() implements Entry {}
  }

  public synchronized Entry enter(long seq, Runnable then) {
    if (seq <= reached) {
      return new Entry.Reached();
    }
    if (queue.size() >= capacity) {
      return new Entry.Full();
    }
    Waiter waiter = new Waiter(seq, then);
    queue.add(waiter);
    return new Entry.Waiting(waiter);
  }

  public synchronized void leave(Waiter waiter) {
    queue.remove(waiter);
  }

  void reached(long seq) {
    List<Runnable> ready = new ArrayList<>();
    synchronized (this) {
      reached = seq;
      for (Waiter first = queue.peek(); first != null && first.seq <= seq; first = queue.peek()) {
        ready.add(queue.remove().then);
      }
    }
    ready.forEach(Runnable::run);
  }
}
