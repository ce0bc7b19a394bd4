/**
 * Real trades: the prediction markets on the replication of published studies, whose data files are
 * resources of this module. {@link sibyl.simulation.replication.ReplicationMarkets} reads them.
 */
@NullMarked
package sibyl.simulation.replication;

import org.jspecify.annotations.NullMarked;
