package sibyl.store.query;

import sibyl.engine.PostingReason;

/**
 * One movement on one account.
 *
 * @param entrySeq the first event of the command; the movements of one command share it
 * @param asset see {@link sibyl.engine.Asset}
 * @param free after the movement
 * @param held after the movement
 */
public record LedgerRecord(
    long seq,
    long entrySeq,
    long atMs,
    long asset,
    long amount,
    long free,
    long held,
    PostingReason reason) {}
