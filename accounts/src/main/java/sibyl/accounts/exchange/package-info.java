/**
 * The way from here to the exchange: {@link sibyl.accounts.exchange.ExchangeCommands} is where
 * commands go, {@link sibyl.accounts.exchange.EngineAccounts} opens the account of everybody who
 * has signed up, and {@link sibyl.accounts.exchange.Relay} repeats what was not answered. That
 * something was answered is seen where the projection marks it: in the same transaction as its row.
 */
@NullMarked
package sibyl.accounts.exchange;

import org.jspecify.annotations.NullMarked;
