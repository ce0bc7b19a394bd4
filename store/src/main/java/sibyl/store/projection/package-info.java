/**
 * The journal, written into tables. {@link sibyl.store.projection.Projection} is an {@code
 * EventHandler}: its caller's thread only records what it hears, command by command, into a bounded
 * queue; a thread of its own folds batches of commands into rows and writes rows and position in
 * one transaction. {@link sibyl.store.projection.Rebuild} does the same from the beginning, over
 * emptied tables.
 *
 * <p>In order: {@code CommandRecorder} (what was heard, checked to be dense) → {@code
 * RecordedCommands} (the queue) → {@code BatchRows} (what a batch means for each table) → {@code
 * ProjectionWriter} (SQL).
 */
@NullMarked
package sibyl.store.projection;

import org.jspecify.annotations.NullMarked;
