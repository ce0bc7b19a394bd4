package sibyl.accounts.referral;

/**
 * Somebody who brought many.
 *
 * @param name masked
 * @param earned millionths
 */
public record Leader(String name, long invitedCount, long earned) {}
