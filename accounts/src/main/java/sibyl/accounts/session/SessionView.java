package sibyl.accounts.session;

import java.time.Instant;
import java.util.UUID;

/**
 * A session as its owner sees it.
 *
 * @param id by which it can be ended; no use for signing in
 * @param lastUsedAt up to a minute early
 * @param current whether it is the one that asks
 */
public record SessionView(
    UUID id,
    Device device,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    boolean current) {}
