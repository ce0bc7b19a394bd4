/**
 * The tables, read: {@link sibyl.store.query.StartingState} is all a gateway needs to begin at a
 * position; the {@code …History} classes answer one page at a time, newest first, and are continued
 * from the number of the last event of the page before. Every class takes a {@link
 * sibyl.store.Database} and blocks; call it off the event loop. Units are the engine's.
 */
@NullMarked
package sibyl.store.query;

import org.jspecify.annotations.NullMarked;
