package sibyl.cluster;

import io.aeron.cluster.service.ClusterClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The time a leader writes into the log: the machine's while it goes forward as a stop-watch does.
 *
 * <pre>
 *   wall clock       log time
 *   agrees           the wall clock's
 *   steps back       goes on by the stop-watch, a little slower, until the wall clock has caught up
 *   jumps ahead      the member stops: orders would expire and markets close all at once
 * </pre>
 *
 * <p>So it never goes back and never stands still: orders expire, markets close and Aeron's own
 * keepalives run whatever happens to the wall clock. For the consensus module's thread; {@link
 * #aheadMs} for any.
 */
final class SteadyClock implements ClusterClock {
  /** What a correction of the clock may be; more is a jump, and a person decides. */
  static final long JUMP_MS_MAX = Duration.ofMinutes(1).toMillis();

  /** While it is ahead of the wall clock it loses one millisecond in so many. */
  static final long SLOWED_BY = 20;

  private final LongSupplier wallMs;
  private final LongSupplier stopWatchNs;
  private final Consumer<Throwable> onJump;

  /** The last moment at which log time was the wall clock's. */
  private long anchorMs;

  private long anchorNs;
  private long lastMs;
  private volatile long aheadMs;

  SteadyClock(LongSupplier wallMs, LongSupplier stopWatchNs, Consumer<Throwable> onJump) {
    this.wallMs = wallMs;
    this.stopWatchNs = stopWatchNs;
    this.onJump = onJump;
    anchorMs = wallMs.getAsLong();
    anchorNs = stopWatchNs.getAsLong();
    lastMs = anchorMs;
  }

  @Override
  public TimeUnit timeUnit() {
    return TimeUnit.MILLISECONDS;
  }

  @Override
  public long time() {
    long nowMs = wallMs.getAsLong();
    long nowNs = stopWatchNs.getAsLong();
    long passedMs = TimeUnit.NANOSECONDS.toMillis(nowNs - anchorNs);
    if (nowMs - anchorMs - passedMs > JUMP_MS_MAX) {
      onJump.accept(
          new IllegalStateException(
              "the clock jumped ahead by " + (nowMs - anchorMs - passedMs) + " ms"));
      return lastMs;
    }
    lastMs = Math.max(lastMs, anchorMs + passedMs - passedMs / SLOWED_BY);
    if (nowMs >= lastMs) {
      lastMs = nowMs;
      anchorMs = nowMs;
      anchorNs = nowNs;
    }
    aheadMs = lastMs - nowMs;
    return lastMs;
  }

  /** How far log time is ahead of the wall clock, which was set back; 0 while they agree. */
  long aheadMs() {
    return aheadMs;
  }
}
