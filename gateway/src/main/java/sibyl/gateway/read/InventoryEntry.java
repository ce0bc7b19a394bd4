package sibyl.gateway.read;

import org.jspecify.annotations.Nullable;
import sibyl.engine.HoldingReason;

/**
 * One movement of a good on one account.
 *
 * @param quantity signed, hundredths
 * @param amount what was got for it, millionths; negative for what was paid
 * @param reason null for a trade or a settlement
 * @param trade 0 if it was none
 */
public record InventoryEntry(
    long seq,
    long atMs,
    long market,
    long quantity,
    long amount,
    @Nullable HoldingReason reason,
    long trade)
    implements Journaled {}
