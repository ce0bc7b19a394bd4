package sibyl.gateway.people;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import sibyl.accounts.right.Rights;
import sibyl.accounts.right.RightsChange;

/**
 * For which teams a person may act. Remembered for a while and refreshed in the background, as
 * {@link Callers} are, so that a team's orders never wait for the database and go on while it is
 * away, and forgotten when {@link Rights} says so.
 */
public final class Memberships {
  private final LastAnswers<Long, Set<Long>> answers;

  /**
   * @param lookUp the teams of a person, from the database; blocks
   * @param rememberedMax most people remembered
   */
  public Memberships(
      Function<Long, Set<Long>> lookUp,
      Rights rights,
      Executor threads,
      RememberedFor times,
      long rememberedMax) {
    this.answers =
        new LastAnswers<>(lookUp, threads, times, person -> times.whileAway(), rememberedMax);
    rights.onChange(this::changed);
  }

  /** The accounts of a person's teams; fails as the database does. */
  public CompletableFuture<Set<Long>> of(long person) {
    return answers.get(person);
  }

  private void changed(RightsChange change) {
    switch (change) {
      case RightsChange.OfPerson(long account) -> answers.forgetOf(account);
      case RightsChange.OfStaff _ -> {}
      case RightsChange.OfAnyone _ -> answers.doubtAll();
    }
  }
}
