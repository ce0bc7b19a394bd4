/**
 * What the rest of the exchange sees of the cluster: {@code ClusterClient} submits commands, {@code
 * JournalFollower} reads the events, both given a {@code ClusterAddress} that says where the
 * members are. Neither can slow the exchange: commands wait in a bounded queue, and a follower
 * reads what the archive recorded, never what the service is writing.
 */
@NullMarked
package sibyl.cluster.client;

import org.jspecify.annotations.NullMarked;
