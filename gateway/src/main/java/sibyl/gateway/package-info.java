/**
 * The public door: HTTP and WebSocket, the in-memory read model and request limits, without
 * business rules.
 */
@NullMarked
package sibyl.gateway;

import org.jspecify.annotations.NullMarked;
