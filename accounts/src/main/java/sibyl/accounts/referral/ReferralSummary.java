package sibyl.accounts.referral;

import java.time.Instant;
import java.util.List;

/**
 * A person's referrals.
 *
 * @param code to hand on
 * @param earned in all, millionths
 * @param invitedCount in all
 * @param open whether the person may still name the code it came by, until {@code openUntil}
 * @param invited a page of them, newest first
 */
public record ReferralSummary(
    String code,
    long earned,
    long invitedCount,
    boolean open,
    Instant openUntil,
    List<Invited> invited) {
  public ReferralSummary {
    invited = List.copyOf(invited);
  }
}
