/**
 * The operations of the contract, one class for each kind of thing. They translate: a request into
 * a command or a read, and what comes of it into an answer. What is allowed is decided by the
 * exchange.
 */
@NullMarked
package sibyl.gateway.api;

import org.jspecify.annotations.NullMarked;
