package sibyl.store.projection;

/** Whose balance of which asset. */
record BalanceKey(long account, long asset) {}
