package sibyl.accounts.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.accounts.exchange.Relay;
import sibyl.engine.Accounts;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.TransferKind;
import sibyl.engine.command.Transfer;
import sibyl.store.JournalScript;
import sibyl.store.Rows;
import sibyl.store.projection.OutboxMark;
import sibyl.store.projection.Projection;

/** Money on its way, whatever the exchange answers or does not. */
@Timeout(120)
class OutboxIT {
  private static final long TEN = 10_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private People people;
  private Outbox outbox;
  private DeadLetters deadLetters;
  private long ann;

  @BeforeEach
  void open() {
    people = new People();
    outbox = new Outbox(people.database, people.exchange, people.clock);
    deadLetters = new DeadLetters(people.database, outbox, people.clock);
    ann = people.person("ann");
    people.exchange.drain();
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void whatItsTransactionTakesBackWasNeverThere() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                people
                    .database
                    .jdbi()
                    .useTransaction(
                        handle -> {
                          outbox.add(handle, bonus());
                          throw new IllegalStateException("the caller thought better of it");
                        }));
    assertThat(outbox.repeat()).isZero();
    assertThat(outbox.find(bonus().id())).isEmpty();
  }

  @Test
  void oneIdIsOneEntryHoweverOftenItIsAdded() throws Exception {
    List<Callable<Boolean>> repeats = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      repeats.add(() -> add(bonus()));
    }
    int added = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> repeat : threads.invokeAll(repeats)) {
        added += repeat.get() ? 1 : 0;
      }
    }
    assertThat(added).isEqualTo(1);
    assertThat(outbox.repeat()).isEqualTo(1);
    Movement other =
        new Movement(
            bonus().id(), TransferKind.BONUS, Accounts.BONUS, ann, 2 * TEN, "signup bonus");
    assertThatIllegalStateException().isThrownBy(() -> add(other));
  }

  @Test
  void aWokenRelaySubmitsAtOnce() {
    try (Relay relay =
        Relay.start(
            "test-relay",
            List.of(outbox),
            Relay.Pace.STEADY,
            Duration.ofHours(1),
            Duration.ofHours(1))) {
      assertThat(relay).isNotNull();
      add(bonus());
      outbox.wake();
      await().atMost(PATIENCE).until(() -> people.exchange.drain().contains(bonus().transfer()));
    }
  }

  @Test
  void whatNobodySawAnsweredIsSubmittedAgainLessAndLessOften() {
    add(bonus());
    assertThat(outbox.repeat()).isEqualTo(1);
    List<Integer> secondsBetween = new ArrayList<>();
    int waited = 0;
    people.exchange.drain();
    while (secondsBetween.size() < 7) {
      people.clock.forward(Duration.ofSeconds(1));
      waited++;
      if (outbox.repeat() == 1) {
        assertThat(people.exchange.drain()).containsExactly(bonus().transfer());
        secondsBetween.add(waited);
        waited = 0;
      }
    }
    assertThat(secondsBetween).containsExactly(2, 4, 8, 16, 32, 32, 32);
  }

  @Test
  void whatIsNeverAnsweredIsLeftForAPerson() {
    add(bonus());
    exhaust();
    OutboxEntry dead = deadLetters.list(null, 10).getFirst();
    assertThat(dead.movement()).isEqualTo(bonus());
    assertThat(dead.stateReason()).isEqualTo("not answered");
    people.clock.forward(Duration.ofDays(1));
    assertThat(outbox.repeat()).isZero();

    deadLetters.retry(bonus().id());
    assertThat(outbox.repeat()).isEqualTo(1);
    assertRefused(Code.UNKNOWN_DEAD_LETTER, () -> deadLetters.retry(bonus().id()));
    exhaust();
    assertRefused(Code.INVALID_REASON, () -> deadLetters.discard(bonus().id(), " "));
    assertThat(deadLetters.discard(bonus().id(), "paid by hand").stateReason())
        .isEqualTo("paid by hand");
    assertThat(deadLetters.list(null, 10)).isEmpty();
    people.clock.forward(Duration.ofDays(1));
    assertThat(outbox.repeat()).isZero();
  }

  @Test
  void deadLettersComeInPagesTheOldestFirst() {
    List<Movement> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Movement movement =
          new Movement(
              Movement.idOf("test/" + i), TransferKind.BONUS, Accounts.BONUS, ann, TEN + i, "test");
      all.add(movement);
      add(movement);
    }
    exhaust();
    List<Movement> seen = new ArrayList<>();
    List<OutboxEntry> page = deadLetters.list(null, 2);
    while (!page.isEmpty()) {
      page.forEach(entry -> seen.add(entry.movement()));
      page = deadLetters.list(seen.getLast().id(), 2);
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aBusyExchangeIsNoAttempt() {
    add(bonus());
    people.exchange.setBusy(true);
    for (int i = 0; i < 2 * Outbox.ATTEMPTS_MAX; i++) {
      people.clock.forward(Duration.ofMinutes(1));
      assertThat(outbox.repeat()).isZero();
    }
    people.exchange.setBusy(false);
    assertThat(outbox.repeat()).isEqualTo(1);
    assertThat(outbox.find(bonus().id()).orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void moreThanOneTurnTakesIsSubmittedInOneGo() {
    people
        .database
        .jdbi()
        .useTransaction(
            handle -> {
              for (int i = 0; i < 1_200; i++) {
                outbox.add(
                    handle,
                    new Movement(
                        Movement.idOf("test/" + i),
                        TransferKind.BONUS,
                        Accounts.BONUS,
                        ann,
                        1,
                        "test"));
              }
            });
    assertThat(outbox.repeat()).isEqualTo(1_200);
  }

  @Test
  void theEventEndsIt() throws Exception {
    add(bonus());
    assertThat(outbox.repeat()).isEqualTo(1);
    exchange(applied(bonus()));
    assertThat(state(bonus())).isEqualTo("DONE null");
    people.clock.forward(Duration.ofDays(1));
    assertThat(outbox.repeat()).isZero();
  }

  @Test
  void theEventEndsEvenWhatWasGivenUp() throws Exception {
    add(bonus());
    exhaust();
    exchange(applied(bonus()));
    assertThat(state(bonus())).isEqualTo("DONE not answered");
    assertThat(deadLetters.list(null, 10)).isEmpty();
  }

  @Test
  void whatIsRefusedForGoodIsADeadLetterAndAWithdrawalIsAnswered() throws Exception {
    Movement withdrawal = withdrawal();
    add(withdrawal);
    add(bonus());
    outbox.repeat();
    exchange(refused(withdrawal, Reason.INSUFFICIENT_BALANCE));
    outbox.repeat();
    assertThat(state(withdrawal)).isEqualTo("REFUSED refused: insufficient_balance");
    exchange(
        refused(withdrawal, Reason.INSUFFICIENT_BALANCE),
        refused(bonus(), Reason.AMOUNT_OUT_OF_RANGE));
    outbox.repeat();
    assertThat(state(bonus())).isEqualTo("DEAD refused: amount_out_of_range");
    assertThat(deadLetters.list(null, 10))
        .extracting(OutboxEntry::movement)
        .containsExactly(bonus());
  }

  @Test
  void aRefusalThatTimeMayMendIsTriedAgain() throws Exception {
    add(bonus());
    outbox.repeat();
    exchange(refused(bonus(), Reason.UNKNOWN_ACCOUNT));
    people.clock.forward(Duration.ofMinutes(1));
    assertThat(outbox.repeat()).isEqualTo(1);
    assertThat(state(bonus())).isEqualTo("WAITING null");
    exhaust();
    assertThat(state(bonus())).isEqualTo("DEAD refused: unknown_account");
  }

  @Test
  void aRefusalOfASecondSubmissionIsNone() throws Exception {
    add(withdrawal());
    outbox.repeat();
    exchange(applied(withdrawal()), refused(withdrawal(), Reason.DUPLICATE_TRANSFER));
    outbox.repeat();
    assertThat(state(withdrawal())).isEqualTo("DONE null");
  }

  @Test
  void anOldRefusalSeenAgainDoesNotUndoARetry() throws Exception {
    add(bonus());
    outbox.repeat();
    exchange(refused(bonus(), Reason.AMOUNT_OUT_OF_RANGE));
    outbox.repeat();
    deadLetters.retry(bonus().id());
    Rows.execute(people.database, "UPDATE projection_position SET seq = 0"); // as a rebuild would
    exchange(refused(bonus(), Reason.AMOUNT_OUT_OF_RANGE));
    outbox.repeat();
    assertThat(state(bonus())).isEqualTo("WAITING null");
  }

  private Movement bonus() {
    return new Movement(
        Movement.idOf("bonus/" + ann),
        TransferKind.BONUS,
        Accounts.BONUS,
        ann,
        TEN,
        "signup bonus");
  }

  private Movement withdrawal() {
    return new Movement(
        Movement.idOf("withdrawal/" + ann),
        TransferKind.WITHDRAWAL,
        ann,
        Accounts.EXTERNAL,
        TEN,
        "withdrawal");
  }

  private boolean add(Movement movement) {
    return people.database.jdbi().inTransaction(handle -> outbox.add(handle, movement));
  }

  private void exhaust() {
    for (int i = 0; i < Outbox.ATTEMPTS_MAX; i++) {
      outbox.repeat();
      people.clock.forward(Duration.ofMinutes(1));
    }
    outbox.repeat();
  }

  private String state(Movement movement) {
    return Rows.of(
            people.database,
            "SELECT state, state_reason FROM outbox WHERE transfer_id = '" + movement.id() + "'")
        .getFirst();
  }

  /** Something the exchange says about a transfer the outbox submitted. */
  private record Said(Movement about, List<JournalScript.Event> events) {}

  private Said applied(Movement movement) {
    Transfer transfer = movement.transfer();
    return new Said(
        movement,
        List.of(
            JournalScript.transferred(
                movement.id(), transfer.from(), transfer.to(), transfer.amount()),
            JournalScript.cash(transfer.from(), -TEN, -TEN, 0, PostingReason.TRANSFER),
            JournalScript.cash(transfer.to(), TEN, TEN, 0, PostingReason.TRANSFER)));
  }

  private static Said refused(Movement movement, Reason reason) {
    return new Said(movement, List.of(JournalScript.rejected(reason)));
  }

  /** The projection hears it, after what it heard before. */
  private void exchange(Said... said) throws Exception {
    try (Projection projection = Projection.start(people.database)) {
      JournalScript script = new JournalScript();
      for (long before = 0; before < projection.position(); before++) {
        script.command(JournalScript.quoted());
      }
      for (Said one : said) {
        script.commandOf(
            OutboxMark.ORIGIN,
            OutboxMark.correlation(one.about().id()),
            one.events().toArray(JournalScript.Event[]::new));
      }
      script.tell(projection);
      assertThat(projection.awaitPosition(script.lastSeq(), PATIENCE)).isTrue();
    }
  }
}
