package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Exchange.CONTRACT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import org.junit.jupiter.api.Test;
import sibyl.engine.command.PlaceOrder;

/** What each kind of order does, and what it refuses to do. */
class OrderTypesTest {
  /** Bob sells YES by buying NO: 5 contracts each at 60, 62 and 65. */
  private final Exchange exchange =
      Exchange.withBook().buy(BOB, NO, 5, 40).buy(BOB, NO, 5, 38).buy(BOB, NO, 5, 35).quietly();

  @Test
  void incomingOrderTradesAtTheRestingPricesUpToItsLimit() {
    exchange.buy(ANN, YES, 12, 62);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(10 * CONTRACT);
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 5 * 60 - 5 * 62 - 2 * 62) * CENT);
    assertThat(exchange.heldCash(ANN)).isEqualTo(2 * 62 * CENT);
  }

  @Test
  void marketBuyByQuantityTakesTheBestPricesAndNeverRests() {
    exchange
        .buyAtMarket(ANN, YES, 20)
        .says(
            "placed #4 by 16 BUY YES 2000 market",
            "MINT 500 @ 6000: #4 BUY YES 3000000 left 1500, #1 BUY NO 2000000 left 0",
            "  16 cash -3000000 = 97000000/0 TRADE",
            "  16 YES +500 = 500/0 TRADE",
            "  17 cash -2000000 = 94350000/3650000 TRADE",
            "  17 NO +500 = 500/0 TRADE",
            "  pool1 cash +5000000 = 5000000/0 TRADE",
            "  pool1 YES -500 = -500/0 TRADE",
            "  pool1 NO -500 = -500/0 TRADE",
            "closed #1 FILLED",
            "MINT 500 @ 6200: #4 BUY YES 3100000 left 1000, #2 BUY NO 1900000 left 0",
            "  16 cash -3100000 = 93900000/0 TRADE",
            "  16 YES +500 = 1000/0 TRADE",
            "  17 cash -1900000 = 94350000/1750000 TRADE",
            "  17 NO +500 = 1000/0 TRADE",
            "  pool1 cash +5000000 = 10000000/0 TRADE",
            "  pool1 YES -500 = -1000/0 TRADE",
            "  pool1 NO -500 = -1000/0 TRADE",
            "closed #2 FILLED",
            "MINT 500 @ 6500: #4 BUY YES 3250000 left 500, #3 BUY NO 1750000 left 0",
            "  16 cash -3250000 = 90650000/0 TRADE",
            "  16 YES +500 = 1500/0 TRADE",
            "  17 cash -1750000 = 94350000/0 TRADE",
            "  17 NO +500 = 1500/0 TRADE",
            "  pool1 cash +5000000 = 15000000/0 TRADE",
            "  pool1 YES -500 = -1500/0 TRADE",
            "  pool1 NO -500 = -1500/0 TRADE",
            "closed #3 FILLED",
            "closed #4 IMMEDIATE_REMAINDER left 500");
  }

  @Test
  void marketBuyByBudgetSpendsAtMostThatAndRoundsDownToTheLot() {
    exchange.buyFor(ANN, YES, 5_00);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(8 * CONTRACT);
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 5 * 60 - 3 * 62) * CENT);
  }

  @Test
  void budgetThatBuysNotEvenOneLotIsRefusedWithWhatOneLotCosts() {
    exchange.buyFor(ANN, YES, 59).refused(Reason.AMOUNT_OUT_OF_RANGE);
    assertThat(exchange.recorder.rejection().needed).isEqualTo(60 * CENT);
  }

  @Test
  void budgetLargerThanTheBookTakesTheBook() {
    exchange.buyFor(ANN, YES, 99_00);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(15 * CONTRACT);
    assertThat(exchange.recorder.take()).last().isEqualTo("closed #4 FILLED");
  }

  @Test
  void budgetIncludesTheFee() {
    Exchange withFee = Exchange.with(Exchange.withFee(FeeKind.FLAT, 1_000, 0)).buy(BOB, NO, 50, 50);
    withFee.buyFor(ANN, YES, 5_50);
    assertThat(withFee.shares(ANN, YES)).isEqualTo(10 * CONTRACT);
    assertThat(withFee.cash(ANN)).isEqualTo((100_00 - 5_50) * CENT);
    withFee.buyFor(ANN, YES, 5_49);
    assertThat(withFee.shares(ANN, YES)).isEqualTo(19 * CONTRACT);
  }

  @Test
  void marketSellNeedsTheSharesAndTakesTheBestBids() {
    exchange.buy(ANN, YES, 10, 62).buy(CAT, YES, 4, 50).buy(CAT, YES, 4, 45).quietly();
    exchange.sellAtMarket(ANN, YES, 6);
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 5 * 60 - 5 * 62 + 4 * 50 + 2 * 45) * CENT);
    exchange.sellAtMarket(ANN, YES, 5).refused(Reason.INSUFFICIENT_HOLDINGS);
  }

  @Test
  void marketOrderThatMeetsNobodyIsRefused() {
    exchange.buyAtMarket(ANN, NO, 1).refused(Reason.NO_LIQUIDITY);
  }

  @Test
  void marketOrderOverItsOwnersMeansIsRefusedNotPartlyFilled() {
    Exchange rich = Exchange.withBook().person(30, 1_00).buy(BOB, NO, 10, 40).quietly();
    rich.buyAtMarket(30, YES, 2).refused(Reason.INSUFFICIENT_BALANCE);
    assertThat(rich.recorder.rejection().needed).isEqualTo(1_20 * CENT);
    assertThat(rich.recorder.rejection().available).isEqualTo(1_00 * CENT);
  }

  @Test
  void immediateOrCancelLeavesNothing() {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 7, 60);
    order.timeInForce = TimeInForce.IOC;
    exchange.place(order);
    assertThat(exchange.recorder.take()).last().isEqualTo("closed #4 IMMEDIATE_REMAINDER left 200");
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void fillOrKillDoesAllOrNothing() {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 11, 62);
    order.timeInForce = TimeInForce.FOK;
    exchange.place(order).refused(Reason.FOK_UNFILLED);
    order = exchange.limit(ANN, Side.BUY, YES, 10, 62);
    order.timeInForce = TimeInForce.FOK;
    exchange.place(order);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(10 * CONTRACT);
  }

  @Test
  void fillOrKillCountsWhatSelfTradePreventionTakesAway() {
    exchange.buy(ANN, NO, 5, 42).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 12, 62);
    order.timeInForce = TimeInForce.FOK;
    order.selfTradePrevention = SelfTradePrevention.CANCEL_MAKER;
    exchange.place(order).refused(Reason.FOK_UNFILLED);
  }

  @Test
  void fillOrKillBudgetNeedsSellersForAllOfIt() {
    PlaceOrder order = exchange.market(ANN, Side.BUY, YES, 0);
    order.timeInForce = TimeInForce.FOK;
    order.maxCost = 9_36 * CENT;
    exchange.place(order).refused(Reason.FOK_UNFILLED);
    order = exchange.market(ANN, Side.BUY, YES, 0);
    order.timeInForce = TimeInForce.FOK;
    order.maxCost = 9_35 * CENT;
    exchange.place(order);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(15 * CONTRACT);
  }

  @Test
  void postOnlyRestsOrIsRefused() {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 60);
    order.postOnly = true;
    exchange.place(order).refused(Reason.POST_ONLY_WOULD_CROSS);
    order = exchange.limit(ANN, Side.BUY, YES, 1, 59);
    order.postOnly = true;
    exchange
        .place(order)
        .says("placed #4 by 16 BUY YES 100 @ 5900", "  16 cash 0 = 99410000/590000 HOLD");
  }

  @Test
  void orderForATimeEndsWhenItIsOver() {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.timeInForce = TimeInForce.GTD;
    order.expiresAtMs = exchange.timeMs() + 10;
    exchange.place(order).quietly();
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(exchange.timeMs() + 10);
    exchange.engine.onTimer(exchange.timeMs() + 9);
    exchange.says();
    exchange.engine.onTimer(exchange.timeMs() + 10);
    exchange.says("  16 cash 0 = 100000000/0 HOLD", "closed #4 EXPIRED left 100");
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void nobodyTradesWithAnOrderWhoseTimeIsOver() {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.timeInForce = TimeInForce.GTD;
    order.expiresAtMs = exchange.timeMs() + 10;
    exchange.place(order).quietly().at(exchange.timeMs() + 10);
    exchange
        .buy(CAT, NO, 1, 50)
        .says(
            "placed #5 by 18 BUY NO 100 @ 5000",
            "  16 cash 0 = 100000000/0 HOLD",
            "closed #4 EXPIRED left 100",
            "  18 cash 0 = 99500000/500000 HOLD");
  }

  @Test
  void orderThatArrivesTooLateIsRefused() {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.validUntilMs = exchange.timeMs();
    exchange.place(order);
    exchange.at(exchange.timeMs() + 1);
    order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.validUntilMs = exchange.timeMs() - 1;
    exchange.place(order).refused(Reason.TOO_LATE);
  }

  @Test
  void timeNeverGoesBack() {
    long now = exchange.timeMs();
    exchange.at(now + 5_000).cancel(ANN, 1).at(now);
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.validUntilMs = now + 4_000;
    exchange.place(order).refused(Reason.TOO_LATE);
  }

  @Test
  void reduceOnlySellsWhatIsThereAndNoMore() {
    exchange.buy(ANN, YES, 5, 60).buy(CAT, YES, 20, 50).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.SELL, YES, 9, 50);
    order.reduceOnly = true;
    exchange.place(order);
    assertThat(exchange.shares(ANN, YES)).isZero();
    assertThat(exchange.shares(CAT, YES)).isEqualTo(5 * CONTRACT);
    order = exchange.limit(ANN, Side.SELL, YES, 9, 50);
    order.reduceOnly = true;
    exchange.place(order).refused(Reason.NOTHING_TO_REDUCE);
  }

  @Test
  void reduceOnlyBuysCloseTheOppositeSharesAndNeverRest() {
    exchange.buy(ANN, YES, 5, 60).buy(CAT, YES, 20, 50).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.BUY, NO, 9, 50);
    order.reduceOnly = true;
    exchange.place(order).refused(Reason.INVALID_COMMAND);
    order.timeInForce = TimeInForce.IOC;
    exchange.place(order);
    assertThat(exchange.shares(ANN, YES)).isZero();
    assertThat(exchange.shares(ANN, NO)).isZero();
    assertThat(exchange.shares(CAT, YES)).isEqualTo(5 * CONTRACT);
    exchange.place(order).refused(Reason.NOTHING_TO_REDUCE);
  }

  @Test
  void cancelGivesBackWhatTheOrderHeld() {
    exchange
        .buy(ANN, YES, 10, 50)
        .quietly()
        .cancel(ANN, exchange.lastOrder())
        .says("  16 cash 0 = 100000000/0 HOLD", "closed #4 CANCELED left 1000");
    exchange.cancel(ANN, exchange.lastOrder()).refused(Reason.UNKNOWN_ORDER);
  }

  // ---- self-trade prevention --------------------------------------------------------------------

  private Exchange ownOrderBehindAnother(SelfTradePrevention prevention) {
    exchange.buy(ANN, NO, 5, 39).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 12, 62);
    order.selfTradePrevention = prevention;
    return exchange.place(order);
  }

  @Test
  void cancelTakerStopsAtTheFirstOwnOrder() {
    ownOrderBehindAnother(SelfTradePrevention.CANCEL_TAKER);
    assertThat(exchange.recorder.take())
        .last()
        .isEqualTo("closed #5 SELF_TRADE_PREVENTION left 700");
    assertThat(exchange.shares(ANN, YES)).isEqualTo(5 * CONTRACT);
    assertThat(exchange.heldCash(ANN)).isEqualTo(5 * 39 * CENT);
  }

  @Test
  void cancelMakerTakesTheOwnOrderDownAndGoesOn() {
    ownOrderBehindAnother(SelfTradePrevention.CANCEL_MAKER);
    assertThat(exchange.recorder.take()).contains("closed #4 SELF_TRADE_PREVENTION left 500");
    assertThat(exchange.shares(ANN, YES)).isEqualTo(10 * CONTRACT);
    assertThat(exchange.heldCash(ANN)).isEqualTo(2 * 62 * CENT);
  }

  @Test
  void cancelBothEndsBoth() {
    ownOrderBehindAnother(SelfTradePrevention.CANCEL_BOTH);
    assertThat(exchange.recorder.take())
        .contains("closed #4 SELF_TRADE_PREVENTION left 500")
        .last()
        .isEqualTo("closed #5 SELF_TRADE_PREVENTION left 700");
    assertThat(exchange.shares(ANN, YES)).isEqualTo(5 * CONTRACT);
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void decrementTakesTheSmallerQuantityOffBothAndGoesOn() {
    ownOrderBehindAnother(SelfTradePrevention.DECREMENT);
    assertThat(exchange.recorder.take())
        .containsSubsequence(
            "closed #1 FILLED",
            "reduced #4 by 500 left 0 SELF_TRADE_PREVENTION",
            "  16 cash 0 = 97000000/0 HOLD",
            "closed #4 SELF_TRADE_PREVENTION",
            "reduced #5 by 500 left 200 SELF_TRADE_PREVENTION",
            "closed #5 SELF_TRADE_PREVENTION");
    assertThat(exchange.shares(ANN, YES)).isEqualTo(7 * CONTRACT);
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void decrementedRestingOrderKeepsItsPlaceWithTheRest() {
    exchange.buy(ANN, NO, 5, 41).buy(CAT, NO, 5, 41).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 3, 59);
    order.selfTradePrevention = SelfTradePrevention.DECREMENT;
    exchange
        .place(order)
        .says(
            "placed #6 by 16 BUY YES 300 @ 5900",
            "reduced #4 by 300 left 200 SELF_TRADE_PREVENTION",
            "  16 cash 0 = 99180000/820000 HOLD",
            "reduced #6 by 300 left 0 SELF_TRADE_PREVENTION",
            "closed #6 SELF_TRADE_PREVENTION");
    exchange.buy(BOB, YES, 3, 59);
    assertThat(exchange.shares(ANN, NO)).isEqualTo(2 * CONTRACT);
    assertThat(exchange.shares(CAT, NO)).isEqualTo(CONTRACT);
  }

  @Test
  void whatDecrementLeavesOfALimitOrderRests() {
    exchange.buy(ANN, NO, 5, 41).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 8, 59);
    order.selfTradePrevention = SelfTradePrevention.DECREMENT;
    exchange.place(order);
    assertThat(exchange.heldCash(ANN)).isEqualTo(3 * 59 * CENT);
    exchange.amend(ANN, exchange.lastOrder(), 3, 59);
    assertThat(exchange.recorder.take())
        .last()
        .isEqualTo("amended #5 to 300 @ 5900 left 300 in place");
  }

  @Test
  void budgetHasNoQuantityToDecrement() {
    PlaceOrder order = exchange.market(ANN, Side.BUY, YES, 0);
    order.maxCost = 5_00 * CENT;
    order.selfTradePrevention = SelfTradePrevention.DECREMENT;
    exchange.place(order).refused(Reason.INVALID_COMMAND);
  }

  @Test
  void marketOrderThatDecrementOnlyWouldEatUpIsRefused() {
    Exchange alone = Exchange.withBook().buy(ANN, NO, 5, 40).quietly();
    PlaceOrder order = alone.market(ANN, Side.BUY, YES, 1);
    order.selfTradePrevention = SelfTradePrevention.DECREMENT;
    alone.place(order).refused(Reason.SELF_TRADE);
  }

  @Test
  void marketOrderThatMeetsOnlyItselfIsRefused() {
    Exchange alone = Exchange.withBook().buy(ANN, NO, 5, 40).quietly();
    alone.buyAtMarket(ANN, YES, 1).refused(Reason.SELF_TRADE);
  }
}
