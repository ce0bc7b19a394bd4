package sibyl.store.query;

import sibyl.engine.HoldingReason;
import sibyl.engine.Outcome;

/**
 * One change of what an account holds that was neither a trade nor a single market's sets.
 *
 * @param entrySeq the first event of the command; the changes of one command share it
 * @param quantity signed, hundredths
 * @param amount what the account got for it, millionths; negative for what it paid
 * @param actor the user who acted; 0 for the system
 */
public record HoldingChangeRecord(
    long seq,
    long entrySeq,
    long atMs,
    long account,
    long market,
    Outcome outcome,
    long quantity,
    long amount,
    HoldingReason reason,
    long actor) {}
