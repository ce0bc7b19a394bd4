package sibyl.engine.command;

/**
 * Changes the settings of an account.
 *
 * @param netting whether shares acquired first close the opposite ones into cash
 * @param suspended whether it may only cancel
 */
public record ChangeAccount(long account, boolean netting, boolean suspended) {}
