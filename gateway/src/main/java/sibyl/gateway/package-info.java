/**
 * The public door: HTTP and WebSocket, the in-memory read model and request limits, without
 * business rules. {@code Gateway} puts it together. On the way of a request stand {@code http}
 * (who, may they, does it match the contract), {@code api} (one class for each kind of operation),
 * {@code exchange} (commands out, answers back) and {@code read} (what the exchange looks like
 * now); {@code stream} tells the same over WebSockets, {@code json} says how things look, {@code
 * people} who calls, {@code document} serves the contract.
 */
@NullMarked
package sibyl.gateway;

import org.jspecify.annotations.NullMarked;
