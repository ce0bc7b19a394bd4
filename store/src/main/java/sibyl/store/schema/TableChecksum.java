package sibyl.store.schema;

/**
 * What one table holds.
 *
 * @param rows how many
 * @param hash over all of them, in whatever order they lie
 */
public record TableChecksum(long rows, String hash) {}
