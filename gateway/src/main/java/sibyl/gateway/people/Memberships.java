package sibyl.gateway.people;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * For which teams a person may act. Remembered for a while and refreshed in the background, as
 * {@link Callers} are, so that a team's orders never wait for the database; who was removed here is
 * out at once, who was removed elsewhere at most {@code kept} later.
 */
public final class Memberships {
  private final AsyncLoadingCache<Long, Set<Long>> cache;
  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param lookUp the teams of a person, from the database; blocks
   * @param refreshed after which time a used answer is looked up again
   * @param kept after which time an answer is forgotten
   * @param rememberedMax most people remembered
   */
  public Memberships(
      Function<Long, Set<Long>> lookUp,
      Executor threads,
      Duration refreshed,
      Duration kept,
      long rememberedMax) {
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(rememberedMax)
            .refreshAfterWrite(refreshed)
            .expireAfterWrite(kept)
            .executor(threads)
            .buildAsync(lookUp::apply);
  }

  /** The accounts of a person's teams; fails as the database does. */
  public CompletableFuture<Set<Long>> of(long person) {
    return cache.get(person);
  }

  /** A person has joined a team or left one. */
  public void changed(long person) {
    cache.synchronous().invalidate(person);
    listeners.forEach(listener -> listener.accept(person));
  }

  /** Calls back after every change made here; must be quick. */
  public void onChange(LongConsumer listener) {
    listeners.add(listener);
  }
}
