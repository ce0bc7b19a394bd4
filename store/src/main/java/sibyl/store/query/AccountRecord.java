package sibyl.store.query;

/**
 * An account the exchange knows.
 *
 * @param suspended whether it may only cancel
 */
public record AccountRecord(long account, boolean netting, boolean suspended) {}
