/**
 * One member of the exchange's log: {@code ClusterNode} starts the media driver, the archive, the
 * consensus module and the service around the engine in this process, and stops all of them,
 * loudly, when any of them fails. {@code service} is what happens to a command once the log has
 * ordered it, {@code journal} how its events are kept, {@code client} how others submit commands
 * and follow the journal.
 */
@NullMarked
package sibyl.cluster;

import org.jspecify.annotations.NullMarked;
