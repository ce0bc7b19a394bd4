package sibyl.accounts.audit;

import org.jspecify.annotations.Nullable;

/**
 * Whether the log is as it was written.
 *
 * @param entries how many there are
 * @param lastHash of the last one: noted elsewhere, it shows later that nothing was cut off
 * @param firstWrong the first entry that is not as it was written; null when all are
 * @param trouble what is wrong with it
 * @param unfinished intents without an outcome, other than those just made: what came of these has
 *     to be found out by hand
 */
public record AuditVerdict(
    long entries,
    String lastHash,
    @Nullable Long firstWrong,
    @Nullable String trouble,
    long unfinished) {
  public boolean isIntact() {
    return firstWrong == null;
  }
}
