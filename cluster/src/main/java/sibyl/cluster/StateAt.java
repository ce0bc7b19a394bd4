package sibyl.cluster;

/**
 * The engine's state at one place of the log, by which a copy of the log is compared with what it
 * was copied from.
 *
 * @param logPosition bytes of the log that led to it
 * @param seq the last event
 * @param timeMs log time, milliseconds since the epoch
 * @param hash of the engine's state
 */
public record StateAt(long logPosition, long seq, long timeMs, long hash) {}
