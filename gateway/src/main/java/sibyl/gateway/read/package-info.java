/**
 * The in-memory read model: what the exchange looks like now, kept from its events. Start with
 * {@code ReadModel} (one writer, many readers, one lock) and {@code ExchangeState} (the data and
 * what can be asked of it); {@code EventCollector} turns the events of one command into a batch,
 * and {@code Change} lists what a batch can hold.
 */
@NullMarked
package sibyl.gateway.read;

import org.jspecify.annotations.NullMarked;
