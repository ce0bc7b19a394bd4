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
 * @param perNumberAndDay codes sent to one number
 * @param perAddressAndDay codes asked for from one network
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
        new Allowance("number:" + number, perNumberAndDay, DAY),
        new Allowance("address:" + network, perAddressAndDay, DAY));
  }
}
