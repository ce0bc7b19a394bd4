/**
 * Sending commands and learning their outcome. {@code ExchangeClient} numbers a command, offers it
 * to the log and recognises its events when the read model has applied them.
 */
@NullMarked
package sibyl.gateway.exchange;

import org.jspecify.annotations.NullMarked;
