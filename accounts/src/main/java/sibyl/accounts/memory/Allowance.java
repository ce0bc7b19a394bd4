package sibyl.accounts.memory;

import java.time.Duration;

/**
 * So many times within a period, spent under a key. What was spent comes back evenly: a third of
 * the period gives back a third of the times.
 *
 * @param key whose it is; says nothing about a person to whoever reads it
 * @param times until it is used up
 * @param period in which all of it comes back
 */
public record Allowance(String key, int times, Duration period) {
  public Allowance {
    if (times < 1 || period.toMillis() < times) {
      throw new IllegalArgumentException(
          "an allowance is at least 1 and at most one a millisecond");
    }
  }

  /** How long one time takes to come back. */
  long intervalMillis() {
    return period.toMillis() / times;
  }

  /** How far ahead spending may run. */
  long periodMillis() {
    return intervalMillis() * times;
  }
}
