package sibyl.cluster.journal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochClock;

/**
 * The time by which the media driver and its clients of this process judge whether the other side
 * is alive: begins at the wall clock's and goes on by the stop-watch while the process runs.
 *
 * <p>So a wall clock that is set, back or ahead, ends no session. Neither does a pause: each side
 * reads the clock about a thousand times a second, so a gap between two readings means that the
 * process stood still (stopped by a signal, a frozen machine), and of a gap no more than {@link
 * #GAP_MS_MAX} counts. Whichever thread wakes first would otherwise take all others for dead.
 *
 * <p>All parts that share a driver must use the same one. From any thread.
 */
public final class RunningTime implements EpochClock {
  /** Of the process. */
  public static final RunningTime CLOCK =
      new RunningTime(System.currentTimeMillis(), System::nanoTime);

  /** Well below every timeout that is measured by it, the shortest of which is two seconds. */
  static final long GAP_MS_MAX = 500;

  private static final long GAP_NS_MAX = TimeUnit.MILLISECONDS.toNanos(GAP_MS_MAX);

  private final long startMs;
  private final long startNs;
  private final LongSupplier stopWatchNs;
  private final AtomicLong lastNs;

  /** Time in which the process stood still. */
  private final AtomicLong stoodStillNs = new AtomicLong();

  RunningTime(long startMs, LongSupplier stopWatchNs) {
    this.startMs = startMs;
    this.stopWatchNs = stopWatchNs;
    this.startNs = stopWatchNs.getAsLong();
    this.lastNs = new AtomicLong(startNs);
  }

  @Override
  public long time() {
    long nowNs = stopWatchNs.getAsLong();
    long last = lastNs.get();
    long gapNs = nowNs - last;
    if (gapNs > 0 && lastNs.compareAndSet(last, nowNs) && gapNs > GAP_NS_MAX) {
      stoodStillNs.addAndGet(gapNs - GAP_NS_MAX);
    }
    return startMs + TimeUnit.NANOSECONDS.toMillis(nowNs - startNs - stoodStillNs.get());
  }
}
