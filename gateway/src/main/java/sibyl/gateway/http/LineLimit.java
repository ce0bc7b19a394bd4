package sibyl.gateway.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets so many lines of each kind into the log per second and counts the others, so that requests
 * cannot fill it and hide what matters. Kinds are a fixed set of the caller's. Safe to use from any
 * thread.
 *
 * @param <K> a kind of line
 */
final class LineLimit<K> {
  /** Stands for a line that is not to be written. */
  static final long SUPPRESSED = -1;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final ConcurrentMap<K, Lines> kinds = new ConcurrentHashMap<>();

  private static final class Lines {
    private long second = Long.MIN_VALUE;
    private int written;
    private long suppressed;
  }

  /**
   * Whether a line may be written.
   *
   * @param perSecond most lines of this kind
   * @return how many of the kind were left out since the last one, or {@link #SUPPRESSED}
   */
  long admit(K kind, int perSecond, long nowNanos) {
    Lines lines = kinds.computeIfAbsent(kind, any -> new Lines());
    long second = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
    synchronized (lines) {
      if (lines.second != second) {
        lines.second = second;
        lines.written = 0;
      }
      if (lines.written >= perSecond) {
        lines.suppressed++;
        return SUPPRESSED;
      }
      lines.written++;
      long left = lines.suppressed;
      lines.suppressed = 0;
      return left;
    }
  }
}
