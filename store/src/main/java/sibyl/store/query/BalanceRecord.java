package sibyl.store.query;

/** What an account has of an asset; see {@link sibyl.engine.Asset}. */
public record BalanceRecord(long account, long asset, long free, long held) {}
