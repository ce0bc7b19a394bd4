/**
 * How things look in JSON, the same over HTTP and on the stream: decimals as strings, times with
 * milliseconds, ids as strings, enum constants in lower case.
 */
@NullMarked
package sibyl.gateway.json;

import org.jspecify.annotations.NullMarked;
