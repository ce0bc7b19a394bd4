package sibyl.store.projection;

import sibyl.protocol.derive.MarketPosition;

/**
 * A position after a batch.
 *
 * @param seq the event that changed it last
 */
record PositionRow(MarketPosition position, long seq) {}
