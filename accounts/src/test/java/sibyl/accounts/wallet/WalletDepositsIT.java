package sibyl.accounts.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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
import sibyl.engine.Accounts;
import sibyl.engine.PostingReason;
import sibyl.engine.TransferKind;
import sibyl.engine.command.Transfer;
import sibyl.store.JournalScript;
import sibyl.store.Rows;
import sibyl.store.projection.Projection;

/** Sandbox money, asked for once or many times. */
@Timeout(120)
class WalletDepositsIT {
  private static final long TEN = 10_000_000;

  private People people;
  private WalletDeposits deposits;
  private long ann;

  @BeforeEach
  void open() {
    people = new People();
    deposits =
        new WalletDeposits(people.database, people.exchange, DepositLimits.DEFAULT, people.clock);
    ann = people.person("ann");
    people.exchange.drain();
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void theSameKeyIsTheSameTransfer() {
    DepositRequest first = deposits.request(ann, TEN, "monday");
    people.clock.forward(Duration.ofHours(1));
    assertThat(deposits.request(ann, TEN, "monday")).isEqualTo(first);
    assertThat(deposits.request(ann, TEN, "tuesday").id()).isNotEqualTo(first.id());
    assertThat(deposits.request(people.person("bob"), TEN, "monday").id())
        .as("keys are each person's own")
        .isNotEqualTo(first.id());
    Transfer transfer = first.transfer();
    assertThat(new UUID(transfer.idHigh(), transfer.idLow())).isEqualTo(first.id());
    assertThat(transfer.from()).isEqualTo(Accounts.EXTERNAL);
    assertThat(transfer.to()).isEqualTo(ann);
    assertThat(transfer.amount()).isEqualTo(TEN);
    assertThat(transfer.kind()).isEqualTo(TransferKind.DEPOSIT);
  }

  @Test
  void theSameKeyWithAnotherAmountIsAConflict() {
    deposits.request(ann, TEN, "monday");
    assertRefused(Code.IDEMPOTENCY_CONFLICT, () -> deposits.request(ann, 2 * TEN, "monday"));
  }

  @Test
  void manyRepeatsAtOnceAreOneRequest() throws Exception {
    List<Callable<DepositRequest>> repeats = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      repeats.add(() -> deposits.request(ann, TEN, "monday"));
    }
    Set<DepositRequest> distinct = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<DepositRequest> request : threads.invokeAll(repeats)) {
        distinct.add(request.get());
      }
    }
    assertThat(distinct).hasSize(1);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM transfer_requests"))
        .containsExactly("1");
  }

  @Test
  void amountsAndKeysAreChecked() {
    for (long amount : new long[] {0, -TEN, 9_999, 10_001, 1_000_000_010_000L, Long.MIN_VALUE}) {
      assertRefused(Code.INVALID_AMOUNT, () -> deposits.request(ann, amount, "monday"));
    }
    for (String key : List.of("", "a\0b", "k".repeat(256))) {
      assertRefused(Code.INVALID_IDEMPOTENCY_KEY, () -> deposits.request(ann, TEN, key));
    }
  }

  @Test
  void whatNobodySawAnsweredIsSubmittedAgainLessAndLessOften() {
    DepositRequest request = deposits.request(ann, TEN, "monday");
    assertThat(deposits.repeat()).as("its sender has a moment").isZero();
    List<Integer> secondsBetween = new ArrayList<>();
    int waited = 0;
    while (secondsBetween.size() < 6) {
      people.clock.forward(Duration.ofSeconds(1));
      waited++;
      if (deposits.repeat() == 1) {
        assertThat(people.exchange.drain()).containsExactly(request.transfer());
        secondsBetween.add(waited);
        waited = 0;
      }
    }
    assertThat(secondsBetween).containsExactly(2, 2, 4, 8, 16, 32);
  }

  @Test
  void whatIsNeverAnsweredIsLeftForAPerson() {
    DepositRequest request = deposits.request(ann, TEN, "monday");
    for (int i = 0; i < WalletDeposits.ATTEMPTS_MAX; i++) {
      people.clock.forward(Duration.ofMinutes(1));
      assertThat(deposits.repeat()).isEqualTo(1);
    }
    people.clock.forward(Duration.ofDays(1));
    assertThat(deposits.repeat()).isZero();
    assertThat(deposits.givenUp(10)).containsExactly(request);
  }

  @Test
  void aBusyExchangeIsTriedAgainLater() {
    deposits.request(ann, TEN, "monday");
    people.exchange.setBusy(true);
    people.clock.forward(Duration.ofMinutes(1));
    assertThat(deposits.repeat()).isZero();
    people.exchange.setBusy(false);
    people.clock.forward(Duration.ofMinutes(1));
    assertThat(deposits.repeat()).isEqualTo(1);
  }

  @Test
  void theEventCompletesTheRequest() throws Exception {
    DepositRequest request = deposits.request(ann, TEN, "monday");
    JournalScript script =
        new JournalScript()
            .command(JournalScript.opened(ann))
            .command(
                JournalScript.transferred(request.id(), Accounts.EXTERNAL, ann, TEN),
                JournalScript.cash(Accounts.EXTERNAL, -TEN, -TEN, 0, PostingReason.TRANSFER),
                JournalScript.cash(ann, TEN, TEN, 0, PostingReason.TRANSFER));
    try (Projection projection = Projection.start(people.database)) {
      script.tell(projection);
      assertThat(projection.awaitPosition(script.lastSeq(), Duration.ofSeconds(30))).isTrue();
    }
    assertThat(deposits.request(ann, TEN, "monday").completedSeq()).isEqualTo(2);
    people.clock.forward(Duration.ofDays(1));
    assertThat(deposits.repeat()).isZero();
    assertThat(people.engineAccounts.repeat()).isZero();
  }
}
