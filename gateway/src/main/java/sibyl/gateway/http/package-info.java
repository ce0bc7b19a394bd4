/**
 * What every request passes, whatever it asks: identity, access, limits, validation against the
 * contract, problems in one form, the access log and metrics. {@code Api} puts it together.
 */
@NullMarked
package sibyl.gateway.http;

import org.jspecify.annotations.NullMarked;
