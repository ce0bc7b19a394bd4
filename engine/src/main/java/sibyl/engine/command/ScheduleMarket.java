package sibyl.engine.command;

/**
 * Says when a market opens and closes by itself.
 *
 * @param openAtMs log time; 0 for never
 * @param closeAtMs log time, after {@code openAtMs}; 0 for never
 */
public record ScheduleMarket(long market, long openAtMs, long closeAtMs) {}
