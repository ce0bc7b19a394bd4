package sibyl.store.query;

import sibyl.protocol.derive.MarketPosition;

/** One person's position in one market. */
public record PositionRecord(long account, long market, MarketPosition position) {}
