/**
 * Postgres. {@link sibyl.store.Database} is a pool of connections to a migrated database, at a
 * {@link sibyl.store.DatabaseAddress}. The server itself can be {@code server}'s, inside the data
 * directory; {@code schema} knows the tables, {@code projection} writes what the journal says into
 * them, {@code query} reads it back, {@code dump} makes files of all of it and fills an empty
 * database from them.
 */
@NullMarked
package sibyl.store;

import org.jspecify.annotations.NullMarked;
