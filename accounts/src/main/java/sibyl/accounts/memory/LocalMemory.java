package sibyl.accounts.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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

  /** When each time was spent of what comes back apart. */
  private final Cache<String, Spent> spentAt;

  private final Cache<String, Code> codes;

  /**
   * @param atMillis since the epoch, the first first
   */
  private record Spent(long periodMillis, List<Long> atMillis) {
    long lastUntilMillis() {
      return atMillis.isEmpty() ? 0 : atMillis.getLast() + periodMillis;
    }
  }

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
    this.spentAt =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .expireAfter(
                Expiry.<String, Spent>writing(
                    (key, spent) ->
                        Duration.ofMillis(Math.max(1, spent.lastUntilMillis() - clock.millis()))))
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
      wait = Math.max(wait, waitFor(allowance, now));
    }
    if (wait > 0) {
      return Duration.ofMillis(wait);
    }
    allowances.forEach(allowance -> spend(allowance, now));
    return Duration.ZERO;
  }

  private long waitFor(Allowance allowance, long now) {
    return switch (allowance.comesBack()) {
      case EVENLY -> spent(allowance, now) - now - allowance.periodMillis();
      case EACH_AFTER_THE_PERIOD -> {
        List<Long> lately = lately(allowance, now);
        yield lately.size() < allowance.times()
            ? 0
            : lately.getFirst() + allowance.periodMillis() - now;
      }
    };
  }

  private void spend(Allowance allowance, long now) {
    switch (allowance.comesBack()) {
      case EVENLY -> backAt.put(allowance.key(), spent(allowance, now));
      case EACH_AFTER_THE_PERIOD -> {
        List<Long> times = new ArrayList<>(lately(allowance, now));
        times.add(now);
        spentAt.put(allowance.key(), new Spent(allowance.periodMillis(), List.copyOf(times)));
      }
    }
  }

  /** The times spent within the period that ends now. */
  private List<Long> lately(Allowance allowance, long now) {
    Spent spent = spentAt.getIfPresent(allowance.key());
    return spent == null
        ? List.of()
        : spent.atMillis().stream().filter(at -> at > now - allowance.periodMillis()).toList();
  }

  @Override
  public synchronized void giveBack(List<Allowance> allowances) {
    for (Allowance allowance : allowances) {
      switch (allowance.comesBack()) {
        case EVENLY ->
            backAt
                .asMap()
                .computeIfPresent(
                    allowance.key(), (key, millis) -> millis - allowance.intervalMillis());
        case EACH_AFTER_THE_PERIOD ->
            spentAt.asMap().computeIfPresent(allowance.key(), (key, spent) -> withoutLast(spent));
      }
    }
  }

  private static @Nullable Spent withoutLast(Spent spent) {
    List<Long> times = spent.atMillis();
    return times.size() < 2
        ? null
        : new Spent(spent.periodMillis(), times.subList(0, times.size() - 1));
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
