package sibyl.gateway.people;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Who stands behind a credential. Answers are remembered for a while and refreshed in the
 * background, so that a busy caller's orders never wait for the database; what was revoked
 * elsewhere works at most {@code kept} longer, what was revoked here not at all.
 */
public final class Callers {
  private final AsyncLoadingCache<Credential, Optional<Caller>> cache;

  /**
   * @param refreshed after which time a used answer is looked up again
   * @param kept after which time an answer is forgotten
   * @param rememberedMax most credentials remembered, valid or not
   */
  public Callers(
      People people,
      Staff staff,
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
            .buildAsync(credential -> lookUp(people, staff, credential));
  }

  /** Fails as the database does. */
  public CompletableFuture<Optional<Caller>> of(Credential credential) {
    return cache.get(credential);
  }

  /** Forgets an answer: its session has ended. */
  public void forget(Credential credential) {
    cache.synchronous().invalidate(credential);
  }

  /** Forgets everything about a member of staff: the roles have changed, or all sessions ended. */
  public void forgetStaff(long number) {
    forget(caller -> caller instanceof Caller.StaffMember member && member.number() == number);
  }

  /** Forgets everything about a person: all sessions or keys have ended. */
  public void forgetAccount(long account) {
    forget(
        caller ->
            switch (caller) {
              case Caller.Person person -> person.account() == account;
              case Caller.Program program -> program.account() == account;
              case Caller.StaffMember _, Caller.Anonymous _ -> false;
            });
  }

  private void forget(Predicate<Caller> who) {
    cache.synchronous().asMap().values().removeIf(known -> known.filter(who).isPresent());
  }

  private static Optional<Caller> lookUp(People people, Staff staff, Credential credential) {
    return switch (credential.kind()) {
      case PERSON_COOKIE -> people.session(credential.secret()).map(Caller.class::cast);
      case STAFF_COOKIE -> staff.session(credential.secret()).map(Caller.class::cast);
      case API_KEY -> people.key(credential.secret()).map(Caller.class::cast);
    };
  }
}
