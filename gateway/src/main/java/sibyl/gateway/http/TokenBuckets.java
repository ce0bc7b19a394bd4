package sibyl.gateway.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One token bucket for each key (an address, an account). Holds at most {@code keysMax} buckets;
 * the one unused longest makes room, which at worst refills somebody's bucket early. Safe to use
 * from any thread.
 */
public final class TokenBuckets {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final double perSecond;
  private final double burst;
  private final Map<Object, Bucket> buckets;

  /** What is left after a request, or how long to wait. */
  public record Taken(boolean granted, long limit, long remaining, long retryAfterSeconds) {}

  private static final class Bucket {
    private double tokens;
    private long atNanos;
  }

  /**
   * @param perSecond tokens that come back every second
   * @param burst most tokens of a bucket
   */
  public TokenBuckets(double perSecond, double burst, int keysMax) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.buckets =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Object, Bucket> eldest) {
            return size() > keysMax;
          }
        };
  }

  public Taken take(Object key, long nowNanos) {
    synchronized (buckets) {
      Bucket bucket = buckets.computeIfAbsent(key, any -> full(nowNanos));
      double refilled = bucket.tokens + (nowNanos - bucket.atNanos) * perSecond / NANOS_PER_SECOND;
      bucket.tokens = Math.min(burst, refilled);
      bucket.atNanos = nowNanos;
      boolean granted = bucket.tokens >= 1;
      if (granted) {
        bucket.tokens -= 1;
      }
      long wait = granted ? 0 : (long) Math.ceil((1 - bucket.tokens) / perSecond);
      return new Taken(granted, (long) burst, (long) bucket.tokens, wait);
    }
  }

  private Bucket full(long nowNanos) {
    Bucket bucket = new Bucket();
    bucket.tokens = burst;
    bucket.atNanos = nowNanos;
    return bucket;
  }
}
