package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import org.junit.jupiter.api.Test;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.limits.Limits;

/** At every bound stands a clean refusal that changes nothing. */
class LimitsTest {
  private static final Limits DEFAULTS = Limits.defaults();

  @Test
  void accountsAreBounded() {
    Exchange exchange = Exchange.with(DEFAULTS.with(to -> to.accounts = 9), Exchange.book());
    refusedUnchanged(
        exchange, () -> exchange.engine.openAccount(exchange.header(), new OpenAccount(40, true)));
  }

  @Test
  void restoredEngineHasTheSameRoomLeft() {
    Limits limits = DEFAULTS.with(to -> to.accounts = 10);
    KeptState kept = new KeptState();
    Exchange.with(limits, Exchange.book()).engine.writeSnapshot(kept);
    Exchange restored = new Exchange(limits);
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    restored.person(40, 0).says("account 40 netting");
    refusedUnchanged(restored, () -> restored.person(41, 0));
  }

  @Test
  void marketsAreBounded() {
    Exchange exchange = Exchange.with(DEFAULTS.with(to -> to.markets = 2), Exchange.book());
    exchange.create(Exchange.book());
    refusedUnchanged(exchange, () -> exchange.create(Exchange.book()));
  }

  @Test
  void settledMarketsMakeRoomForNewOnes() {
    Exchange exchange =
        Exchange.with(DEFAULTS.with(to -> to.markets = 1), Exchange.book()).end(1, 0);
    exchange.quietly().create(Exchange.book());
    assertThat(exchange.recorder.take()).contains("market 2 of 2");
  }

  @Test
  void makerNeedsRoomForItsAccountWhenItsMarketOpens() {
    Exchange exchange =
        new Exchange(DEFAULTS.with(to -> to.accounts = 6)).create(Exchange.lmsr(10));
    refusedUnchanged(exchange, () -> exchange.state(1, MarketState.OPEN));
  }

  @Test
  void openOrdersAreBoundedForTheExchangeAndForEachAccountInAMarket() {
    Exchange all = Exchange.with(DEFAULTS.with(to -> to.openOrders = 2), Exchange.book());
    all.buy(ANN, YES, 1, 10).buy(BOB, YES, 1, 11);
    refusedUnchanged(all, () -> all.buy(CAT, YES, 1, 12));

    Exchange each =
        Exchange.with(DEFAULTS.with(to -> to.openOrdersPerPosition = 2), Exchange.book());
    each.buy(ANN, YES, 1, 10).buy(ANN, NO, 1, 11);
    refusedUnchanged(each, () -> each.buy(ANN, YES, 1, 12));
    each.quietly().buy(BOB, YES, 1, 12).cancel(ANN, 1L << 24).buy(ANN, YES, 1, 13);
    assertThat(each.recorder.take()).noneMatch(line -> line.startsWith("rejected"));
  }

  @Test
  void openOrdersOfAnAccountAreBoundedOverAllMarkets() {
    Exchange exchange =
        Exchange.with(DEFAULTS.with(to -> to.openOrdersPerAccount = 2), Exchange.book());
    exchange.buy(ANN, YES, 1, 10).market(Exchange.book()).buy(ANN, YES, 1, 10);
    refusedUnchanged(exchange, () -> exchange.buy(ANN, YES, 1, 10));
    PlaceOrder immediate = exchange.limit(ANN, Side.BUY, YES, 1, 10);
    immediate.timeInForce = TimeInForce.IOC;
    exchange.place(immediate).amend(ANN, 1L << 24, 2, 11).buy(BOB, YES, 1, 10);
    exchange.cancel(ANN, 1L << 24).buy(ANN, YES, 1, 10);
    assertThat(exchange.recorder.take()).noneMatch(line -> line.startsWith("rejected"));
  }

  @Test
  void positionsAreBounded() {
    Exchange exchange = Exchange.with(DEFAULTS.with(to -> to.positions = 2), Exchange.book());
    exchange.buy(ANN, YES, 1, 10);
    refusedUnchanged(exchange, () -> exchange.buy(BOB, YES, 1, 10));
  }

  @Test
  void accountInAsManyMarketsAsItMayBeLeavesRoomForOthers() {
    Exchange exchange =
        Exchange.with(DEFAULTS.with(to -> to.positionsPerAccount = 1), Exchange.book());
    exchange.buy(ANN, YES, 1, 10).market(Exchange.book());
    refusedUnchanged(exchange, () -> exchange.buy(ANN, YES, 1, 10));
    refusedUnchanged(exchange, () -> exchange.split(ANN, 2, 1));
    exchange.buy(BOB, YES, 1, 10).cancel(ANN, 1L << 24).buy(ANN, YES, 1, 10);
    assertThat(exchange.recorder.take()).noneMatch(line -> line.startsWith("rejected"));
  }

  @Test
  void thousandAccountsThatTakeAllTheyCanLeaveRoom() {
    assertThat(1_000L * DEFAULTS.openOrdersPerAccount()).isLessThan(DEFAULTS.openOrders());
    assertThat(1_000L * DEFAULTS.positionsPerAccount()).isLessThan(DEFAULTS.positions());
    assertThat(1_000L * DEFAULTS.clientOrderIdsPerAccount()).isLessThan(DEFAULTS.clientOrderIds());
    assertThat(1_000L * DEFAULTS.transfersPerAccount()).isLessThan(DEFAULTS.transfers());
    assertThat(1_000L * DEFAULTS.keysPerActor()).isLessThan(DEFAULTS.keys());
    assertThat(1_000L * DEFAULTS.orderGroupsPerAccount()).isLessThan(DEFAULTS.orderGroups());
  }

  @Test
  void sharesOfOneAccountAreBoundedCountingWhatItsOrdersMayBring() {
    Exchange exchange =
        Exchange.with(DEFAULTS.with(to -> to.positionNotional = 10_000_000), Exchange.book());
    exchange.buy(ANN, YES, 6, 10);
    refusedUnchanged(exchange, () -> exchange.buy(ANN, YES, 5, 10));
    exchange.buy(BOB, NO, 6, 90);
    refusedUnchanged(exchange, () -> exchange.buy(ANN, YES, 5, 10));
    exchange.quietly().buy(ANN, YES, 4, 10);
    assertThat(exchange.recorder.take()).noneMatch(line -> line.startsWith("rejected"));
  }

  @Test
  void transfersAreBounded() {
    Exchange exchange =
        new Exchange(DEFAULTS.with(to -> to.transfers = 2)).person(ANN, 1).deposit(ANN, 1);
    refusedUnchanged(exchange, () -> exchange.deposit(ANN, 1));
  }

  @Test
  void accountThatMovesMoneyToAndFroDoesNotUseUpTheTransfersOfOthersAlsoAfterARestart() {
    Limits limits = DEFAULTS.with(to -> to.transfersPerAccount = 2);
    Exchange exchange = new Exchange(limits).person(ANN, 1).person(BOB, 0).deposit(ANN, 1);
    KeptState kept = new KeptState();
    exchange.engine.writeSnapshot(kept);
    Exchange restored = new Exchange(limits);
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    refusedUnchanged(
        restored, () -> restored.transfer(90, Accounts.EXTERNAL, ANN, 1, TransferKind.DEPOSIT));
    refusedUnchanged(
        restored, () -> restored.transfer(91, ANN, Accounts.EXTERNAL, 1, TransferKind.WITHDRAWAL));
    // What is given back to it is not lost.
    restored
        .quietly()
        .transfer(92, Accounts.EXTERNAL, ANN, 1, TransferKind.WITHDRAWAL_RETURN)
        .transfer(93, Accounts.EXTERNAL, BOB, 1, TransferKind.DEPOSIT);
    assertThat(restored.recorder.take()).noneMatch(line -> line.startsWith("rejected"));
  }

  @Test
  void quantitiesBeyondTheBoundNameTheNearestThatIsNot() {
    Exchange exchange = Exchange.withBook();
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.quantity = Long.MAX_VALUE;
    exchange.place(order).refused(Reason.QUANTITY_OUT_OF_RANGE);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(10_000_000_000L);
    order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.quantity = Long.MIN_VALUE;
    exchange.place(order).refused(Reason.QUANTITY_OUT_OF_RANGE);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(100);
    order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.quantity = 149;
    exchange.place(order).refused(Reason.QUANTITY_OFF_LOT);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(100);
  }

  @Test
  void pricesOffTheGridNameTheNearestOnIt() {
    Exchange exchange = Exchange.withBook();
    refusedPrice(exchange, 5_149, Reason.PRICE_OFF_GRID, 5_100);
    refusedPrice(exchange, 5_150, Reason.PRICE_OFF_GRID, 5_200);
    refusedPrice(exchange, 10_000, Reason.PRICE_OUT_OF_RANGE, 9_900);
    refusedPrice(exchange, 0, Reason.PRICE_OUT_OF_RANGE, 100);
    refusedPrice(exchange, Integer.MIN_VALUE, Reason.PRICE_OUT_OF_RANGE, 100);
    refusedPrice(exchange, Integer.MAX_VALUE, Reason.PRICE_OUT_OF_RANGE, 9_900);
  }

  @Test
  void limitsThatMakeNoSenseAreNamed() {
    assertThatThrownBy(() -> DEFAULTS.with(to -> to.accounts = 0))
        .hasMessageContaining("accounts is 0");
    assertThatThrownBy(() -> DEFAULTS.with(to -> to.openOrders = 1 << 25))
        .hasMessageContaining("openOrders");
  }

  private static void refusedPrice(Exchange exchange, int price, Reason reason, int nearest) {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.price = price;
    exchange.place(order).refused(reason);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(nearest);
  }

  private static void refusedUnchanged(Exchange exchange, Runnable command) {
    final long before = exchange.quietly().engine.stateHash();
    command.run();
    exchange.says("rejected LIMIT_EXCEEDED");
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
  }
}
