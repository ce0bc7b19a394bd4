package sibyl.accounts.wallet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money somebody wants to take out.
 *
 * @param id also of the transfer that takes it from the account
 * @param amount millionths
 * @param payoutItem the payout method, by its submission
 * @param remark why it is where it is, for its owner to read
 * @param attempts how often the provider was asked to pay
 * @param decidedBy the member of staff who approved or rejected it
 */
public record Withdrawal(
    UUID id,
    long account,
    long amount,
    UUID payoutItem,
    WithdrawalState state,
    @Nullable String remark,
    Instant createdAt,
    Instant updatedAt,
    int attempts,
    @Nullable Long decidedBy) {}
