package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Exchange.limitIn;
import static sibyl.engine.Exchange.several;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import org.junit.jupiter.api.Test;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;

/** What keeps a command out before it is looked at: repeats, the exchange's state, suspension. */
class GateTest {
  private final Exchange exchange = Exchange.withBook();

  // ---- idempotency keys -------------------------------------------------------------------------

  @Test
  void sameKeyAndBodyNameTheEventsOfTheFirstTimeAndDoNothing() {
    final long first = exchange.engine.lastSeq() + 1;
    exchange.place(exchange.limit(ANN, Side.BUY, YES, 1, 50), 5, 1).quietly();
    final long last = exchange.engine.lastSeq();
    final long before = exchange.engine.stateHash();
    exchange
        .place(exchange.limit(ANN, Side.BUY, YES, 1, 50), 5, 1)
        .says("repeated " + first + ".." + last);
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
    assertThat(exchange.heldCash(ANN)).isEqualTo(50 * CENT);
  }

  @Test
  void sameKeyWithAnotherBodyIsAConflict() {
    exchange.place(exchange.limit(ANN, Side.BUY, YES, 1, 50), 5, 1).quietly();
    exchange
        .place(exchange.limit(ANN, Side.BUY, YES, 2, 50), 5, 2)
        .refused(Reason.IDEMPOTENCY_CONFLICT);
  }

  @Test
  void refusedCommandDoesNotUseUpItsKey() {
    exchange.person(30, 0);
    exchange.place(exchange.limit(30, Side.BUY, YES, 1, 50), 5, 1);
    exchange.refused(Reason.INSUFFICIENT_BALANCE).deposit(30, 1_00);
    exchange.place(exchange.limit(30, Side.BUY, YES, 1, 50), 5, 1);
    assertThat(exchange.heldCash(30)).isEqualTo(50 * CENT);
  }

  @Test
  void keyBelongsToWhoActs() {
    exchange.place(exchange.limit(ANN, Side.BUY, YES, 1, 50), 5, 1);
    PlaceOrder order = exchange.limit(BOB, Side.BUY, YES, 1, 50);
    var header = exchange.header();
    header.actor = 42;
    exchange.engine.placeOrder(header.key(1, 5, 9), order);
    assertThat(exchange.heldCash(BOB)).isEqualTo(50 * CENT);
  }

  @Test
  void moneyMovesOncePerKeyWhateverItsTransferId() {
    Transfer first = new Transfer(0, 901, Accounts.EXTERNAL, ANN, CENT, TransferKind.DEPOSIT);
    Transfer second = new Transfer(0, 902, Accounts.EXTERNAL, ANN, CENT, TransferKind.DEPOSIT);
    exchange.engine.transfer(exchange.header().key(1, 5, 1), first);
    exchange.engine.transfer(exchange.header().key(1, 5, 1), second);
    assertThat(exchange.cash(ANN)).isEqualTo(100_01 * CENT);
  }

  @Test
  void keyIsCheckedBeforeAnythingElse() {
    exchange.place(exchange.limit(ANN, Side.BUY, YES, 1, 50), 5, 1);
    exchange.exchangeState(ExchangeState.HALTED).quietly();
    exchange.place(exchange.limit(ANN, Side.BUY, YES, 1, 50), 5, 1);
    assertThat(exchange.recorder.take()).allMatch(line -> line.startsWith("repeated"));
  }

  @Test
  void keyIsForgottenAfterItsTimeAndKeptThroughARestartUntilThen() {
    Exchange brief =
        Exchange.with(Limits.defaults().with(to -> to.keysForMs = 1_000), Exchange.book());
    brief.place(brief.limit(ANN, Side.BUY, YES, 1, 50), 5, 1).quietly();
    KeptState kept = new KeptState();
    brief.engine.writeSnapshot(kept);
    Exchange restored = new Exchange(Limits.defaults().with(to -> to.keysForMs = 1_000));
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    restored.at(brief.timeMs() + 999);
    restored.place(restored.limit(ANN, Side.BUY, YES, 1, 50), 5, 1);
    assertThat(restored.heldCash(ANN)).isEqualTo(50 * CENT);
    restored.at(brief.timeMs() + 1_000);
    restored.place(restored.limit(ANN, Side.BUY, YES, 1, 50), 5, 1);
    assertThat(restored.heldCash(ANN)).isEqualTo(1_00 * CENT);
  }

  @Test
  void atTheBoundTheOldestKeyIsForgotten() {
    Exchange few = Exchange.with(Limits.defaults().with(to -> to.keys = 2), Exchange.book());
    for (int key = 1; key <= 3; key++) {
      few.place(few.limit(ANN, Side.BUY, YES, 1, 50), key, 1);
    }
    few.place(few.limit(ANN, Side.BUY, YES, 1, 50), 3, 1);
    assertThat(few.heldCash(ANN)).isEqualTo(1_50 * CENT);
    few.place(few.limit(ANN, Side.BUY, YES, 1, 50), 1, 1);
    assertThat(few.heldCash(ANN)).isEqualTo(2_00 * CENT);
  }

  @Test
  void actorThatUsesManyKeysForgetsItsOwnAndNotThoseOfOthers() {
    Exchange few =
        Exchange.with(
            Limits.defaults()
                .with(
                    to -> {
                      to.keys = 4;
                      to.keysPerActor = 2;
                    }),
            Exchange.book());
    few.as(BOB).place(few.limit(BOB, Side.BUY, YES, 1, 50), 1, 1).as(ANN);
    for (int key = 1; key <= 100; key++) {
      few.place(few.limit(ANN, Side.BUY, YES, 1, 50), key, 1).cancel(ANN, few.lastOrder());
    }
    few.quietly().as(BOB).place(few.limit(BOB, Side.BUY, YES, 1, 50), 1, 1).as(ANN);
    assertThat(few.recorder.take()).allMatch(line -> line.startsWith("repeated"));
    few.place(few.limit(ANN, Side.BUY, YES, 1, 50), 100, 1);
    assertThat(few.recorder.take()).allMatch(line -> line.startsWith("repeated"));
    few.place(few.limit(ANN, Side.BUY, YES, 1, 50), 98, 1);
    assertThat(few.heldCash(ANN)).isEqualTo(50 * CENT);
  }

  // ---- the exchange as a whole ------------------------------------------------------------------

  @Test
  void cancelOnlyTakesNothingThatCouldTradeAndEverythingElse() {
    exchange.buy(ANN, YES, 1, 50);
    final long order = exchange.lastOrder();
    exchange.buy(ANN, YES, 1, 50);
    final long another = exchange.lastOrder();
    exchange.buy(ANN, YES, 1, 50).quietly();
    exchange.exchangeState(ExchangeState.CANCEL_ONLY).says("exchange CANCEL_ONLY");
    exchange.buy(BOB, NO, 1, 50).refused(Reason.CANCEL_ONLY);
    exchange.amend(ANN, order, 1, 40).refused(Reason.CANCEL_ONLY);
    var orders = several(ANN, BatchMode.EACH);
    limitIn(orders, 1, Side.BUY, YES, 1, 50);
    exchange.place(orders).refused(Reason.CANCEL_ONLY);
    exchange.quote(orders);
    assertThat(exchange.recorder.quote().refusal).isEqualTo(Reason.CANCEL_ONLY);
    exchange.quote(exchange.limit(ANN, Side.BUY, YES, 1, 50));
    assertThat(exchange.recorder.quote().refusal).isEqualTo(Reason.CANCEL_ONLY);
    exchange.mergeOrders(ANN, order, another).deposit(ANN, 1_00).person(31, 0);
    exchange.group(ANN, 0, GroupAction.CREATE, 1, 1).cancelAll(ANN, 0, 0, 0);
    assertThat(exchange.recorder.take()).noneMatch(line -> line.startsWith("rejected"));
    assertThat(exchange.heldCash(ANN)).isZero();
    exchange.exchangeState(ExchangeState.OPEN).quietly().buy(BOB, NO, 1, 50);
    assertThat(exchange.heldCash(BOB)).isEqualTo(50 * CENT);
  }

  @Test
  void haltedTakesOnlyWhatStaffAndMoneyAsk() {
    exchange.buy(ANN, YES, 1, 50);
    long order = exchange.lastOrder();
    exchange.exchangeState(ExchangeState.HALTED);
    exchange.cancel(ANN, order).refused(Reason.EXCHANGE_HALTED);
    exchange.cancelAll(ANN, 0, 0, 0).refused(Reason.EXCHANGE_HALTED);
    exchange.mergeOrders(ANN, order, order).refused(Reason.EXCHANGE_HALTED);
    exchange.group(ANN, 0, GroupAction.CREATE, 1, 1).refused(Reason.EXCHANGE_HALTED);
    exchange.buy(BOB, NO, 1, 50).refused(Reason.EXCHANGE_HALTED);
    exchange.deposit(ANN, 1_00).settings(ANN, false, true).end(1, 10_000);
    assertThat(exchange.recorder.take()).noneMatch(line -> line.startsWith("rejected"));
  }

  @Test
  void stateOfTheExchangeSurvivesARestart() {
    exchange.exchangeState(ExchangeState.CANCEL_ONLY);
    KeptState kept = new KeptState();
    exchange.engine.writeSnapshot(kept);
    Exchange restored = new Exchange();
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    restored.buy(ANN, YES, 1, 50).refused(Reason.CANCEL_ONLY);
  }

  // ---- accounts ---------------------------------------------------------------------------------

  @Test
  void suspendedAccountMayOnlyCancel() {
    exchange.buy(ANN, YES, 1, 50);
    long order = exchange.lastOrder();
    exchange.quietly().settings(ANN, true, true).says("account 16 changed netting suspended");
    exchange.buy(ANN, YES, 1, 50).refused(Reason.ACCOUNT_SUSPENDED);
    assertThat(exchange.recorder.rejection().account).isEqualTo(ANN);
    exchange.amend(ANN, order, 1, 40).refused(Reason.ACCOUNT_SUSPENDED);
    exchange.mergeOrders(ANN, order, order).refused(Reason.ACCOUNT_SUSPENDED);
    exchange.group(ANN, 0, GroupAction.CREATE, 1, 1).refused(Reason.ACCOUNT_SUSPENDED);
    exchange.buy(BOB, NO, 1, 50);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(100);
    exchange.settings(ANN, true, false).buy(ANN, YES, 1, 50).settings(ANN, true, true).quietly();
    CancelOrder cancel = new CancelOrder();
    cancel.account = ANN;
    cancel.order = exchange.lastOrder();
    exchange.engine.cancelOrder(exchange.header(), cancel);
    assertThat(exchange.recorder.take()).contains("closed #3 CANCELED left 100");
  }

  @Test
  void nettingIsSwitchedForTheTradesToCome() {
    exchange.buy(BOB, NO, 2, 50).buy(ANN, YES, 2, 50).settings(ANN, false, false);
    exchange.buy(BOB, YES, 2, 50).buy(ANN, NO, 2, 50);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(200);
    assertThat(exchange.shares(ANN, NO)).isEqualTo(200);
    assertThat(exchange.shares(BOB, NO)).isZero();
  }

  @Test
  void onlyPeopleHaveSettings() {
    exchange.settings(77, true, false).refused(Reason.UNKNOWN_ACCOUNT);
    exchange.settings(Accounts.FEES, true, true).refused(Reason.UNKNOWN_ACCOUNT);
  }
}
