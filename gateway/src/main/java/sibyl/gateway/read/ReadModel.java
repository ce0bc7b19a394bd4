package sibyl.gateway.read;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sibyl.engine.event.EventHandler;

/**
 * The read model: one thread follows the journal and changes it, any number of threads read it.
 *
 * <p>A read-write lock guards the state, taken once for each whole command and once for each
 * answer. Chosen over immutable snapshots because an answer spans objects (an order, its fills, the
 * balance) and must show one moment of the exchange, which a lock gives for the price of a few
 * microseconds of waiting and no copying of what nobody asked for. Both sections are short: a
 * command touches what the engine's limits allow, a reader copies out at most a page.
 */
public final class ReadModel {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final ExchangeState state;
  private final ChangeApplier applier;
  private final List<Consumer<Applied>> listeners = new CopyOnWriteArrayList<>();
  private final SeqWaiters waiters;
  private final EventCollector collector = new EventCollector(this::apply);
  private volatile long seq;

  /** An answer and the moment it shows. */
  public record Seen<T extends @Nullable Object>(T value, long asOfSeq) {}

  /**
   * @param waitersMax most readers that can wait for a sequence number at once
   */
  public ReadModel(ReadLimits limits, int waitersMax) {
    this.state = new ExchangeState(limits);
    this.applier = new ChangeApplier(state);
    this.waiters = new SeqWaiters(waitersMax);
  }

  ReadLimits limits() {
    return state.limits;
  }

  /** Looks at everything while no one else does: iterators of some maps are for one thread. */
  <T> T alone(Function<ExchangeState, T> look) {
    lock.writeLock().lock();
    try {
      return look.apply(state);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Begins with what a snapshot holds; before anything is read or followed. */
  void restore(ExchangeState.Contents contents) {
    lock.writeLock().lock();
    try {
      state.restore(contents);
    } finally {
      lock.writeLock().unlock();
    }
    seq = contents.seq();
    waiters.reached(contents.seq());
  }

  /** Where the journal's events go in; for the one thread that follows it. */
  public EventHandler events() {
    return collector;
  }

  /** The number of the last event readers can see. */
  public long seq() {
    return seq;
  }

  /**
   * Reads one moment of the exchange. {@code question} must be quick, must not block and must not
   * let the state escape.
   */
  public <T extends @Nullable Object> Seen<T> read(Function<ExchangeState, T> question) {
    lock.readLock().lock();
    try {
      return new Seen<>(question.apply(state), state.seq());
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Calls back after every command, on the following thread; must be quick. */
  public void onApplied(Consumer<Applied> listener) {
    listeners.add(listener);
  }

  /** Readers that wait for a sequence number. */
  public SeqWaiters waiters() {
    return waiters;
  }

  private void apply(CommandEvents command) {
    Applied applied;
    lock.writeLock().lock();
    try {
      applied = applier.apply(command);
    } finally {
      lock.writeLock().unlock();
    }
    seq = command.lastSeq();
    for (Consumer<Applied> listener : listeners) {
      listener.accept(applied);
    }
    waiters.reached(command.lastSeq());
  }
}
