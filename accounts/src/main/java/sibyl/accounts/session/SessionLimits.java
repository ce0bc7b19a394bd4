package sibyl.accounts.session;

import java.time.Duration;

/**
 * How long sessions last and how many there are.
 *
 * @param lifetime from the beginning of one, whatever happens
 * @param idle without a request, give or take the minute to which uses are noted
 * @param most sessions of one owner; one more ends the oldest
 */
public record SessionLimits(Duration lifetime, Duration idle, int most) {
  /** Of people: seven days. */
  public static final SessionLimits PEOPLE =
      new SessionLimits(Duration.ofDays(7), Duration.ofDays(7), 20);

  /** Of staff: half an hour without a request, and twelve hours in all. */
  public static final SessionLimits STAFF =
      new SessionLimits(Duration.ofHours(12), Duration.ofMinutes(30), 10);

  public SessionLimits {
    if (!lifetime.isPositive() || !idle.isPositive() || most < 1) {
      throw new IllegalArgumentException(
          "sessions need a lifetime, an idle limit and a number above 0");
    }
  }
}
