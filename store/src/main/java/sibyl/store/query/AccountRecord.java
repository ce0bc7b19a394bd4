package sibyl.store.query;

/** An account the exchange knows. */
public record AccountRecord(long account, boolean netting) {}
