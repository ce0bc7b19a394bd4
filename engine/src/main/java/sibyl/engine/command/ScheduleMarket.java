package sibyl.engine.command;

/**
 * Says when a market opens and closes by itself, in place of what was said before. Both times lie
 * in the future. When its time comes the market opens if it is created or halted, closes if it is
 * open or halted, and otherwise stays as it is; a market maker that the house cannot fund keeps its
 * market from opening. A market that opens otherwise has no more time to open, a market that closes
 * no times at all.
 *
 * @param openAtMs log time; 0 for never
 * @param closeAtMs log time, after {@code openAtMs}; 0 for never
 */
public record ScheduleMarket(long market, long openAtMs, long closeAtMs) {}
