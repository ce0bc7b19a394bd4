/**
 * The journal: the engine's events as a stream recorded by this member's archive. {@code
 * JournalWriter} extends it across restarts without writing an event twice, {@code JournalPlaces}
 * finds sequence numbers in it, {@code JournalReplay} reads it from a position on.
 */
@NullMarked
package sibyl.cluster.journal;

import org.jspecify.annotations.NullMarked;
