package sibyl.accounts.exchange;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits to the exchange, and repeats what it has not answered, on a thread of its own. While the
 * database is away it tries less and less often; what else slows it down, its {@link Pace} says.
 */
public final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final long PATIENT_SECONDS = 1;
  private static final long CLOSE_SECONDS = 10;

  /** Something that is repeated until it is done. */
  public interface Work {
    /**
     * Submits what is due.
     *
     * @return how much that was
     */
    int repeat();

    /**
     * Takes the call that makes the relay begin at once, for work that knows when there is some.
     * Any thread may make it, at any time.
     */
    default void wokenBy(Runnable relay) {}
  }

  /** How soon the relay looks again after it had something to do. */
  public enum Pace {
    /** As soon as ever: its works have times of their own for what they repeat. */
    STEADY,
    /** Less and less often, for there is nothing to do unless something is amiss. */
    BACKING_OFF
  }

  private final List<Work> works;
  private final Pace pace;
  private final Duration pauseMin;
  private final Duration pauseMax;
  private final Semaphore calls = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  private Relay(
      String name, List<? extends Work> works, Pace pace, Duration pauseMin, Duration pauseMax) {
    this.works = List.copyOf(works);
    this.pace = pace;
    this.pauseMin = pauseMin;
    this.pauseMax = pauseMax;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  /**
   * Begins at once.
   *
   * @param name of the thread
   * @param pauseMin between two looks when there was nothing to do
   * @param pauseMax the longest pause, reached by doubling
   */
  public static Relay start(
      String name, List<? extends Work> works, Pace pace, Duration pauseMin, Duration pauseMax) {
    Relay relay = new Relay(name, works, pace, pauseMin, pauseMax);
    works.forEach(work -> work.wokenBy(relay.calls::release));
    relay.thread.start();
    return relay;
  }

  public static Relay start(String name, List<? extends Work> works, Pace pace) {
    return start(name, works, pace, Duration.ofSeconds(2), Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    closed = true;
    calls.release();
    try {
      if (!thread.join(Duration.ofSeconds(PATIENT_SECONDS))) {
        thread.interrupt(); // it waits for a database or a provider that does not answer
      }
      if (!thread.join(Duration.ofSeconds(CLOSE_SECONDS))) {
        LOG.warn("{} did not end within {} s", thread.getName(), CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long pauseMs = pauseMin.toMillis();
    try {
      while (!closed) {
        pauseMs = repeatAll() ? pauseMin.toMillis() : Math.min(2 * pauseMs, pauseMax.toMillis());
        if (calls.tryAcquire(pauseMs, TimeUnit.MILLISECONDS)) {
          calls.drainPermits(); // one look serves all who called by now
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether nothing is in the way, and nothing amiss. */
  private boolean repeatAll() {
    boolean well = true;
    for (Work work : works) {
      try {
        int repeated = work.repeat();
        if (repeated > 0 && pace == Pace.BACKING_OFF) {
          LOG.info("submitted {} again: {}", repeated, work.getClass().getSimpleName());
          well = false;
        }
      } catch (RuntimeException e) {
        LOG.warn("{} will try again: {}", thread.getName(), e.toString());
        well = false;
      }
    }
    return well;
  }
}
