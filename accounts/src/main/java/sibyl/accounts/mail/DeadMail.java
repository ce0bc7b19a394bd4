package sibyl.accounts.mail;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail that was given up. What it said and to which address is not kept.
 *
 * @param account whom it was about; null if that was not looked up
 * @param reason in words
 */
public record DeadMail(
    UUID id,
    MailKind kind,
    @Nullable Long account,
    String reason,
    int attempts,
    Instant createdAt,
    Instant endedAt) {}
