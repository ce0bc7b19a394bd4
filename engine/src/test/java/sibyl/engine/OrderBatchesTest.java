package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Exchange.limitIn;
import static sibyl.engine.Exchange.several;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;
import static sibyl.engine.Side.BUY;
import static sibyl.engine.Side.SELL;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.limits.Limits;

/** Several orders as one command: each by itself, all or none, or all filled or none. */
class OrderBatchesTest {
  private final Exchange exchange =
      Exchange.withBook().market(Exchange.book()).market(Exchange.book()).quietly();

  private void rests(long market, long account, Outcome outcome, long contracts, int cents) {
    PlaceOrder order = exchange.limit(account, BUY, outcome, contracts, cents);
    order.market = market;
    exchange.place(order).quietly();
  }

  private static PlaceOrder fok(PlaceOrder order) {
    order.timeInForce = TimeInForce.FOK;
    return order;
  }

  private static List<String> said(Exchange exchange) {
    List<String> lines = new ArrayList<>(exchange.recorder.take());
    lines.removeIf(line -> line.startsWith("  "));
    return lines;
  }

  private void refused(PlaceOrders orders, Reason reason, int item) {
    final long before = exchange.quietly().engine.stateHash();
    exchange.place(orders).says("rejected " + reason);
    assertThat(exchange.recorder.rejection().item).isEqualTo(item);
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
  }

  // ---- each by itself ---------------------------------------------------------------------------

  @Test
  void eachOrderStandsForItself() {
    PlaceOrders orders = several(ANN, BatchMode.EACH);
    limitIn(orders, 1, BUY, YES, 1, 50);
    limitIn(orders, 1, BUY, YES, 1, 100);
    limitIn(orders, 2, BUY, NO, 1, 30);
    exchange.place(orders);
    assertThat(said(exchange))
        .containsExactly(
            "placed #1 by 16 BUY YES 100 @ 5000",
            "item 1 rejected PRICE_OUT_OF_RANGE",
            "placed #2 by 16 BUY NO 100 @ 3000");
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(9_900);
  }

  @Test
  void laterOrdersSeeWhatTheEarlierOnesDid() {
    rests(1, BOB, NO, 5, 40);
    PlaceOrders orders = several(ANN, BatchMode.EACH);
    limitIn(orders, 1, BUY, YES, 5, 60);
    limitIn(orders, 1, SELL, YES, 5, 70);
    exchange.place(orders);
    assertThat(said(exchange)).contains("placed #3 by 16 SELL YES 500 @ 7000");
  }

  @Test
  void commandThatMakesNoSenseIsRefusedAsAWhole() {
    refused(several(ANN, BatchMode.EACH), Reason.INVALID_COMMAND, -1);
    PlaceOrders orders = several(ANN, BatchMode.EACH);
    limitIn(orders, 1, BUY, YES, 1, 50);
    limitIn(orders, 1, BUY, YES, 1, 50).account = BOB;
    refused(orders, Reason.INVALID_COMMAND, 1);
    PlaceOrders named = several(ANN, BatchMode.ATOMIC);
    limitIn(named, 1, BUY, YES, 1, 50);
    named.clientKeyLow = 5;
    refused(named, Reason.INVALID_COMMAND, -1);
  }

  // ---- all or none ------------------------------------------------------------------------------

  @Test
  void oneRefusedOrderRefusesThemAllUnderItsOwnReason() {
    PlaceOrders orders = several(ANN, BatchMode.ATOMIC);
    limitIn(orders, 1, BUY, YES, 1, 50);
    limitIn(orders, 77, BUY, YES, 1, 50);
    refused(orders, Reason.UNKNOWN_MARKET, 1);
    assertThat(exchange.recorder.rejection().market).isEqualTo(77);
  }

  @Test
  void quotingBothSidesOfAMarketAtOnce() {
    PlaceOrders orders = several(ANN, BatchMode.ATOMIC);
    limitIn(orders, 1, BUY, YES, 10, 49);
    limitIn(orders, 1, BUY, YES, 10, 48);
    limitIn(orders, 1, BUY, NO, 10, 49);
    exchange.place(orders);
    assertThat(said(exchange)).hasSize(3);
    assertThat(exchange.heldCash(ANN)).isEqualTo(10 * (49 + 48 + 49) * CENT);
  }

  @Test
  void moneyIsCountedOverAllOrders() {
    PlaceOrders orders = several(ANN, BatchMode.ATOMIC);
    limitIn(orders, 1, BUY, YES, 100, 60);
    limitIn(orders, 2, BUY, YES, 100, 41);
    refused(orders, Reason.INSUFFICIENT_BALANCE, 1);
    assertThat(exchange.recorder.rejection().available).isEqualTo(40_00 * CENT);
    assertThat(exchange.recorder.rejection().needed).isEqualTo(41_00 * CENT);
  }

  @Test
  void whatAnEarlierSaleBringsAtOncePaysForALaterPurchase() {
    Exchange poor = Exchange.withBook().market(Exchange.book());
    poor.person(30, 5_00);
    PlaceOrder buyer = poor.limit(CAT, BUY, NO, 10, 50);
    buyer.market = 1;
    poor.place(buyer);
    PlaceOrder owner = poor.limit(30, BUY, YES, 10, 50);
    owner.market = 1;
    poor.place(owner);
    buyer = poor.limit(BOB, BUY, YES, 10, 45);
    buyer.market = 1;
    poor.place(buyer).quietly();
    PlaceOrders orders = several(30, BatchMode.ATOMIC);
    limitIn(orders, 1, SELL, YES, 10, 45);
    limitIn(orders, 2, BUY, YES, 10, 45);
    poor.place(orders);
    assertThat(poor.cash(30)).isZero();
    assertThat(poor.heldCash(30)).isEqualTo(4_50 * CENT);
    PlaceOrders reverse = several(CAT, BatchMode.ATOMIC);
    limitIn(reverse, 2, BUY, YES, 300, 30);
    limitIn(reverse, 1, SELL, NO, 10, 45);
    limitIn(reverse, 2, BUY, YES, 17, 30);
    poor.place(reverse).refused(Reason.INSUFFICIENT_BALANCE);
  }

  @Test
  void whatAnEarlierSaleBringsIsCountedAfterItsFee() {
    Exchange withFee =
        Exchange.with(Exchange.withFee(FeeKind.FLAT, 1_000, 0))
            .market(Exchange.book())
            .person(30, 5_50);
    for (long account : new long[] {30, CAT, BOB}) {
      PlaceOrder order =
          withFee.limit(account, BUY, account == CAT ? NO : YES, 10, account == BOB ? 45 : 50);
      order.market = 1;
      withFee.place(order);
    }
    PlaceOrders orders = several(30, BatchMode.ATOMIC);
    limitIn(orders, 1, SELL, YES, 10, 45);
    limitIn(orders, 2, BUY, YES, 10, 46);
    withFee.place(orders).refused(Reason.INSUFFICIENT_BALANCE);
    assertThat(withFee.recorder.rejection().available).isEqualTo((50 + 4_50 - 45) * CENT);
    orders.get(1).price = 4_500;
    withFee.place(orders);
    assertThat(withFee.cash(30)).isEqualTo(5 * CENT);
  }

  @Test
  void sharesAreCountedOverAllOrders() {
    rests(1, CAT, NO, 10, 50);
    rests(1, ANN, YES, 10, 50);
    PlaceOrders orders = several(ANN, BatchMode.ATOMIC);
    limitIn(orders, 1, SELL, YES, 6, 70);
    limitIn(orders, 1, SELL, YES, 6, 71);
    refused(orders, Reason.INSUFFICIENT_HOLDINGS, 1);
    assertThat(exchange.recorder.rejection().available).isEqualTo(400);
    PlaceOrders fits = several(ANN, BatchMode.ATOMIC);
    limitIn(fits, 1, SELL, YES, 6, 70);
    limitIn(fits, 1, SELL, YES, 6, 71).reduceOnly = true;
    exchange.place(fits);
    assertThat(said(exchange)).last().isEqualTo("placed #4 by 16 SELL YES 400 @ 7100");
  }

  @Test
  void roomIsCountedOverAllOrders() {
    Exchange tight =
        Exchange.with(Limits.defaults().with(to -> to.openOrdersPerAccount = 2), Exchange.book());
    PlaceOrders orders = several(ANN, BatchMode.ATOMIC);
    limitIn(orders, 1, BUY, YES, 1, 50);
    limitIn(orders, 1, BUY, YES, 1, 49);
    limitIn(orders, 1, BUY, YES, 1, 48);
    tight.place(orders).refused(Reason.LIMIT_EXCEEDED);
    assertThat(tight.recorder.rejection().item).isEqualTo(2);
  }

  @Test
  void ordersThatWouldMeetEachOtherInterfere() {
    PlaceOrders orders = several(ANN, BatchMode.ATOMIC);
    limitIn(orders, 1, BUY, YES, 1, 50);
    limitIn(orders, 1, BUY, NO, 1, 50);
    refused(orders, Reason.ORDERS_INTERFERE, 1);
  }

  @Test
  void ordersOfOneMarketInterfereWhenOneMeetsSomebody() {
    rests(1, BOB, NO, 5, 40);
    PlaceOrders orders = several(ANN, BatchMode.ATOMIC);
    limitIn(orders, 1, BUY, YES, 1, 60);
    limitIn(orders, 1, BUY, YES, 1, 10);
    refused(orders, Reason.ORDERS_INTERFERE, 1);
  }

  @Test
  void clientOrderIdsAreDifferentAmongThemselves() {
    PlaceOrders orders = several(ANN, BatchMode.ATOMIC);
    limitIn(orders, 1, BUY, YES, 1, 50).clientKeyLow = 7;
    limitIn(orders, 2, BUY, YES, 1, 50).clientKeyLow = 7;
    refused(orders, Reason.DUPLICATE_CLIENT_ORDER_ID, 1);
  }

  @Test
  void ordersWhoseTimeIsOverAreInNobodysWay() {
    PlaceOrder ending = exchange.limit(BOB, BUY, NO, 5, 45);
    ending.market = 1;
    ending.timeInForce = TimeInForce.GTD;
    ending.expiresAtMs = exchange.timeMs() + 10;
    exchange.place(ending);
    ending.price = 4_200;
    exchange.place(ending).quietly().at(exchange.timeMs() + 10);
    PlaceOrders orders = several(ANN, BatchMode.ATOMIC);
    limitIn(orders, 1, BUY, YES, 1, 56);
    limitIn(orders, 1, BUY, YES, 1, 57);
    limitIn(orders, 1, BUY, YES, 1, 60);
    exchange.place(orders);
    assertThat(said(exchange))
        .containsExactlyInAnyOrder(
            "placed #3 by 16 BUY YES 100 @ 5600",
            "closed #1 EXPIRED left 500",
            "placed #4 by 16 BUY YES 100 @ 5700",
            "placed #5 by 16 BUY YES 100 @ 6000",
            "closed #2 EXPIRED left 500");
    exchange.engine.checkInvariants();
  }

  // ---- baskets ----------------------------------------------------------------------------------

  @Test
  void basketIsFilledCompletelyUnderOneNumber() {
    rests(1, BOB, NO, 5, 40);
    rests(2, BOB, NO, 5, 70);
    PlaceOrders orders = several(ANN, BatchMode.BASKET);
    fok(limitIn(orders, 1, BUY, YES, 5, 60));
    fok(limitIn(orders, 2, BUY, YES, 5, 30));
    exchange.place(orders);
    assertThat(said(exchange))
        .containsExactly(
            "basket 1 by 16 of 2",
            "placed #3 by 16 BUY YES 500 @ 6000",
            "MINT 500 @ 6000: #3 BUY YES 3000000 left 0, #1 BUY NO 2000000 left 0",
            "closed #1 FILLED",
            "closed #3 FILLED",
            "placed #4 by 16 BUY YES 500 @ 3000",
            "MINT 500 @ 3000: #4 BUY YES 1500000 left 0, #2 BUY NO 3500000 left 0",
            "closed #2 FILLED",
            "closed #4 FILLED");
  }

  @Test
  void oneLegThatCannotBeFilledKeepsAllFromTrading() {
    rests(1, BOB, NO, 5, 40);
    rests(2, BOB, NO, 4, 70);
    PlaceOrders orders = several(ANN, BatchMode.BASKET);
    fok(limitIn(orders, 1, BUY, YES, 5, 60));
    fok(limitIn(orders, 2, BUY, YES, 5, 30));
    refused(orders, Reason.FOK_UNFILLED, 1);
  }

  @Test
  void legsAreFillOrKillAndInDifferentMarkets() {
    rests(1, BOB, NO, 5, 40);
    PlaceOrders orders = several(ANN, BatchMode.BASKET);
    fok(limitIn(orders, 1, BUY, YES, 1, 60));
    fok(limitIn(orders, 1, BUY, YES, 1, 60));
    refused(orders, Reason.INVALID_COMMAND, 1);
    PlaceOrders resting = several(ANN, BatchMode.BASKET);
    limitIn(resting, 1, BUY, YES, 1, 60);
    refused(resting, Reason.INVALID_COMMAND, 0);
  }

  @Test
  void basketsAndOrdersShareTheNamespaceOfClientOrderIds() {
    rests(1, BOB, NO, 5, 40);
    PlaceOrders orders = several(ANN, BatchMode.BASKET);
    orders.clientKeyLow = 99;
    fok(limitIn(orders, 1, BUY, YES, 1, 60));
    exchange.place(orders).quietly();
    PlaceOrder order = exchange.limit(ANN, BUY, YES, 1, 10);
    order.clientKeyLow = 99;
    exchange.place(order).refused(Reason.DUPLICATE_CLIENT_ORDER_ID);
    assertThat(exchange.recorder.rejection().basket).isEqualTo(1);
    refused(orders, Reason.DUPLICATE_CLIENT_ORDER_ID, -1);
    PlaceOrders leg = several(ANN, BatchMode.BASKET);
    leg.clientKeyLow = 100;
    fok(limitIn(leg, 1, BUY, YES, 1, 60)).clientKeyLow = 100;
    refused(leg, Reason.DUPLICATE_CLIENT_ORDER_ID, 0);
  }

  @Test
  void basketsAreNumberedOnAfterARestart() {
    rests(1, BOB, NO, 5, 40);
    PlaceOrders orders = several(ANN, BatchMode.BASKET);
    fok(limitIn(orders, 1, BUY, YES, 1, 60));
    exchange.place(orders);
    KeptState kept = new KeptState();
    exchange.engine.writeSnapshot(kept);
    Exchange restored = new Exchange();
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    restored.place(orders);
    assertThat(said(restored)).contains("basket 2 by 16 of 1");
  }

  // ---- quotes -----------------------------------------------------------------------------------

  @Test
  void everyOrderOfABasketIsQuoted() {
    rests(1, BOB, NO, 5, 40);
    PlaceOrders orders = several(ANN, BatchMode.BASKET);
    fok(limitIn(orders, 1, BUY, YES, 5, 60));
    fok(limitIn(orders, 2, BUY, YES, 5, 30));
    final long before = exchange.engine.stateHash();
    exchange.quote(orders).says("quoted", "quoted");
    assertThat(exchange.recorder.quote().item).isEqualTo(1);
    assertThat(exchange.recorder.quote().refusal).isEqualTo(Reason.FOK_UNFILLED);
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
    exchange.quote(several(ANN, BatchMode.BASKET)).refused(Reason.INVALID_COMMAND);
  }

  @Test
  void quoteOfAnAtomicCommandCountsTheMoneyOverAllOrders() {
    PlaceOrders orders = several(ANN, BatchMode.ATOMIC);
    limitIn(orders, 1, BUY, YES, 100, 60);
    limitIn(orders, 2, BUY, YES, 100, 41);
    exchange.quote(orders);
    assertThat(exchange.recorder.quote().refusal).isEqualTo(Reason.INSUFFICIENT_BALANCE);
    orders.mode = BatchMode.EACH;
    exchange.quote(orders);
    assertThat(exchange.recorder.quote().refusal).isNull();
  }
}
