/**
 * The stream: one socket, many subscriptions. {@code StreamHub} hands what a command changed to the
 * subscriptions it concerns; {@code StreamSocket} talks to one client; every {@code Channel} is a
 * class of its own that makes {@code Subscription}s.
 *
 * <p>Memory is bounded for each socket: what a slow reader has not taken yet waits in its
 * subscriptions, each with a bound and its own answer to reaching it (books are conflated and then
 * start over with a snapshot, trades are skipped with a gap, private messages close the socket),
 * and the socket's write queue holds a fixed number of bytes.
 */
@NullMarked
package sibyl.gateway.stream;

import org.jspecify.annotations.NullMarked;
