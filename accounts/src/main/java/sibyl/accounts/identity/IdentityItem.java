package sibyl.accounts.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A submission and what became of it.
 *
 * @param remark of whoever decided, for the person to read
 * @param decidedBy a member of staff
 */
public record IdentityItem(
    UUID id,
    long account,
    Document document,
    IdentityState state,
    @Nullable String remark,
    Instant submittedAt,
    @Nullable Instant decidedAt,
    @Nullable String decidedBy) {}
