package sibyl.cluster.service;

import java.time.Duration;

/**
 * When the next snapshot is due: after so many inputs, or so long after the last one if there was
 * any input since. For the service's thread.
 */
final class SnapshotSchedule {
  /** A request that was not taken up is made again after this long, not at once. */
  private static final long RETRY_NS = Duration.ofSeconds(1).toNanos();

  private final long intervalNs;
  private final long afterInputs;
  private long sinceNs;
  private long inputs;
  private long requestedNs;
  private boolean requested;

  SnapshotSchedule(Duration interval, long afterInputs, long nowNs) {
    this.intervalNs = interval.toNanos();
    this.afterInputs = afterInputs;
    this.sinceNs = nowNs;
  }

  void onInput() {
    inputs++;
  }

  void onSnapshot(long nowNs) {
    inputs = 0;
    sinceNs = nowNs;
    requested = false;
  }

  /** Commands and timers applied since the last snapshot of this run. */
  long inputs() {
    return inputs;
  }

  /** Whether to ask for a snapshot now; counts as having asked. */
  boolean request(long nowNs) {
    if (inputs == 0 || (inputs < afterInputs && nowNs - sinceNs < intervalNs)) {
      return false;
    }
    if (requested && nowNs - requestedNs < RETRY_NS) {
      return false;
    }
    requested = true;
    requestedNs = nowNs;
    return true;
  }
}
