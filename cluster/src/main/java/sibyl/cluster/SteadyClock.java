package sibyl.cluster;

import io.aeron.cluster.service.ClusterClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The time a leader writes into the log: the machine's, but never going back, and never far ahead
 * of what a stop-watch says. A jump would expire orders and close markets all at once; the member
 * stops instead, and a person decides. For the consensus module's thread.
 */
final class SteadyClock implements ClusterClock {
  /** What a correction of the clock may be; more is a jump. */
  static final long JUMP_MS_MAX = Duration.ofMinutes(1).toMillis();

  private final LongSupplier wallMs;
  private final LongSupplier stopWatchNs;
  private final Consumer<Throwable> onJump;
  private long lastMs;
  private long lastNs;

  SteadyClock(LongSupplier wallMs, LongSupplier stopWatchNs, Consumer<Throwable> onJump) {
    this.wallMs = wallMs;
    this.stopWatchNs = stopWatchNs;
    this.onJump = onJump;
    this.lastMs = wallMs.getAsLong();
    this.lastNs = stopWatchNs.getAsLong();
  }

  @Override
  public TimeUnit timeUnit() {
    return TimeUnit.MILLISECONDS;
  }

  @Override
  public long time() {
    long nowMs = wallMs.getAsLong();
    long nowNs = stopWatchNs.getAsLong();
    long passedMs = TimeUnit.NANOSECONDS.toMillis(nowNs - lastNs);
    if (nowMs - lastMs - passedMs > JUMP_MS_MAX) {
      onJump.accept(
          new IllegalStateException(
              "the clock jumped ahead by " + (nowMs - lastMs - passedMs) + " ms"));
      return lastMs;
    }
    if (nowMs >= lastMs) {
      lastMs = nowMs;
      lastNs = nowNs;
    }
    return lastMs;
  }
}
