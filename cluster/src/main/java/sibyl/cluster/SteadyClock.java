package sibyl.cluster;

import io.aeron.cluster.service.ClusterClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time a leader writes into the log: the machine's while it goes forward as a stop-watch does.
 *
 * <pre>
 *   wall clock                  log time
 *   agrees                      the wall clock's
 *   steps back                  goes on by the stop-watch, a little slower, until the wall clock has
 *                               caught up
 *   jumps up to a minute ahead  the wall clock's at once
 *   jumps further               goes on by the stop-watch for a minute; then, if the wall clock
 *                               stands by it, the wall clock's
 * </pre>
 *
 * <p>A member that begins to lead goes on from the time of the log, as from a clock set back: the
 * wall clock may have been set back while the program was down, or be behind that of the leader
 * before.
 *
 * <p>So it never goes back, never stands still, and never acts at once on a jump by which all that
 * is due within hours would come to pass: a clock that was set wrongly is usually put right within
 * the minute, and a machine that slept for hours can wait for one. The exchange takes no orders
 * meanwhile, since markets may be open that should be closed. For the consensus module's thread;
 * {@link #apartMs} and {@link #notBefore} for any.
 */
final class SteadyClock implements ClusterClock {
  /** What a correction of the clock may be; more is a jump. */
  static final long JUMP_MS_MAX = Duration.ofMinutes(1).toMillis();

  /** How long the wall clock must stand by a jump to be believed. */
  static final long BELIEVED_AFTER_MS = Duration.ofMinutes(1).toMillis();

  /** While it is ahead of the wall clock it loses one millisecond in so many. */
  static final long SLOWED_BY = 20;

  private final LongSupplier wallMs;
  private final LongSupplier stopWatchNs;

  /** The last moment at which log time was the wall clock's. */
  private long anchorMs;

  private long anchorNs;
  private long lastMs;

  /** Whether there was a jump that is not believed yet, and since when. */
  private boolean jumped;

  private long jumpedAtNs;
  private volatile long apartMs;
  private volatile long notBeforeMs;

  SteadyClock(LongSupplier wallMs, LongSupplier stopWatchNs) {
    this.wallMs = wallMs;
    this.stopWatchNs = stopWatchNs;
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
    long logMs = notBeforeMs;
    if (logMs > lastMs) {
      lastMs = logMs;
      anchorMs = logMs;
      anchorNs = nowNs;
    }
    long passedMs = TimeUnit.NANOSECONDS.toMillis(nowNs - anchorNs);
    if (isDoubted(nowMs - anchorMs - passedMs, nowNs)) {
      lastMs = Math.max(lastMs, anchorMs + passedMs);
    } else {
      lastMs = Math.max(lastMs, anchorMs + passedMs - passedMs / SLOWED_BY);
      if (nowMs >= lastMs) {
        lastMs = nowMs;
        anchorMs = nowMs;
        anchorNs = nowNs;
      }
    }
    apartMs = lastMs - nowMs;
    return lastMs;
  }

  /** From now on it is not before this moment, which the log has reached. */
  void notBefore(long logMs) {
    notBeforeMs = logMs;
  }

  private boolean isDoubted(long jumpMs, long nowNs) {
    if (jumpMs <= JUMP_MS_MAX) {
      jumped = false;
      return false;
    }
    if (!jumped) {
      jumped = true;
      jumpedAtNs = nowNs;
    }
    return TimeUnit.NANOSECONDS.toMillis(nowNs - jumpedAtNs) < BELIEVED_AFTER_MS;
  }

  /**
   * How far log time is ahead of the wall clock, which was set back; negative while it is behind,
   * after a jump that is not believed yet.
   */
  long apartMs() {
    return apartMs;
  }
}
