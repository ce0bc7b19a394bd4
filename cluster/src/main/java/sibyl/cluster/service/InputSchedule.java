package sibyl.cluster.service;

import java.time.Duration;

/**
 * When something that is done every so often is due next: after so many inputs, or so long after
 * the last time if there was any input since. For the service's thread.
 */
final class InputSchedule {
  /** A request that was not taken up is made again after this long, not at once. */
  private static final long RETRY_NS = Duration.ofSeconds(1).toNanos();

  private final long intervalNs;
  private final long afterInputs;
  private long sinceNs;
  private long restNs;
  private long inputs;
  private long requestedNs;
  private boolean requested;

  InputSchedule(Duration interval, long afterInputs, long nowNs) {
    this.intervalNs = interval.toNanos();
    this.afterInputs = afterInputs;
    this.sinceNs = nowNs;
  }

  void onInput() {
    inputs++;
  }

  void onDone(long nowNs) {
    onDone(nowNs, 0);
  }

  /**
   * @param restNs not due before so long has passed, however many inputs come
   */
  void onDone(long nowNs, long restNs) {
    inputs = 0;
    sinceNs = nowNs;
    this.restNs = restNs;
    requested = false;
  }

  /** Commands and timers applied since the last time in this run. */
  long inputs() {
    return inputs;
  }

  /** Whether to ask for it now; counts as having asked. */
  boolean request(long nowNs) {
    long passedNs = nowNs - sinceNs;
    if (inputs == 0 || (inputs < afterInputs && passedNs < intervalNs) || passedNs < restNs) {
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
