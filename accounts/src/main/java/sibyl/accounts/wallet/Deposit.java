package sibyl.accounts.wallet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money somebody wants to put in.
 *
 * @param id also of the transfer that credits it
 * @param amount millionths
 */
public record Deposit(
    UUID id,
    long account,
    long amount,
    DepositState state,
    @Nullable String remark,
    Instant createdAt) {}
