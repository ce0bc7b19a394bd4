/**
 * The whole database as files, written while it is in use and loaded into an empty one. {@link
 * sibyl.store.dump.TablesDump} writes all tables as they were at one moment, by {@code COPY} and
 * without any tool of the server; {@link sibyl.store.dump.TablesLoad} makes the schema of that time
 * and fills it; {@link sibyl.store.dump.RestoredTables} makes what was loaded the database of
 * another exchange.
 */
@NullMarked
package sibyl.store.dump;

import org.jspecify.annotations.NullMarked;
