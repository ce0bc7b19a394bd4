package sibyl.accounts.adjustment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.accounts.outbox.EntryState;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.staff.SecondPersons;
import sibyl.store.Rows;

/** Money is corrected by two people, and moves once. */
@Timeout(120)
class AdjustmentsIT {
  private static final long OLGA = 7;
  private static final long OTTO = 8;

  private People people;
  private Adjustments adjustments;

  @BeforeEach
  void open() {
    people = new People();
    Outbox outbox = new Outbox(people.database, people.exchange, people.clock);
    adjustments =
        new Adjustments(
            people.database,
            outbox,
            new SecondPersons(people.database, SecondPersons.HOUR, people.clock),
            people.clock);
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void nothingMovesBeforeASecondPersonAgrees() {
    Adjustment asked = adjustments.request(16, 2_500_000, "paid twice", OLGA);
    assertThat(asked.state()).isEqualTo(AdjustmentState.REQUESTED);
    assertThat(outbox()).isEmpty();
    assertRefused(Code.SECOND_PERSON_NEEDED, () -> adjustments.approve(asked.id(), null, OLGA));
    assertRefused(Code.SECOND_PERSON_NEEDED, () -> adjustments.reject(asked.id(), "no", OLGA));
    assertThat(outbox()).isEmpty();
    Adjustment approved = adjustments.approve(asked.id(), "seen", OTTO);
    assertThat(approved.state()).isEqualTo(AdjustmentState.APPROVED);
    assertThat(approved.transfer()).isEqualTo(EntryState.WAITING);
    assertThat(outbox()).containsExactly("ADJUSTMENT 4 16 2500000");
    assertRefused(Code.ALREADY_DECIDED, () -> adjustments.approve(asked.id(), null, OTTO));
  }

  @Test
  void whatIsTakenGoesToTheHouse() {
    long taken = adjustments.request(16, -1, "too much", OLGA).id();
    adjustments.approve(taken, null, OTTO);
    assertThat(outbox()).containsExactly("ADJUSTMENT 16 4 1");
    long refused = adjustments.request(16, -1, "again", OLGA).id();
    adjustments.reject(refused, "no", OTTO);
    assertRefused(Code.ALREADY_DECIDED, () -> adjustments.approve(refused, null, OTTO));
    assertThat(outbox()).hasSize(1);
    assertRefused(Code.INVALID_AMOUNT, () -> adjustments.request(16, 0, "nothing", OLGA));
    assertRefused(
        Code.INVALID_AMOUNT,
        () -> adjustments.request(16, Adjustments.AMOUNT_MAX + 1, "all of it", OLGA));
    assertRefused(Code.UNKNOWN_ADJUSTMENT, () -> adjustments.approve(99, null, OTTO));
  }

  @Test
  void correctionsOfADayAddUpByMemberAndByAccount() {
    long half = Adjustments.DAY_MAX / 2;
    adjustments.approve(adjustments.request(16, half, "one", OLGA).id(), null, OTTO);
    long second = adjustments.request(17, -half, "two", OLGA).id();
    assertRefused(Code.LIMIT_EXCEEDED, () -> adjustments.request(18, 1, "three", OLGA));
    long third = adjustments.request(16, half, "three", 9).id();
    assertRefused(Code.LIMIT_EXCEEDED, () -> adjustments.request(16, 1, "four", 10));
    adjustments.approve(second, null, OTTO);
    assertRefused(Code.LIMIT_EXCEEDED, () -> adjustments.approve(third, null, OTTO));
    adjustments.reject(third, "too much", OTTO);
    adjustments.request(16, half, "again", 9);
    people.clock.forward(Duration.ofHours(25));
    adjustments.approve(adjustments.request(18, 2 * half, "next day", OLGA).id(), null, OTTO);
  }

  @Test
  void manyWhoApproveAtOnceMoveTheMoneyOnce() throws InterruptedException {
    long asked = adjustments.request(16, 1_000_000, "paid twice", OLGA).id();
    int done = 0;
    try (ExecutorService others = Executors.newFixedThreadPool(8)) {
      List<Future<Adjustment>> attempts = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        long who = OTTO + i;
        attempts.add(others.submit(() -> adjustments.approve(asked, null, who)));
      }
      for (Future<Adjustment> attempt : attempts) {
        try {
          attempt.get();
          done++;
        } catch (ExecutionException e) {
          assertThat(e).hasMessageContaining("decided about before");
        }
      }
    }
    assertThat(done).isOne();
    assertThat(outbox()).hasSize(1);
  }

  @Test
  void theDatabaseWantsTwoPeopleToo() {
    long asked = adjustments.request(16, 1_000_000, "paid twice", OLGA).id();
    assertThatThrownBy(
            () ->
                Rows.execute(
                    people.database,
                    "UPDATE adjustments SET state = 'APPROVED', decided_by = 7, decided_at = now()"
                        + " WHERE adjustment_id = "
                        + asked))
        .hasStackTraceContaining("check constraint");
  }

  private List<String> outbox() {
    return Rows.of(people.database, "SELECT kind, from_account, to_account, amount FROM outbox");
  }
}
