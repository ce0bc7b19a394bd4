package sibyl.accounts.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;
import static sibyl.accounts.wallet.Money.UNIT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.payment.PaymentEvent;
import sibyl.accounts.payment.PaymentProvider.Progress;
import sibyl.engine.Reason;

/** Money taken out, and brought back when it could not be paid. */
@Timeout(120)
class WithdrawalsIT {
  private static final long TEN = 10 * UNIT;

  private Money money;
  private long ann;

  @BeforeEach
  void open() {
    money = new Money();
    ann = money.verified("ann");
  }

  @AfterEach
  void close() {
    money.close();
  }

  @Test
  void theMoneyLeavesTheAccountBeforeAnybodyIsAskedToPay() {
    UUID id = request(TEN, "monday");
    turn();
    assertThat(money.moved()).containsExactly("WITHDRAWAL 16 5 10000000");
    assertThat(money.provider.asked).isEmpty();
    money.exchangeApplies(id);
    turn();
    assertThat(money.provider.asked).containsExactly("pay 10000000 to upi ann@okbank");
    assertThat(money.tells(PaymentEvent.Type.PAYOUT_PAID, id, TEN)).isTrue();
    assertThat(money.moved()).contains("WITHDRAWAL 5 1 10000000");
    later();
    assertThat(money.provider.asked).hasSize(1);
    assertThat(money.steps(id)).containsExactly("TAKING", "PAYING", "PAID");
    assertThat(money.history.find(ann, id).orElseThrow().amount()).isEqualTo(-TEN);
  }

  @Test
  void aProviderThatForgetsToCallIsAskedHowItWent() {
    UUID id = taken("monday");
    money.provider.setAway(true);
    turn();
    money.provider.setAway(false);
    later();
    assertThat(state(id)).isEqualTo(WithdrawalState.PAYING);
    money.provider.answer(Progress.PAID);
    later();
    assertThat(state(id)).isEqualTo(WithdrawalState.PAID);
    assertThat(money.tells(PaymentEvent.Type.PAYOUT_PAID, id, TEN))
        .as("when it calls after all")
        .isFalse();
  }

  @Test
  void whatCannotBePaidComesBackOnce() {
    UUID told = taken("told");
    UUID asked = taken("asked");
    turn();
    assertThat(money.tells("1", PaymentEvent.Type.PAYOUT_FAILED, told, TEN)).isTrue();
    assertThat(money.tells("2", PaymentEvent.Type.PAYOUT_FAILED, told, TEN)).isFalse();
    money.provider.answer(Progress.FAILED);
    later();
    assertThat(money.moved())
        .containsExactlyInAnyOrder(
            "WITHDRAWAL 16 5 10000000",
            "WITHDRAWAL 16 5 10000000",
            "WITHDRAWAL_RETURN 5 16 10000000",
            "WITHDRAWAL_RETURN 5 16 10000000");
    for (UUID id : List.of(told, asked)) {
      money.exchangeApplies(Withdrawals.returnOf(id));
    }
    later();
    for (UUID id : List.of(told, asked)) {
      assertThat(money.steps(id)).containsExactly("TAKING", "PAYING", "RETURNING", "RETURNED");
      assertRefused(Code.CONTRADICTION, () -> money.tells(PaymentEvent.Type.PAYOUT_PAID, id, TEN));
    }
  }

  @Test
  void whatTheAccountDoesNotCoverFailsAndIsNeverPaid() {
    UUID id = request(TEN, "monday");
    money.outbox.repeat();
    money.exchangeRefuses(id, Reason.INSUFFICIENT_BALANCE);
    later();
    assertThat(state(id)).isEqualTo(WithdrawalState.FAILED);
    assertThat(money.history.find(ann, id).orElseThrow().remark())
        .isEqualTo("refused: insufficient_balance");
    assertThat(money.provider.asked).isEmpty();
  }

  @Test
  void whatWasTakenAfterItsRefusalWasToldComesBack() {
    UUID id = request(TEN, "monday");
    money.outbox.repeat();
    money.exchangeRefuses(id, Reason.INSUFFICIENT_BALANCE);
    later();
    money.exchangeApplies(id); // a second submission had been on its way
    later();
    money.exchangeApplies(Withdrawals.returnOf(id));
    later();
    assertThat(money.steps(id)).containsExactly("TAKING", "FAILED", "RETURNING", "RETURNED");
    assertThat(money.provider.asked).isEmpty();
  }

  @Test
  void whoVerifiedTheOwnerDoesNotApprove() {
    money.verified("bob"); // by the configured member, whose number is 1
    UUID id = request(501 * UNIT, "large");
    money.exchangeApplies(id);
    assertRefused(Code.SECOND_PERSON_NEEDED, () -> money.withdrawals.approve(id, 1));
    assertThat(money.withdrawals.find(id).orElseThrow().decidedBy()).isNull();
    assertThat(money.withdrawals.approve(id, 2).decidedBy()).isEqualTo(2);
  }

  @Test
  void whatWaitsForApprovalIsTakenAtOnceAndGivenBackOnce() {
    long bob = money.verified("bob");
    UUID approved = request(501 * UNIT, "approved");
    UUID rejected = request(501 * UNIT, "rejected");
    UUID canceled = money.withdrawals.request(bob, 501 * UNIT, "canceled").id();
    List<UUID> all = List.of(approved, rejected, canceled);
    assertThat(money.moved())
        .containsExactly(
            "WITHDRAWAL 16 5 501000000", "WITHDRAWAL 16 5 501000000", "WITHDRAWAL 17 5 501000000");
    assertRefused(Code.ILLEGAL_STEP, () -> money.withdrawals.approve(approved, 2));
    all.forEach(money::exchangeApplies);
    money.withdrawals.approve(approved, 2); // though the relay has not looked yet
    turn();
    assertThat(money.withdrawals.list(WithdrawalState.WAITING_APPROVAL, null, 10))
        .extracting(Withdrawal::id)
        .containsExactlyInAnyOrder(rejected, canceled);
    assertRefused(Code.INVALID_REASON, () -> money.withdrawals.reject(rejected, "", 2));
    money.withdrawals.reject(rejected, "the name differs", 2);
    assertRefused(Code.UNKNOWN_WITHDRAWAL, () -> money.withdrawals.cancel(ann, canceled));
    money.withdrawals.cancel(bob, canceled);
    for (UUID id : all) {
      assertRefused(Code.ILLEGAL_STEP, () -> money.withdrawals.approve(id, 2));
      assertRefused(Code.ILLEGAL_STEP, () -> money.withdrawals.reject(id, "again", 2));
    }
    later();
    assertThat(money.moved())
        .containsExactlyInAnyOrder(
            "WITHDRAWAL 16 5 501000000",
            "WITHDRAWAL 16 5 501000000",
            "WITHDRAWAL 17 5 501000000",
            "WITHDRAWAL_RETURN 5 16 501000000",
            "WITHDRAWAL_RETURN 5 17 501000000");
    assertThat(money.provider.asked).containsOnly("pay 501000000 to upi ann@okbank");
    assertThat(money.history.find(ann, rejected).orElseThrow().remark())
        .isEqualTo("the name differs");
  }

  @Test
  void approvalCountsWhatWasTakenFromAnAccountWithinADay() {
    UUID refused = request(400 * UNIT, "refused");
    UUID one = request(300 * UNIT, "one");
    UUID two = request(200 * UNIT, "two");
    UUID three = request(TEN, "three");
    money.withdrawals.refused(refused, Reason.INSUFFICIENT_BALANCE.name());
    for (UUID id : List.of(one, two, three)) {
      money.exchangeApplies(id);
    }
    turn();
    assertThat(state(three)).isEqualTo(WithdrawalState.WAITING_APPROVAL);
    assertThat(state(one)).as("what was refused does not count").isNotEqualTo(state(three));
    assertThat(state(two)).isNotEqualTo(state(three));
    money.people.clock.forward(Duration.ofHours(24));
    UUID four = request(TEN, "four");
    money.exchangeApplies(four);
    turn();
    assertThat(state(four)).isNotEqualTo(WithdrawalState.WAITING_APPROVAL);
  }

  @Test
  void whatIsRefusedIsFailedBeforeItsOwnerIsToldAndComesBackIfItWasTakenAfterAll() {
    UUID id = request(TEN, "monday");
    money.withdrawals.refused(id, Reason.INSUFFICIENT_BALANCE.name());
    assertThat(state(id)).isEqualTo(WithdrawalState.FAILED);
    money.people.exchange.drain();
    later();
    assertThat(money.people.exchange.drain()).as("submitted no more").isEmpty();
    money.exchangeApplies(id);
    later();
    assertThat(money.moved())
        .containsExactly("WITHDRAWAL 16 5 10000000", "WITHDRAWAL_RETURN 5 16 10000000");
  }

  @Test
  void moneyOfASuspendedAccountWaits() {
    UUID untaken = request(TEN, "untaken");
    UUID unsent = taken("unsent");
    money.suspend(ann, true);
    turn();
    later();
    assertThat(money.provider.asked).isEmpty();
    assertThat(money.people.exchange.drain()).isEmpty();
    assertThat(state(unsent)).isEqualTo(WithdrawalState.PAYING);
    money.suspend(ann, false);
    later();
    assertThat(money.provider.asked).containsExactly("pay 10000000 to upi ann@okbank");
    assertThat(money.people.exchange.drain()).hasSize(1);
    assertThat(state(untaken)).isEqualTo(WithdrawalState.TAKING);
  }

  @Test
  void whatTheProviderHasCannotBeStopped() {
    UUID id = taken("monday");
    turn();
    money.suspend(ann, true);
    money.payouts.set(PayoutSwitch.HELD, 7);
    money.provider.answer(Progress.PAID);
    later();
    assertThat(state(id)).isEqualTo(WithdrawalState.PAID);
  }

  @Test
  void payoutsStopWithTheExchangeUnlessTheirSwitchSaysOtherwise() {
    taken("monday");
    for (PayoutSwitch position : PayoutSwitch.values()) {
      for (String exchange : List.of("OPEN", "CANCEL_ONLY", "HALTED")) {
        money.exchangeState(exchange);
        money.payouts.set(position, 7);
        assertThat(money.payouts.now().held())
            .as("%s while %s", position, exchange)
            .isEqualTo(
                switch (position) {
                  case FOLLOW -> exchange.equals("HALTED");
                  case HELD -> true;
                  case OPEN -> false;
                });
      }
    }
    money.payouts.set(PayoutSwitch.FOLLOW, 7);
    later();
    assertThat(money.provider.asked).isEmpty();
    assertThat(money.payouts.now().waiting()).isOne();
    money.exchangeState("OPEN");
    later();
    assertThat(money.provider.asked).hasSize(1);
  }

  @Test
  void nobodyWithdrawsUnverifiedOrBeyondTheLimits() {
    long bob = money.person("bob");
    assertRefused(Code.IDENTITY_NOT_VERIFIED, () -> money.withdrawals.request(bob, TEN, "monday"));
    for (long amount : new long[] {0, -TEN, 9_999, 1_000 * UNIT + 10_000}) {
      assertRefused(Code.INVALID_AMOUNT, () -> request(amount, "monday"));
    }
    request(1_000 * UNIT, "one");
    UUID rejected = request(1_000 * UNIT, "two");
    money.exchangeApplies(rejected);
    assertRefused(Code.LIMIT_EXCEEDED, () -> request(10_000, "three"));
    money.withdrawals.reject(rejected, "no", 2);
    request(1_000 * UNIT, "four");
    assertRefused(Code.LIMIT_EXCEEDED, () -> request(10_000, "five"));
    money.people.clock.forward(Duration.ofHours(24));
    request(10_000, "six");
  }

  @Test
  void theDaysLimitHoldsForManyAtOnce() throws Exception {
    List<Callable<Boolean>> requests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String key = "key " + i;
      requests.add(
          () -> {
            try {
              request(100 * UNIT, key);
              return true;
            } catch (AccountsException e) {
              assertThat(e.code()).isEqualTo(Code.LIMIT_EXCEEDED);
              return false;
            }
          });
    }
    int accepted = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> request : threads.invokeAll(requests)) {
        accepted += request.get() ? 1 : 0;
      }
    }
    assertThat(accepted).isEqualTo(20);
    assertThat(money.moved()).hasSize(20);
  }

  @Test
  void theSameKeyIsTheSameWithdrawal() {
    UUID id = request(TEN, "monday");
    assertThat(request(TEN, "monday")).isEqualTo(id);
    assertRefused(Code.IDEMPOTENCY_CONFLICT, () -> request(2 * TEN, "monday"));
    assertThat(money.moved()).hasSize(1);
  }

  @Test
  void onlyLegalStepsExist() {
    for (WithdrawalState from : WithdrawalState.values()) {
      List<WithdrawalState> next = new ArrayList<>();
      for (WithdrawalState to : WithdrawalState.values()) {
        if (from.mayBecome(to)) {
          next.add(to);
        }
      }
      assertThat(next)
          .as("after %s", from)
          .isEqualTo(
              switch (from) {
                case WAITING_APPROVAL ->
                    List.of(
                        WithdrawalState.PAYING, WithdrawalState.REJECTED, WithdrawalState.CANCELED);
                case TAKING ->
                    List.of(
                        WithdrawalState.WAITING_APPROVAL,
                        WithdrawalState.PAYING,
                        WithdrawalState.FAILED);
                case PAYING -> List.of(WithdrawalState.PAID, WithdrawalState.RETURNING);
                case RETURNING -> List.of(WithdrawalState.RETURNED);
                case FAILED -> List.of(WithdrawalState.RETURNING);
                case PAID, RETURNED, REJECTED, CANCELED -> List.of();
              });
    }
  }

  private UUID request(long amount, String key) {
    return money.withdrawals.request(ann, amount, key).id();
  }

  /** One that the exchange has taken and nobody has paid. */
  private UUID taken(String key) {
    UUID id = request(TEN, key);
    money.exchangeApplies(id);
    return id;
  }

  private WithdrawalState state(UUID id) {
    return money.withdrawals.find(id).orElseThrow().state();
  }

  private void turn() {
    money.outbox.repeat();
    money.withdrawals.repeat();
  }

  private void later() {
    money.people.clock.forward(Duration.ofMinutes(6));
    turn();
    turn();
  }
}
