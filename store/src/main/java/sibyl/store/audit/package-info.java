/** Reads the tables as a whole, for holding them against the engine they were written from. */
@NullMarked
package sibyl.store.audit;

import org.jspecify.annotations.NullMarked;
