package sibyl.accounts.signin;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import sibyl.accounts.AccountsException;

/**
 * Slows down guessing: so many failures per name and per address, and more only as time passes.
 * Successes cost nothing. What it remembers is bounded; the least recently used is forgotten first.
 */
public final class AttemptBrake {
  private static final long REMEMBERED_MAX = 100_000;

  private final LoadingCache<String, Bucket> names;
  private final LoadingCache<String, Bucket> addresses;

  /**
   * @param perName failures of one name until it is refused, and again within {@code period}
   * @param perAddress likewise of one network address
   */
  public AttemptBrake(int perName, int perAddress, Duration period) {
    this.names = buckets(perName, period);
    this.addresses = buckets(perAddress, period);
  }

  public AttemptBrake() {
    this(10, 100, Duration.ofMinutes(5));
  }

  /**
   * Takes one attempt from both.
   *
   * @throws AccountsException TOO_MANY_ATTEMPTS, with the time until there is another
   */
  public void attempt(String name, String address) {
    take(addresses.get(address));
    try {
      take(names.get(name));
    } catch (AccountsException e) {
      addresses.get(address).addTokens(1);
      throw e;
    }
  }

  /** The attempt was no guess: gives it back. */
  public void succeeded(String name, String address) {
    addresses.get(address).addTokens(1);
    names.get(name).addTokens(1);
  }

  private static void take(Bucket bucket) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      Duration wait = Duration.ofSeconds(1 + probe.getNanosToWaitForRefill() / 1_000_000_000L);
      throw new AccountsException(
          AccountsException.Code.TOO_MANY_ATTEMPTS,
          "too many failed attempts; try again in " + wait.toSeconds() + " s",
          wait);
    }
  }

  private static LoadingCache<String, Bucket> buckets(int attempts, Duration period) {
    return Caffeine.newBuilder()
        .maximumSize(REMEMBERED_MAX)
        .expireAfterAccess(period.multipliedBy(2))
        .build(
            key ->
                Bucket.builder()
                    .addLimit(limit -> limit.capacity(attempts).refillGreedy(attempts, period))
                    .build());
  }
}
