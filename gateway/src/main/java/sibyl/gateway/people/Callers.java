package sibyl.gateway.people;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import sibyl.accounts.right.Rights;
import sibyl.accounts.right.RightsChange;

/**
 * Who stands behind a credential. Answers are remembered for a while and refreshed in the
 * background, so that a busy caller's orders never wait for the database. {@link Rights} says whose
 * answers no longer count; those are forgotten at once, and so is a look that was under way.
 */
public final class Callers {
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

  private final People people;
  private final Staff staff;
  private final Executor threads;
  private final AsyncLoadingCache<Credential, Optional<Caller>> cache;
  private final Cache<Credential, Boolean> noted;

  /**
   * @param refreshed after which time a used answer is looked up again
   * @param kept after which time an answer is forgotten
   * @param rememberedMax most credentials remembered, valid or not
   */
  public Callers(
      People people,
      Staff staff,
      Rights rights,
      Executor threads,
      Duration refreshed,
      Duration kept,
      long rememberedMax) {
    this.people = people;
    this.staff = staff;
    this.threads = threads;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(rememberedMax)
            .refreshAfterWrite(refreshed)
            .expireAfterWrite(kept)
            .executor(threads)
            .buildAsync(this::lookUp);
    this.noted =
        Caffeine.newBuilder().maximumSize(rememberedMax).expireAfterWrite(USE_NOTED_EVERY).build();
    rights.onChange(this::changed);
  }

  /** Of a request, which counts as a use of its session. Fails as the database does. */
  public CompletableFuture<Optional<Caller>> of(Credential credential) {
    return cache
        .get(credential)
        .thenApply(
            found -> {
              if (found.isPresent() && credential.isCookie()) {
                noteUse(credential);
              }
              return found;
            });
  }

  /** The same of an open socket, which is no use of its session. */
  public CompletableFuture<Optional<Caller>> still(Credential credential) {
    return cache.get(credential);
  }

  private void noteUse(Credential credential) {
    if (noted.asMap().putIfAbsent(credential, true) == null) {
      threads.execute(
          () -> {
            try {
              switch (credential.kind()) {
                case PERSON_COOKIE -> people.used(credential.secret());
                case STAFF_COOKIE -> staff.used(credential.secret());
                case API_KEY -> {}
              }
            } catch (RuntimeException e) {
              noted.invalidate(credential); // the next request tries again
            }
          });
    }
  }

  private void changed(RightsChange change) {
    switch (change) {
      case RightsChange.OfPerson(long account) ->
          forget(
              caller ->
                  switch (caller) {
                    case Caller.Person person -> person.account() == account;
                    case Caller.Program program -> program.account() == account;
                    case Caller.StaffMember _, Caller.Anonymous _ -> false;
                  });
      case RightsChange.OfStaff(String username) ->
          forget(
              caller ->
                  caller instanceof Caller.StaffMember member
                      && member.username().equals(username));
      case RightsChange.OfAnyone _ -> cache.asMap().clear();
    }
  }

  /** What is still being looked up may have been read before the change, so it goes as well. */
  private void forget(Predicate<Caller> who) {
    cache
        .asMap()
        .values()
        .removeIf(
            answer ->
                answer.state() != Future.State.SUCCESS
                    || answer.resultNow().filter(who).isPresent());
  }

  private Optional<Caller> lookUp(Credential credential) {
    return switch (credential.kind()) {
      case PERSON_COOKIE -> people.session(credential.secret()).map(Caller.class::cast);
      case STAFF_COOKIE -> staff.session(credential.secret()).map(Caller.class::cast);
      case API_KEY -> people.key(credential.secret()).map(Caller.class::cast);
    };
  }
}
