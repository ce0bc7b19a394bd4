package sibyl.accounts.exchange;

import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.Transfer;

/**
 * Where commands to the exchange go. Thread-safe; neither waits for an answer. False means that it
 * takes nothing at the moment; true, that the command is on its way, which it may not survive.
 */
public interface ExchangeCommands {
  boolean openAccount(OpenAccount command);

  boolean transfer(Transfer command);
}
