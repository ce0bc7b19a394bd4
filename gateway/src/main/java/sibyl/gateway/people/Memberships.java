package sibyl.gateway.people;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import sibyl.accounts.right.Rights;
import sibyl.accounts.right.RightsChange;

/**
 * For which teams a person may act. Remembered for a while and refreshed in the background, as
 * {@link Callers} are, so that a team's orders never wait for the database, and forgotten when
 * {@link Rights} says so.
 */
public final class Memberships {
  private final AsyncLoadingCache<Long, Set<Long>> cache;

  /**
   * @param lookUp the teams of a person, from the database; blocks
   * @param refreshed after which time a used answer is looked up again
   * @param kept after which time an answer is forgotten
   * @param rememberedMax most people remembered
   */
  public Memberships(
      Function<Long, Set<Long>> lookUp,
      Rights rights,
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
    rights.onChange(this::changed);
  }

  /** The accounts of a person's teams; fails as the database does. */
  public CompletableFuture<Set<Long>> of(long person) {
    return cache.get(person);
  }

  private void changed(RightsChange change) {
    switch (change) {
      case RightsChange.OfPerson(long account) -> cache.asMap().remove(account);
      case RightsChange.OfStaff _ -> {}
      case RightsChange.OfAnyone _ -> cache.asMap().clear();
    }
  }
}
