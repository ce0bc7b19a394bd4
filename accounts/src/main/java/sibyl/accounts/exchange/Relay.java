package sibyl.accounts.exchange;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what the exchange has not answered, on a thread of its own. While there is something to
 * repeat, and while the database is away, it does so less and less often.
 */
public final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final long CLOSE_SECONDS = 10;

  /** Something that is repeated until it is done. */
  public interface Work {
    /**
     * Submits again what is due.
     *
     * @return how much that was
     */
    int repeat();
  }

  private final List<Work> works;
  private final Duration pauseMin;
  private final Duration pauseMax;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private Relay(List<Work> works, Duration pauseMin, Duration pauseMax) {
    this.works = List.copyOf(works);
    this.pauseMin = pauseMin;
    this.pauseMax = pauseMax;
    this.thread = Thread.ofPlatform().name("accounts-relay").daemon().unstarted(this::run);
  }

  /**
   * Begins at once.
   *
   * @param pauseMin between two looks when there was nothing to do
   * @param pauseMax the longest pause, reached by doubling
   */
  public static Relay start(List<Work> works, Duration pauseMin, Duration pauseMax) {
    Relay relay = new Relay(works, pauseMin, pauseMax);
    relay.thread.start();
    return relay;
  }

  public static Relay start(List<Work> works) {
    return start(works, Duration.ofSeconds(2), Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (!thread.join(Duration.ofSeconds(CLOSE_SECONDS))) {
        LOG.warn("the relay did not end within {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long pauseMs = pauseMin.toMillis();
    try {
      do {
        pauseMs = repeatAll() ? pauseMin.toMillis() : Math.min(2 * pauseMs, pauseMax.toMillis());
      } while (!closed.await(pauseMs, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there was nothing to repeat and nothing in the way. */
  private boolean repeatAll() {
    boolean quiet = true;
    for (Work work : works) {
      try {
        int repeated = work.repeat();
        if (repeated > 0) {
          LOG.info("submitted {} again: {}", repeated, work.getClass().getSimpleName());
          quiet = false;
        }
      } catch (RuntimeException e) {
        LOG.warn("the relay will try again: {}", e.toString());
        quiet = false;
      }
    }
    return quiet;
  }
}
