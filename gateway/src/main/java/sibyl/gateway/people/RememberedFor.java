package sibyl.gateway.people;

import java.time.Duration;

/**
 * How long what the database says about callers is remembered.
 *
 * @param refreshed after which time a used answer is looked up again
 * @param kept after which time an answer counts only if it is looked up again
 * @param whileAway the longest time an answer stands that cannot be looked up
 */
public record RememberedFor(Duration refreshed, Duration kept, Duration whileAway) {
  /** As long as the longest session of staff. */
  public static final Duration WHILE_AWAY = Duration.ofHours(12);

  public RememberedFor {
    if (!refreshed.isPositive() || !kept.isPositive() || whileAway.compareTo(kept) < 0) {
      throw new IllegalArgumentException("times must be above zero, the last at least the second");
    }
  }

  public RememberedFor(Duration refreshed, Duration kept) {
    this(refreshed, kept, kept.compareTo(WHILE_AWAY) > 0 ? kept : WHILE_AWAY);
  }
}
