package sibyl.accounts.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;

/** How much of the house's money one member of staff gives alone. */
@Timeout(120)
class HouseBudgetIT {
  private static final long OLGA = 2;
  private static final long OTTO = 3;
  private static final long ALONE = 10_000_000;

  private final People people = new People();
  private final HouseBudget budget =
      new HouseBudget(
          people.database,
          new SecondPersons(people.database, SecondPersons.HOUR, people.clock),
          ALONE,
          people.clock);

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void whatOneMemberGivesWithinADayAddsUp() {
    budget.grant(OLGA, "a", 6_000_000);
    assertRefused(Code.LIMIT_EXCEEDED, () -> budget.grant(OLGA, "b", 4_000_001));
    assertRefused(Code.LIMIT_EXCEEDED, () -> budget.grant(OLGA, "c", Long.MAX_VALUE));
    budget.grant(OTTO, "b", ALONE);
    budget.grant(OLGA, "b", 4_000_000);
    assertRefused(Code.LIMIT_EXCEEDED, () -> budget.grant(OLGA, "c", 1));
    people.clock.forward(Duration.ofHours(25));
    budget.grant(OLGA, "c", ALONE);
  }

  @Test
  void aRepeatedGrantCountsOnceAndOneThatWasRefusedNotAtAll() {
    budget.grant(OLGA, "a", ALONE);
    budget.grant(OLGA, "a", ALONE);
    budget.release(OLGA, "a");
    budget.grant(OLGA, "b", ALONE);
    assertRefused(Code.LIMIT_EXCEEDED, () -> budget.grant(OLGA, "a", 1));
  }

  @Test
  void whatTheDeciderWroteIsNotAgreed() {
    assertThat(budget.isAgreed(List.of(OLGA), OTTO)).isTrue();
    assertThat(budget.isAgreed(List.of(OLGA, OTTO), OTTO)).isFalse();
    assertThat(budget.isAgreed(List.of(OTTO), OTTO)).isFalse();
  }
}
