package sibyl.gateway.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.right.Rights;
import sibyl.accounts.right.RightsChange;
import sibyl.accounts.session.SessionLimits;

/**
 * Who stands behind a credential. Answers are remembered for a while and refreshed in the
 * background, so that a busy caller's orders never wait for the database; while that is away, who
 * was known stays known. {@link Rights} says whose answers no longer count; those are forgotten at
 * once, and so is a look that was under way. Who signs out is forgotten even if the database cannot
 * be told yet.
 */
public final class Callers {
  private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

  private final People people;
  private final Staff staff;
  private final Executor threads;
  private final LastAnswers<Credential, Optional<Caller>> answers;
  private final Cache<Credential, Boolean> noted;

  /** Signed out here; the database is still to be told. */
  private final Cache<Credential, Boolean> ended;

  /**
   * @param rememberedMax most credentials remembered, valid or not
   */
  public Callers(
      People people,
      Staff staff,
      Rights rights,
      Executor threads,
      RememberedFor times,
      long rememberedMax) {
    this.people = people;
    this.staff = staff;
    this.threads = threads;
    this.answers =
        new LastAnswers<>(
            this::lookUp,
            threads,
            times,
            credential ->
                credential.kind() == Credential.Kind.STAFF_COOKIE
                    ? SessionLimits.STAFF.idle()
                    : times.whileAway(),
            rememberedMax);
    this.noted =
        Caffeine.newBuilder().maximumSize(rememberedMax).expireAfterWrite(USE_NOTED_EVERY).build();
    this.ended =
        Caffeine.newBuilder()
            .maximumSize(rememberedMax)
            .expireAfterWrite(SessionLimits.PEOPLE.lifetime())
            .build();
    rights.onChange(this::changed);
  }

  /** Of a request, which counts as a use of its session. Fails as the database does. */
  public CompletableFuture<Optional<Caller>> of(Credential credential) {
    if (ended.getIfPresent(credential) != null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return answers
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
    return ended.getIfPresent(credential) == null
        ? answers.glance(credential)
        : CompletableFuture.completedFuture(Optional.empty());
  }

  /**
   * Ends a session: here at once, and in the database. Blocks. If that cannot be told now, it is
   * told when it is back, unless this process has ended before.
   *
   * @throws RuntimeException as the database fails; the session is ended here all the same
   */
  public void end(Credential session) {
    ended.put(session, true);
    answers.forgetOf(session);
    endInDatabase(session);
  }

  private void endInDatabase(Credential session) {
    switch (session.kind()) {
      case PERSON_COOKIE -> people.endSession(session.secret());
      case STAFF_COOKIE -> staff.endSession(session.secret());
      case API_KEY -> {}
    }
    ended.invalidate(session);
  }

  private void tellOfEnded() {
    for (Credential session : ended.asMap().keySet()) {
      threads.execute(
          () -> {
            try {
              endInDatabase(session);
            } catch (RuntimeException e) {
              LOG.warn("a session that was signed out is still to be ended: {}", e.toString());
            }
          });
    }
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
              LOG.debug("a use was not noted; one of the next minute is", e);
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
      case RightsChange.OfAnyone _ -> {
        answers.doubtAll();
        tellOfEnded();
      }
    }
  }

  private void forget(Predicate<Caller> who) {
    answers.forget(answer -> answer.filter(who).isPresent());
  }

  private Optional<Caller> lookUp(Credential credential) {
    return switch (credential.kind()) {
      case PERSON_COOKIE -> people.session(credential.secret()).map(Caller.class::cast);
      case STAFF_COOKIE -> staff.session(credential.secret()).map(Caller.class::cast);
      case API_KEY -> people.key(credential.secret()).map(Caller.class::cast);
    };
  }
}
