package sibyl.accounts.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;
import static sibyl.accounts.wallet.Money.UNIT;

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
import sibyl.accounts.payment.PaymentEvent;
import sibyl.accounts.payment.PaymentProvider.Progress;
import sibyl.accounts.trader.Notification;
import sibyl.store.Rows;

/** Money put in: asked for once or many times, told once or many times. */
@Timeout(120)
class DepositsIT {
  private static final long TEN = 10 * UNIT;

  private Money money;
  private long ann;

  @BeforeEach
  void open() {
    money = new Money();
    ann = money.person("ann");
  }

  @AfterEach
  void close() {
    money.close();
  }

  @Test
  void onlyTheProvidersWordMovesMoney() {
    UUID id = money.deposits.request(ann, TEN, "monday").id();
    assertThat(money.provider.asked).containsExactly("collect 10000000");
    assertThat(money.moved()).isEmpty();
    assertThat(money.tells(PaymentEvent.Type.DEPOSIT_PAID, id, TEN)).isTrue();
    assertThat(money.moved()).containsExactly("DEPOSIT 1 16 10000000");
    money.exchangeApplies(id);
    assertThat(money.deposits.find(id).orElseThrow().state()).isEqualTo(DepositState.CREDITED);
    money.deposits.repeat();
    assertThat(money.steps(id)).containsExactly("CREATED", "REQUESTED", "PAID", "CREDITED");
  }

  @Test
  void beingToldAgainChangesNothing() {
    UUID id = money.deposits.request(ann, TEN, "monday").id();
    assertThat(money.tells("1", PaymentEvent.Type.DEPOSIT_PAID, id, TEN)).isTrue();
    assertThat(money.tells("1", PaymentEvent.Type.DEPOSIT_PAID, id, TEN))
        .as("the same event")
        .isFalse();
    assertThat(money.tells("2", PaymentEvent.Type.DEPOSIT_PAID, id, TEN))
        .as("another event")
        .isFalse();
    assertThat(money.moved()).hasSize(1);
  }

  @Test
  void beingToldManyTimesAtOnceChangesOneThing() throws Exception {
    UUID id = money.deposits.request(ann, TEN, "monday").id();
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String event = "event " + i % 5;
      calls.add(() -> money.tells(event, PaymentEvent.Type.DEPOSIT_PAID, id, TEN));
    }
    int changed = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        changed += call.get() ? 1 : 0;
      }
    }
    assertThat(changed).isEqualTo(1);
    assertThat(money.moved()).hasSize(1);
  }

  @Test
  void aPaymentThatFailedMovesNothing() {
    UUID id = money.deposits.request(ann, TEN, "monday").id();
    assertThat(money.tells(PaymentEvent.Type.DEPOSIT_FAILED, id, TEN)).isTrue();
    assertThat(money.moved()).isEmpty();
    assertThat(money.deposits.find(id).orElseThrow().state()).isEqualTo(DepositState.FAILED);
    assertRefused(Code.CONTRADICTION, () -> money.tells(PaymentEvent.Type.DEPOSIT_PAID, id, TEN));
    assertThat(money.moved()).isEmpty();
  }

  @Test
  void whatContradictsOrIsUnknownIsRefusedAndMayBeToldAgain() {
    UUID id = money.deposits.request(ann, TEN, "monday").id();
    assertRefused(
        Code.CONTRADICTION, () -> money.tells("1", PaymentEvent.Type.DEPOSIT_PAID, id, 2 * TEN));
    assertRefused(
        Code.UNKNOWN_PAYMENT,
        () -> money.tells("2", PaymentEvent.Type.DEPOSIT_PAID, UUID.randomUUID(), TEN));
    assertRefused(
        Code.UNKNOWN_PAYMENT, () -> money.tells("3", PaymentEvent.Type.PAYOUT_PAID, id, TEN));
    assertThat(money.tells("1", PaymentEvent.Type.DEPOSIT_PAID, id, TEN)).isTrue();
  }

  @Test
  void theSameKeyIsTheSameDeposit() throws Exception {
    Deposit first = money.deposits.request(ann, TEN, "monday");
    assertThat(money.deposits.request(ann, TEN, "tuesday").id()).isNotEqualTo(first.id());
    assertThat(money.deposits.request(money.person("bob"), TEN, "monday").id())
        .as("keys are each person's own")
        .isNotEqualTo(first.id());
    assertRefused(Code.IDEMPOTENCY_CONFLICT, () -> money.deposits.request(ann, 2 * TEN, "monday"));
    List<Callable<UUID>> repeats = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      repeats.add(() -> money.deposits.request(ann, TEN, "monday").id());
    }
    Set<UUID> distinct = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<UUID> request : threads.invokeAll(repeats)) {
        distinct.add(request.get());
      }
    }
    assertThat(distinct).containsExactly(first.id());
    assertThat(Rows.of(money.people.database, "SELECT count(*) FROM deposits"))
        .containsExactly("3");
  }

  @Test
  void amountsAndKeysAreChecked() {
    for (long amount : new long[] {0, -TEN, 9_999, 10_001, 1_000_000_010_000L, Long.MIN_VALUE}) {
      assertRefused(Code.INVALID_AMOUNT, () -> money.deposits.request(ann, amount, "monday"));
    }
    for (String key : List.of("", "a\0b", "k".repeat(256))) {
      assertRefused(Code.INVALID_IDEMPOTENCY_KEY, () -> money.deposits.request(ann, TEN, key));
    }
  }

  @Test
  void aProviderThatIsAwayIsAskedAgain() {
    money.provider.setAway(true);
    UUID id = money.deposits.request(ann, TEN, "monday").id();
    money.people.clock.forward(Duration.ofSeconds(3));
    money.deposits.repeat();
    money.provider.setAway(false);
    money.people.clock.forward(Duration.ofSeconds(10));
    money.deposits.repeat();
    assertThat(money.provider.asked).hasSize(3).containsOnly("collect 10000000");
    assertThat(money.steps(id)).containsExactly("CREATED", "REQUESTED");
  }

  @Test
  void aDepositWhoseCallbackIsLostIsAskedAboutLessAndLessOften() {
    UUID id = money.deposits.request(ann, TEN, "monday").id();
    money.provider.answer(Progress.UNDER_WAY, TEN);
    money.deposits.repeat();
    assertThat(money.provider.asked).as("its callback may yet come").hasSize(1);
    for (int second = 0; second < 600; second++) {
      money.people.clock.forward(Duration.ofSeconds(1));
      money.deposits.repeat();
    }
    assertThat(money.provider.asked).hasSizeBetween(7, 10);
    assertThat(money.steps(id)).containsExactly("CREATED", "REQUESTED");
    money.provider.answer(Progress.PAID, TEN);
    money.people.clock.forward(Duration.ofMinutes(5));
    money.deposits.repeat();
    assertThat(money.moved()).containsExactly("DEPOSIT 1 16 10000000");
    assertThat(money.tells(PaymentEvent.Type.DEPOSIT_PAID, id, TEN)).as("at last").isFalse();
    money.exchangeApplies(id);
    money.deposits.repeat();
    assertThat(money.steps(id)).containsExactly("CREATED", "REQUESTED", "PAID", "CREDITED");
  }

  @Test
  void callbackAndAnswerAtTheSameTimeCreditOnce() throws Exception {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      ids.add(money.deposits.request(ann, TEN, "race " + i).id());
    }
    money.provider.answer(Progress.PAID, TEN);
    money.people.clock.forward(Duration.ofSeconds(6));
    List<Callable<Boolean>> racers = new ArrayList<>();
    for (UUID id : ids) {
      racers.add(() -> money.tells(PaymentEvent.Type.DEPOSIT_PAID, id, TEN));
      racers.add(() -> money.deposits.repeat() >= 0);
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> racer : threads.invokeAll(racers)) {
        racer.get();
      }
    }
    assertThat(money.moved()).hasSize(25).containsOnly("DEPOSIT 1 16 10000000");
    for (UUID id : ids) {
      assertThat(money.steps(id)).containsExactly("CREATED", "REQUESTED", "PAID");
    }
  }

  @Test
  void whatNobodyPaysIsGivenUpAndItsOwnerTold() {
    UUID id = money.deposits.request(ann, TEN, "monday").id();
    money.provider.answer(Progress.UNKNOWN, 0);
    money.people.clock.forward(Duration.ofHours(23));
    money.deposits.repeat();
    money.people.clock.forward(Duration.ofHours(2));
    money.provider.setAway(true);
    money.deposits.repeat();
    assertThat(money.deposits.find(id).orElseThrow().state())
        .as("nobody knows whether it was paid")
        .isEqualTo(DepositState.REQUESTED);
    money.provider.setAway(false);
    money.people.clock.forward(Duration.ofMinutes(5));
    money.deposits.repeat();
    money.deposits.repeat();
    assertThat(money.steps(id)).containsExactly("CREATED", "REQUESTED", "EXPIRED");
    Notification told = money.notifications.list(ann, true, Long.MAX_VALUE, 10).getFirst();
    assertThat(told.kind()).isEqualTo(Notification.Kind.DEPOSIT_EXPIRED);
    assertThat(told.transaction()).isEqualTo(id);
    assertThat(told.amount()).isEqualTo(TEN);
    assertThat(money.notifications.unread(ann)).isEqualTo(1);

    assertThat(money.tells("1", PaymentEvent.Type.DEPOSIT_FAILED, id, TEN)).isFalse();
    assertThat(money.tells("2", PaymentEvent.Type.DEPOSIT_PAID, id, TEN))
        .as("money that comes is taken")
        .isTrue();
    assertThat(money.moved()).containsExactly("DEPOSIT 1 16 10000000");
    assertThat(money.steps(id)).containsExactly("CREATED", "REQUESTED", "EXPIRED", "PAID");
  }

  @Test
  void whatWasGivenUpIsAskedAboutForAsLongAgain() {
    UUID paid = money.deposits.request(ann, TEN, "late").id();
    money.provider.answer(Progress.UNDER_WAY, TEN);
    money.people.clock.forward(Duration.ofHours(25));
    money.deposits.repeat();
    UUID second = money.deposits.request(ann, TEN, "at once").id();
    money.provider.answer(Progress.PAID, TEN);
    money.people.clock.forward(Duration.ofMinutes(1));
    money.deposits.repeat();
    assertThat(money.steps(paid)).containsExactly("CREATED", "REQUESTED", "EXPIRED", "PAID");
    assertThat(money.steps(second)).containsExactly("CREATED", "REQUESTED", "PAID");

    UUID gone = money.deposits.request(ann, TEN, "gone").id();
    money.provider.answer(Progress.UNKNOWN, 0);
    for (int hour = 0; hour < 50; hour++) {
      money.people.clock.forward(Duration.ofHours(1));
      money.deposits.repeat();
    }
    int asked = money.provider.asked.size();
    money.people.clock.forward(Duration.ofDays(30));
    money.deposits.repeat();
    assertThat(money.provider.asked).hasSize(asked);
    assertThat(money.steps(gone)).containsExactly("CREATED", "REQUESTED", "EXPIRED");
    assertThat(money.tells(PaymentEvent.Type.DEPOSIT_PAID, gone, TEN)).isTrue();
    assertThat(money.moved()).hasSize(3).containsOnly("DEPOSIT 1 16 10000000");
  }

  @Test
  void anAnswerThatContradictsMovesNothing() {
    UUID id = money.deposits.request(ann, TEN, "monday").id();
    money.provider.answer(Progress.PAID, 2 * TEN);
    money.people.clock.forward(Duration.ofSeconds(6));
    money.deposits.repeat();
    assertThat(money.moved()).isEmpty();
    money.provider.answer(Progress.FAILED, TEN);
    money.people.clock.forward(Duration.ofMinutes(5));
    money.deposits.repeat();
    assertThat(money.steps(id)).containsExactly("CREATED", "REQUESTED", "FAILED");
    assertThat(money.notifications.list(ann, true, Long.MAX_VALUE, 10))
        .extracting(Notification::kind)
        .containsExactly(Notification.Kind.DEPOSIT_FAILED);
  }

  @Test
  void theHistoryShowsEverythingInPagesTheNewestFirst() {
    for (int i = 1; i <= 5; i++) {
      money.people.clock.forward(Duration.ofMinutes(1));
      money.deposits.request(ann, i * TEN, "key " + i);
    }
    List<Long> seen = new ArrayList<>();
    List<WalletEntry> page = money.history.list(ann, null, 2);
    while (!page.isEmpty()) {
      page.forEach(entry -> seen.add(entry.amount() / TEN));
      page = money.history.list(ann, page.getLast().id(), 2);
    }
    assertThat(seen).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(money.history.find(money.person("bob"), Deposits.idOf(ann, "key 1"))).isEmpty();
  }
}
