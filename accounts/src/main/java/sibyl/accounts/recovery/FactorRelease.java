package sibyl.accounts.recovery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A second factor that is to be removed.
 *
 * @param account whose it is
 * @param requestedBy the number of a member of staff
 * @param decidedBy likewise; null until then
 */
public record FactorRelease(
    long id,
    long account,
    String reason,
    State state,
    long requestedBy,
    Instant requestedAt,
    @Nullable Long decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String remark) {
  /** How far it is. */
  public enum State {
    REQUESTED,
    APPROVED,
    REJECTED
  }
}
