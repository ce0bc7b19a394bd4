package sibyl.accounts.adjustment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.outbox.EntryState;

/**
 * A correction of somebody's balance.
 *
 * @param amount millionths; negative for what is taken
 * @param requestedBy a member of staff
 * @param decidedBy another one; null while open
 * @param transfer where its money is; null before it was approved
 */
public record Adjustment(
    long id,
    long account,
    long amount,
    String reason,
    AdjustmentState state,
    long requestedBy,
    Instant requestedAt,
    @Nullable Long decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String remark,
    @Nullable EntryState transfer) {}
