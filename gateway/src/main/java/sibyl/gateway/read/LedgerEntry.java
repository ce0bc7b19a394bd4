package sibyl.gateway.read;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sibyl.engine.PostingReason;
import sibyl.engine.TransferKind;

/**
 * One movement on one account and asset, or a change of what is held there. For each asset, {@code
 * free} and {@code held} are those of the entry before plus this one's changes.
 *
 * @param amount signed; the sum of both changes
 * @param free the account's free balance of the asset after it
 * @param held what is held of it after it
 * @param order through which it came about; 0 for none
 * @param trade that it is part of; 0 for none
 * @param transfer that it is part of; null for none
 * @param transferKind of that transfer
 */
public record LedgerEntry(
    long seq,
    long atMs,
    long asset,
    long amount,
    long free,
    long held,
    long freeChange,
    long heldChange,
    PostingReason reason,
    long order,
    long trade,
    @Nullable UUID transfer,
    @Nullable TransferKind transferKind)
    implements Journaled {}
