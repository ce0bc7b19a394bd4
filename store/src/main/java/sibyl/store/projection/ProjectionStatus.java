package sibyl.store.projection;

import org.jspecify.annotations.Nullable;

/**
 * How a projection is doing.
 *
 * @param seq the last event in the tables
 * @param queuedEvents heard and not yet taken to be written
 * @param trouble why the database does not take what it should; null when all is well
 * @param failure why the projection stopped for good; null while it runs
 */
public record ProjectionStatus(
    long seq, long queuedEvents, @Nullable String trouble, @Nullable String failure) {}
