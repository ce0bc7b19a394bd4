package sibyl.accounts.phone;

import java.time.Duration;
import java.util.List;
import sibyl.accounts.memory.Allowance;

/**
 * How codes are given out.
 *
 * @param lifetime of a code
 * @param tries a code may be looked at
 * @param resend shortest time between two codes for one number
 * @param perNumberAndDay codes sent to one number in any 24 hours
 * @param perAddressAndDay codes asked for from one network in any 24 hours
 */
public record CodeLimits(
    Duration lifetime, int tries, Duration resend, int perNumberAndDay, int perAddressAndDay) {
  public static final CodeLimits DEFAULT =
      new CodeLimits(Duration.ofMinutes(5), 5, Duration.ofSeconds(30), 10, 100);

  private static final Duration DAY = Duration.ofDays(1);

  /** What one more code spends. */
  List<Allowance> spentBySending(String number, String network) {
    return List.of(
        new Allowance("resend:" + number, 1, resend),
        inAnyDay("day of number:" + number, perNumberAndDay),
        inAnyDay("day of address:" + network, perAddressAndDay));
  }

  private static Allowance inAnyDay(String key, int times) {
    return new Allowance(key, times, DAY, Allowance.Return.EACH_AFTER_THE_PERIOD);
  }
}
