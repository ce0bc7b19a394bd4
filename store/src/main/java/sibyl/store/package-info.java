/**
 * Postgres: migrations, the projection of the journal into rows, the outbox relay and dead letters.
 */
@NullMarked
package sibyl.store;

import org.jspecify.annotations.NullMarked;
