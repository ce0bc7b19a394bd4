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
import sibyl.accounts.outbox.Movement;
import sibyl.accounts.outbox.Outbox;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.engine.command.Transfer;
import sibyl.store.Rows;

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
        new WalletDeposits(
            people.database,
            new Outbox(people.database, people.exchange, people.clock),
            DepositLimits.DEFAULT);
    ann = people.person("ann");
    people.exchange.drain();
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void theSameKeyIsTheSameTransfer() {
    Movement first = deposits.request(ann, TEN, "monday");
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
    List<Callable<Movement>> repeats = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      repeats.add(() -> deposits.request(ann, TEN, "monday"));
    }
    Set<Movement> distinct = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Movement> request : threads.invokeAll(repeats)) {
        distinct.add(request.get());
      }
    }
    assertThat(distinct).hasSize(1);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM outbox")).containsExactly("1");
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
}
