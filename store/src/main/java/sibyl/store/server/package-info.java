/**
 * A PostgreSQL of our own inside the data directory, for everybody who has none: {@link
 * sibyl.store.server.EmbeddedPostgres} unpacks it, creates its files, starts it, clears away what
 * an unclean end left behind and stops it.
 */
@NullMarked
package sibyl.store.server;

import org.jspecify.annotations.NullMarked;
