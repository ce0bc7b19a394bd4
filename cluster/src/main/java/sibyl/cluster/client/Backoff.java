package sibyl.cluster.client;

import java.time.Duration;

/**
 * Waits between attempts: longer after each failure, up to a bound, and short again after success.
 */
final class Backoff {
  private static final long FIRST_NS = Duration.ofMillis(50).toNanos();
  private static final long LAST_NS = Duration.ofSeconds(2).toNanos();

  private long waitNs;
  private long sinceNs;

  /** Counts a failure; the next attempt is due after a wait. */
  void onFailure(long nowNs) {
    waitNs = waitNs == 0 ? FIRST_NS : Math.min(2 * waitNs, LAST_NS);
    sinceNs = nowNs;
  }

  void onSuccess() {
    waitNs = 0;
  }

  boolean isDue(long nowNs) {
    return nowNs - sinceNs >= waitNs;
  }
}
