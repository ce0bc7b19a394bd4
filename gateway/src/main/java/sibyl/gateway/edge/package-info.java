/**
 * What every connection passes before there is a request: who may connect, how often and how
 * slowly, and whether its bytes are HTTP/1.1 that can be read in one way only. {@code Edge} puts it
 * on a server.
 */
@NullMarked
package sibyl.gateway.edge;

import org.jspecify.annotations.NullMarked;
