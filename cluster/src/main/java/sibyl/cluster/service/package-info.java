/**
 * What happens to a command once the log has ordered it: {@code ExchangeService} decodes it, lets
 * the engine apply it, hands the events to the journal, keeps the engine's timer and its snapshots.
 * Everything here runs on the one thread of the service; what does not follow from the log alone
 * (clocks, other threads, disks) must not reach the engine.
 */
@NullMarked
package sibyl.cluster.service;

import org.jspecify.annotations.NullMarked;
