package sibyl.store.projection;

/** An account in an event. */
record BonusKey(long account, long event) {}
