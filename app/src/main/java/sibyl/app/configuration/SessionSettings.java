package sibyl.app.configuration;

import java.time.Duration;
import sibyl.accounts.session.SessionLimits;

/**
 * Sessions, and who needs a second factor.
 *
 * @param factorRequired whether staff without a second factor can only switch one on
 */
public record SessionSettings(SessionLimits people, SessionLimits staff, boolean factorRequired) {
  private static final int HOURS_MAX = 24;
  private static final int MINUTES_MAX = 24 * 60;
  private static final int DAYS_MAX = 90;

  static SessionSettings of(SettingReader reader, boolean dev) {
    Duration days = Duration.ofDays(reader.number(Setting.PEOPLE_SESSION_DAYS, 1, DAYS_MAX));
    String factor = reader.oneOf(Setting.STAFF_SECOND_FACTOR, "", "required", "optional");
    return new SessionSettings(
        new SessionLimits(days, days, SessionLimits.PEOPLE.most()),
        new SessionLimits(
            Duration.ofHours(reader.number(Setting.STAFF_SESSION_HOURS, 1, HOURS_MAX)),
            Duration.ofMinutes(reader.number(Setting.STAFF_IDLE_MINUTES, 1, MINUTES_MAX)),
            SessionLimits.STAFF.most()),
        factor.isEmpty() ? !dev : factor.equals("required"));
  }
}
