/**
 * What stands around an event of the exchange: {@link sibyl.accounts.event.EventDrafts} before it
 * exists, and {@link sibyl.accounts.event.MarketEvidence} for how its markets end. Nothing here is
 * overwritten.
 */
@NullMarked
package sibyl.accounts.event;

import org.jspecify.annotations.NullMarked;
