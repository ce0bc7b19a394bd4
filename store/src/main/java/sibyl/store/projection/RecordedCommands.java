package sibyl.store.projection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was heard and is not yet being written, bounded by its number of events. One thread adds,
 * one takes.
 */
final class RecordedCommands {
  private final int eventsMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition taken = lock.newCondition();
  private final ArrayDeque<RecordedCommand> commands = new ArrayDeque<>();
  private long events;
  private boolean closed;

  RecordedCommands(int eventsMax) {
    this.eventsMax = eventsMax;
  }

  /**
   * Adds a command; when full, waits until there is room. A command larger than the whole queue
   * goes in alone.
   *
   * @return false if the queue was closed before there was room
   */
  boolean add(RecordedCommand command) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !commands.isEmpty() && events + command.events() > eventsMax) {
        taken.await();
      }
      if (closed) {
        return false;
      }
      commands.add(command);
      events += command.events();
      arrived.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what is there as one batch, whole commands only. Waits for the first command as long as
   * it takes, and then a little for others to come along.
   *
   * @param lingerNs how long the first may wait for company
   * @param batchEvents the size from which a batch waits no longer, and after which it ends
   * @return empty only when the queue is closed and nothing is left in it
   */
  List<RecordedCommand> take(long lingerNs, int batchEvents) throws InterruptedException {
    lock.lock();
    try {
      while (commands.isEmpty() && !closed) {
        arrived.await();
      }
      long patienceNs = lingerNs;
      while (patienceNs > 0 && events < batchEvents && !closed) {
        patienceNs = arrived.awaitNanos(patienceNs);
      }
      List<RecordedCommand> batch = new ArrayList<>();
      long batched = 0;
      while (!commands.isEmpty() && batched < batchEvents) {
        RecordedCommand command = commands.remove();
        batch.add(command);
        batched += command.events();
      }
      events -= batched;
      taken.signal();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nothing more in; what is there can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
      taken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long events() {
    lock.lock();
    try {
      return events;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until closed, at most so long; what a writer does between two attempts. */
  void awaitClosed(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    lock.lock();
    try {
      long left = nanos;
      while (!closed && left > 0) {
        arrived.await(left, TimeUnit.NANOSECONDS);
        left = deadline - System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }
}
