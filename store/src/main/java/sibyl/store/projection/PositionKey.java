package sibyl.store.projection;

/** Whose position in which market. */
record PositionKey(long account, long market) {}
