package sibyl.engine.command;

import sibyl.engine.HoldingReason;

/**
 * Gives an account goods or takes them away, by staff.
 *
 * @param quantity signed, hundredths
 * @param reason INITIAL, ADJUSTMENT or RESET
 */
public record AdjustInventory(long account, long market, long quantity, HoldingReason reason) {}
