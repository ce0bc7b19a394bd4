package sibyl.store.query;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sibyl.engine.PostingReason;
import sibyl.engine.TransferKind;

/**
 * One movement on one account, or a change of what is held there.
 *
 * @param entrySeq the first event of the command; the movements of one command share it
 * @param asset see {@link sibyl.engine.Asset}
 * @param free after the movement
 * @param held after the movement
 * @param freeBefore the row before of the same asset says so
 * @param heldBefore likewise
 * @param order through which it came about; 0 for none
 * @param trade that it is part of; 0 for none
 * @param transfer that it is part of; null for none
 * @param transferKind of that transfer
 */
public record LedgerRecord(
    long seq,
    long entrySeq,
    long atMs,
    long asset,
    long amount,
    long free,
    long held,
    long freeBefore,
    long heldBefore,
    PostingReason reason,
    long order,
    long trade,
    @Nullable UUID transfer,
    @Nullable TransferKind transferKind) {}
