package sibyl.accounts.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one gateway, in its own process. Bounded: when it is full the least used is
 * forgotten, which gives a code's owner the trouble of asking again and somebody who guesses a few
 * guesses more.
 */
public final class LocalMemory implements SignInMemory {
  private static final int REMEMBERED_MAX = 200_000;

  private final InstantSource clock;

  /** When all that was spent under a key is back, in milliseconds since the epoch. */
  private final Cache<String, Long> backAt;

  private final Cache<String, Code> codes;

  private record Code(String hash, long expiresAtMillis, int tries) {}

  public LocalMemory(InstantSource clock) {
    this.clock = clock;
    this.backAt =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .expireAfter(
                Expiry.<String, Long>writing(
                    (key, millis) -> Duration.ofMillis(Math.max(1, millis - clock.millis()))))
            .build();
    this.codes =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .expireAfter(
                Expiry.<String, Code>writing(
                    (key, code) ->
                        Duration.ofMillis(Math.max(1, code.expiresAtMillis() - clock.millis()))))
            .build();
  }

  @Override
  public synchronized Duration take(List<Allowance> allowances) {
    long now = clock.millis();
    long wait = 0;
    for (Allowance allowance : allowances) {
      wait = Math.max(wait, spent(allowance, now) - now - allowance.periodMillis());
    }
    if (wait > 0) {
      return Duration.ofMillis(wait);
    }
    allowances.forEach(allowance -> backAt.put(allowance.key(), spent(allowance, now)));
    return Duration.ZERO;
  }

  @Override
  public synchronized void giveBack(List<Allowance> allowances) {
    for (Allowance allowance : allowances) {
      backAt
          .asMap()
          .computeIfPresent(allowance.key(), (key, millis) -> millis - allowance.intervalMillis());
    }
  }

  /** When all would be back if one more were spent. */
  private long spent(Allowance allowance, long now) {
    Long back = backAt.getIfPresent(allowance.key());
    return Math.max(back == null ? now : back, now) + allowance.intervalMillis();
  }

  @Override
  public synchronized void keepCode(String key, String hash, Duration lifetime, int tries) {
    codes.put(key, new Code(hash, clock.millis() + lifetime.toMillis(), tries));
  }

  @Override
  public synchronized Optional<String> spendTry(String key) {
    @Nullable Code code = codes.getIfPresent(key);
    if (code == null || code.tries() == 0 || clock.millis() >= code.expiresAtMillis()) {
      return Optional.empty();
    }
    codes.put(key, new Code(code.hash(), code.expiresAtMillis(), code.tries() - 1));
    return Optional.of(code.hash());
  }

  @Override
  public synchronized boolean consume(String key, String hash) {
    @Nullable Code code = codes.getIfPresent(key);
    if (code == null || !code.hash().equals(hash)) {
      return false;
    }
    codes.invalidate(key);
    return true;
  }

  /** There is nothing to let go of. */
  @Override
  public void close() {}
}
