package sibyl.engine.command;

/**
 * Finer prices near both ends of a market's range.
 *
 * @param below prices whose distance to the nearer end is less than this, ten-thousandths
 * @param tick are this far apart
 */
public record TickBand(int below, int tick) {}
