package sibyl.accounts.wallet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sibyl.engine.command.Transfer;

/**
 * A deposit that was asked for.
 *
 * @param transfer the command that makes it happen; submitting it again changes nothing
 * @param createdAt when it was first asked for
 * @param completedSeq the event that applied it, once the tables know
 */
public record DepositRequest(
    UUID id, Transfer transfer, Instant createdAt, @Nullable Long completedSeq) {}
