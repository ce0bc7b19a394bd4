package sibyl.accounts.memory;

import java.time.Duration;

/**
 * So many times within a period, spent under a key.
 *
 * @param key whose it is; says nothing about a person to whoever reads it
 * @param times until it is used up
 * @param period in which all of it comes back
 */
public record Allowance(String key, int times, Duration period, Return comesBack) {
  /** Each time of a window is remembered apart. */
  static final int WINDOW_TIMES_MAX = 1_000;

  /** How what was spent comes back. */
  public enum Return {
    /**
     * A third of the period gives back a third of the times. Costs one number to remember; up to
     * twice the times can be spent within one period, by whoever begins with all of them.
     */
    EVENLY,
    /** Each time when the period is over since it was spent: in no period more than the times. */
    EACH_AFTER_THE_PERIOD
  }

  public Allowance {
    if (times < 1 || period.toMillis() < times) {
      throw new IllegalArgumentException(
          "an allowance is at least 1 and at most one a millisecond");
    }
    if (comesBack == Return.EACH_AFTER_THE_PERIOD && times > WINDOW_TIMES_MAX) {
      throw new IllegalArgumentException("too many times to remember each: " + times);
    }
  }

  /** One that comes back evenly. */
  public Allowance(String key, int times, Duration period) {
    this(key, times, period, Return.EVENLY);
  }

  /** How long one time takes to come back evenly. */
  long intervalMillis() {
    return period.toMillis() / times;
  }

  /** How far ahead spending may run. */
  long periodMillis() {
    return comesBack == Return.EVENLY ? intervalMillis() * times : period.toMillis();
  }
}
