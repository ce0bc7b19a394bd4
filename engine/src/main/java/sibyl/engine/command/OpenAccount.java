package sibyl.engine.command;

/**
 * Makes the engine know a person or team.
 *
 * @param account from {@link sibyl.engine.Accounts#FIRST_PERSON}
 * @param netting whether shares acquired first close the opposite ones into cash
 */
public record OpenAccount(long account, boolean netting) {}
