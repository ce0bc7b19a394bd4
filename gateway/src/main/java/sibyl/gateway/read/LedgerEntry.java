package sibyl.gateway.read;

import sibyl.engine.PostingReason;

/**
 * One movement on one account and asset.
 *
 * @param amount signed
 * @param free the account's free balance of the asset after it
 * @param held what its open orders hold after it
 */
public record LedgerEntry(
    long seq, long atMs, long asset, long amount, long free, long held, PostingReason reason) {}
