package sibyl.accounts.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries; null for any.
 *
 * @param from the earliest time
 * @param to the time before which
 */
public record AuditFilter(
    @Nullable Long actor,
    @Nullable String operation,
    @Nullable String subject,
    AuditEntry.@Nullable Stage stage,
    @Nullable String requestId,
    @Nullable Instant from,
    @Nullable Instant to) {
  public static final AuditFilter ANY = new AuditFilter(null, null, null, null, null, null, null);
}
