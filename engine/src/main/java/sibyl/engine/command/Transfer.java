package sibyl.engine.command;

import sibyl.engine.TransferKind;

/**
 * Moves money between two accounts, once ever for each id.
 *
 * @param idHigh upper half of the unique id of this transfer
 * @param idLow lower half
 * @param from the paying account
 * @param to the receiving account
 * @param amount millionths, more than 0
 */
public record Transfer(
    long idHigh, long idLow, long from, long to, long amount, TransferKind kind) {}
