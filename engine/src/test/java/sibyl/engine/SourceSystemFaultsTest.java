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
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.limits.Limits;

/**
 * Faults found in the code of the four systems this exchange replaces. Each test is named for what
 * must hold instead.
 */
class SourceSystemFaultsTest {
  private final Exchange exchange = Exchange.withBook();

  // ---- matching ---------------------------------------------------------------------------------

  @Test
  void yesBuyerMeetsNoBuyer() {
    exchange.buy(ANN, YES, 10, 60).buy(BOB, NO, 10, 40);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(10 * CONTRACT);
    assertThat(exchange.shares(BOB, NO)).isEqualTo(10 * CONTRACT);
  }

  @Test
  void sellNeverTradesBelowItsLimit() {
    give(ANN, 10);
    exchange.buy(BOB, YES, 10, 50).sell(ANN, YES, 10, 55);
    assertThat(exchange.heldShares(ANN, YES)).isEqualTo(10 * CONTRACT);
  }

  @Test
  void laterBuyMeetsARestingSell() {
    give(ANN, 10);
    exchange.sell(ANN, YES, 10, 55).buy(BOB, YES, 10, 55);
    assertThat(exchange.shares(BOB, YES)).isEqualTo(10 * CONTRACT);
  }

  @Test
  void cheapestSellTradesFirst() {
    give(ANN, 10);
    exchange.sell(ANN, YES, 5, 70).sell(ANN, YES, 5, 55).quietly().buy(BOB, YES, 5, 70);
    assertThat(exchange.recorder.take()).anyMatch(line -> line.contains("TRANSFER 500 @ 5500"));
  }

  @Test
  void incomingOrderSweepsEveryLevelItCrosses() {
    exchange.buy(BOB, NO, 5, 40).buy(BOB, NO, 5, 39).buy(BOB, NO, 5, 38).buy(ANN, YES, 15, 70);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(15 * CONTRACT);
    exchange.engine.checkInvariants();
  }

  @Test
  void tradePriceIsTheRestingOrdersWhateverTheIncomingSays() {
    exchange.buy(ANN, YES, 10, 60).buy(BOB, NO, 10, 70);
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 10 * 60) * CENT);
    assertThat(exchange.cash(BOB)).isEqualTo((100_00 - 10 * 40) * CENT);
  }

  @Test
  void orderNeverTradesWithItsOwnAccountAndNothingIsLost() {
    exchange.buy(ANN, NO, 10, 40).buy(ANN, YES, 10, 60);
    assertThat(exchange.shares(ANN, YES)).isZero();
    assertThat(exchange.heldCash(ANN)).isEqualTo(10 * 40 * CENT);
    exchange.buy(BOB, YES, 10, 60);
    assertThat(exchange.shares(ANN, NO)).isEqualTo(10 * CONTRACT);
  }

  @Test
  void noOrdersAreTheSameBookFromTheOtherSide() {
    exchange.buy(ANN, NO, 3, 40).buy(BOB, YES, 4, 55);
    long[] best = new long[2];
    exchange.engine.forEachOpenOrder(
        (order, account, market, side, outcome, price, quantity, remaining) -> {
          assertThat(side).isEqualTo(Side.BUY);
          best[outcome == YES ? 0 : 1] = price;
        });
    assertThat(best).containsExactly(5_500, 4_000);
    assertThat(exchange.engine.market(1).book().bestAsk()).isEqualTo(60);
    assertThat(exchange.engine.market(1).book().bestBid()).isEqualTo(55);
  }

  @Test
  void ofYesSellersAndNoBuyersAtOnePriceTheEarlierTrades() {
    give(ANN, 5);
    exchange.buy(BOB, NO, 5, 40).sell(ANN, YES, 5, 60).quietly().buy(CAT, YES, 5, 60);
    assertThat(exchange.recorder.take()).anyMatch(line -> line.startsWith("MINT 500 @ 6000"));
    exchange.buy(CAT, YES, 5, 60);
    assertThat(exchange.recorder.take()).anyMatch(line -> line.startsWith("TRANSFER 500 @ 6000"));
  }

  @Test
  void preventingASelfTradeCostsNobodyElseHisOrderOrHisTurn() {
    exchange.buy(BOB, NO, 5, 40).buy(ANN, NO, 5, 40).buy(CAT, NO, 5, 40).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 7, 60);
    order.selfTradePrevention = SelfTradePrevention.CANCEL_MAKER;
    exchange.place(order);
    assertThat(exchange.shares(BOB, NO)).isEqualTo(5 * CONTRACT);
    assertThat(exchange.shares(CAT, NO)).isEqualTo(2 * CONTRACT);
    assertThat(exchange.heldCash(CAT)).isEqualTo(3 * 40 * CENT);
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void twoMarketOrdersNeverMeetAtAMadeUpPrice() {
    give(ANN, 5);
    exchange.sellAtMarket(ANN, YES, 5).refused(Reason.NO_LIQUIDITY);
    exchange.buyAtMarket(BOB, YES, 5).refused(Reason.NO_LIQUIDITY);
  }

  @Test
  void everyPartOfAFillIsSaidWithWhatIsLeft() {
    exchange.buy(ANN, YES, 10, 60).quietly().buy(BOB, NO, 4, 40);
    assertThat(exchange.recorder.take())
        .contains("MINT 400 @ 6000: #2 BUY NO 1600000 left 0, #1 BUY YES 2400000 left 600");
  }

  @Test
  void orderWhoseTimeIsOverEndsByItselfThoughNobodyTouchesIt() {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.timeInForce = TimeInForce.GTD;
    order.expiresAtMs = exchange.timeMs() + 10;
    exchange.place(order).quietly().at(exchange.timeMs() + 10).timers();
    assertThat(exchange.recorder.take()).contains("closed #1 EXPIRED left 100");
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void orderForWhichThereIsNoRoomIsRefusedAndNeverDroppedAfterItsReceipt() {
    Exchange full = Exchange.with(Limits.defaults().with(to -> to.openOrders = 1), Exchange.book());
    full.buy(ANN, YES, 1, 10).quietly().buy(BOB, YES, 1, 10).says("rejected LIMIT_EXCEEDED");
  }

  // ---- money ------------------------------------------------------------------------------------

  @Test
  void priceImprovementIsReturned() {
    exchange.buy(BOB, NO, 10, 60).buy(ANN, YES, 10, 90);
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 10 * 40) * CENT);
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void marketBuyNeverSpendsMoreThanItsOwnerHas() {
    exchange.person(30, 3_10).buy(BOB, NO, 5, 40).buy(BOB, NO, 5, 10).quietly();
    exchange.buyAtMarket(30, YES, 6).refused(Reason.INSUFFICIENT_BALANCE);
    exchange.buyAtMarket(30, YES, 5);
    assertThat(exchange.cash(30)).isEqualTo(10 * CENT);
  }

  @Test
  void marketBuyIsNotPricedByASuppliedPrice() {
    PlaceOrder order = exchange.market(ANN, Side.BUY, YES, 1);
    order.price = 1_000;
    exchange.place(order).refused(Reason.INVALID_COMMAND);
  }

  @Test
  void marketBuyIsCoveredByWhatItCostsNotByAnEstimate() {
    exchange.person(30, 10).buy(BOB, NO, 10, 99).quietly();
    exchange.buyAtMarket(30, YES, 10);
    assertThat(exchange.shares(30, YES)).isEqualTo(10 * CONTRACT);
    assertThat(exchange.cash(30)).isZero();
  }

  @Test
  void noOneSellsOutOfNothingByHisRole() {
    for (long house : new long[] {Accounts.HOUSE, Accounts.BONUS, Accounts.EXTERNAL}) {
      exchange.sell(house, YES, 1, 50).refused(Reason.UNKNOWN_ACCOUNT);
      exchange.buy(house, YES, 1, 50).refused(Reason.UNKNOWN_ACCOUNT);
    }
    exchange.buy(Accounts.marketPool(1), YES, 1, 50).refused(Reason.UNKNOWN_ACCOUNT);
  }

  @Test
  void whatIsPaidIsWhatWasQuotedWithNothingOnTop() {
    exchange.buy(BOB, NO, 5, 40).buy(BOB, NO, 5, 38);
    exchange.quote(exchange.market(ANN, Side.BUY, YES, 10));
    final long quoted = exchange.recorder.quote().cost;
    exchange.buyAtMarket(ANN, YES, 10);
    assertThat(exchange.cash(ANN)).isEqualTo(100_00 * CENT - quoted);
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void bidNeedsMoney() {
    exchange.person(30, 0).buy(30, YES, 1, 1).refused(Reason.INSUFFICIENT_BALANCE);
  }

  @Test
  void noBuyerNeedsNoYesShares() {
    exchange.buy(BOB, NO, 1, 40).quietly();
    assertThat(exchange.heldCash(BOB)).isEqualTo(40 * CENT);
  }

  @Test
  void nobodySellsWhatHeDoesNotHave() {
    exchange.sell(ANN, YES, 1, 50).refused(Reason.INSUFFICIENT_HOLDINGS);
    give(ANN, 10);
    exchange.sell(ANN, YES, 6, 50).sell(ANN, YES, 6, 50).refused(Reason.INSUFFICIENT_HOLDINGS);
    assertThat(exchange.recorder.rejection().needed).isEqualTo(6 * CONTRACT);
    assertThat(exchange.recorder.rejection().available).isEqualTo(4 * CONTRACT);
    assertThat(exchange.recorder.rejection().held).isEqualTo(6 * CONTRACT);
  }

  @Test
  void sellerWhoTakesIsPaid() {
    give(ANN, 10);
    exchange.buy(BOB, YES, 10, 50);
    long before = exchange.cash(ANN);
    exchange.sellAtMarket(ANN, YES, 10);
    assertThat(exchange.cash(ANN)).isEqualTo(before + 10 * 50 * CENT);
  }

  @Test
  void operatorCannotPrintShares() {
    exchange.person(30, 0);
    exchange.sell(30, YES, 1, 50).refused(Reason.INSUFFICIENT_HOLDINGS);
    exchange.sell(Accounts.HOUSE, YES, 1, 50).refused(Reason.UNKNOWN_ACCOUNT);
  }

  @Test
  void aSetCostsItsWholePayoutAndPaysIt() {
    exchange.buy(ANN, YES, 10, 60).buy(BOB, NO, 10, 40);
    assertThat(exchange.cash(Accounts.marketPool(1))).isEqualTo(10_00 * CENT);
    exchange.end(1, 10_000);
    assertThat(exchange.cash(ANN) + exchange.cash(BOB)).isEqualTo(200_00 * CENT);
  }

  // ---- cancelling -------------------------------------------------------------------------------

  @Test
  void cancelOfAnotherAccountsOrderIsUnknown() {
    exchange.buy(ANN, YES, 10, 60).cancel(BOB, exchange.lastOrder()).refused(Reason.UNKNOWN_ORDER);
    assertThat(exchange.heldCash(ANN)).isEqualTo(6_00 * CENT);
  }

  @Test
  void cancelRefundsTheOwnerWhatIsLeft() {
    exchange.buy(ANN, YES, 10, 60).buy(BOB, NO, 4, 40).cancel(ANN, 1L << 24);
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 4 * 60) * CENT);
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void idOfAnEndedOrderIsNeverReused() {
    exchange.buy(ANN, YES, 10, 60).cancel(ANN, exchange.lastOrder());
    final long ended = exchange.lastOrder();
    exchange.buy(ANN, YES, 10, 60);
    assertThat(exchange.lastOrder()).isNotEqualTo(ended);
    exchange.cancel(ANN, ended).refused(Reason.UNKNOWN_ORDER);
  }

  // ---- changing ---------------------------------------------------------------------------------

  @Test
  void changeOfAnOrderDoesNotFillItAgain() {
    exchange.buy(ANN, YES, 10, 60).buy(BOB, NO, 4, 40);
    exchange.amend(ANN, 1L << 24, 10, 61).buy(BOB, NO, 10, 39);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(10 * CONTRACT);
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void smallerOrderKeepsItsTurn() {
    exchange.buy(ANN, YES, 10, 60).buy(CAT, YES, 10, 60).amend(ANN, 1L << 24, 5, 60);
    exchange.buy(BOB, NO, 5, 40);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(5 * CONTRACT);
  }

  @Test
  void changeOfAnotherAccountsOrderIsUnknown() {
    exchange.buy(ANN, YES, 10, 60).amend(BOB, exchange.lastOrder(), 1, 60);
    exchange.refused(Reason.UNKNOWN_ORDER);
    assertThat(exchange.heldCash(ANN)).isEqualTo(6_00 * CENT);
  }

  @Test
  void mergingOrdersLosesNothing() {
    exchange.buy(ANN, YES, 10, 60).buy(ANN, YES, 5, 60).mergeOrders(ANN, 1L << 24, 2L << 24 | 1);
    assertThat(exchange.heldCash(ANN)).isEqualTo(15 * 60 * CENT);
    exchange.buy(BOB, NO, 15, 40);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(15 * CONTRACT);
  }

  @Test
  void orderSplitOverSeveralMarketsIsAllOrNothingUnderOneNumber() {
    exchange.buy(BOB, NO, 5, 40).market(Exchange.book()).quietly();
    PlaceOrders basket = Exchange.several(ANN, BatchMode.BASKET);
    for (long market = 1; market <= 2; market++) {
      Exchange.limitIn(basket, market, Side.BUY, YES, 5, 60).timeInForce = TimeInForce.FOK;
    }
    exchange.place(basket).says("rejected FOK_UNFILLED");
    exchange.buy(BOB, NO, 5, 40).quietly().place(basket);
    assertThat(exchange.recorder.take()).first().isEqualTo("basket 1 by 16 of 2");
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 10 * 60) * CENT);
  }

  // ---- repeats ----------------------------------------------------------------------------------

  @Test
  void requestSentTwiceIsDoneOnceThroughARestart() {
    exchange.place(exchange.limit(ANN, Side.BUY, YES, 1, 50), 5, 1);
    KeptState kept = new KeptState();
    exchange.engine.writeSnapshot(kept);
    Exchange restored = new Exchange();
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    restored.place(restored.limit(ANN, Side.BUY, YES, 1, 50), 5, 1);
    assertThat(restored.heldCash(ANN)).isEqualTo(50 * CENT);
  }

  @Test
  void repeatOfAClientOrderIdNamesTheOrderThatHasIt() {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.clientKeyLow = 99;
    exchange.place(order);
    final long first = exchange.lastOrder();
    order = exchange.limit(ANN, Side.SELL, NO, 3, 70);
    order.clientKeyLow = 99;
    exchange.place(order).refused(Reason.DUPLICATE_CLIENT_ORDER_ID);
    assertThat(exchange.recorder.rejection().order).isEqualTo(first);
    order = exchange.limit(BOB, Side.BUY, YES, 1, 50);
    order.clientKeyLow = 99;
    exchange.place(order);
    assertThat(exchange.lastOrder()).isNotEqualTo(first);
  }

  @Test
  void refusedOrderDoesNotUseUpItsClientOrderId() {
    exchange.person(30, 0);
    PlaceOrder order = exchange.limit(30, Side.BUY, YES, 1, 50);
    order.clientKeyLow = 99;
    exchange.place(order).refused(Reason.INSUFFICIENT_BALANCE);
    exchange.deposit(30, 1_00);
    order = exchange.limit(30, Side.BUY, YES, 1, 50);
    order.clientKeyLow = 99;
    exchange.place(order);
    assertThat(exchange.heldCash(30)).isEqualTo(50 * CENT);
  }

  // ---- the maker --------------------------------------------------------------------------------

  @Test
  void makersMarketBuysBackWhatItSold() {
    Exchange lmsr = Exchange.with(Exchange.lmsr(100)).buy(ANN, YES, 10, 99).quietly();
    lmsr.sellAtMarket(ANN, YES, 10);
    assertThat(lmsr.shares(ANN, YES)).isZero();
    assertThat(100_00 * CENT - lmsr.cash(ANN)).isBetween(0L, 2L);
  }

  @Test
  void makersMarketIsSettledInFull() {
    Exchange lmsr = Exchange.with(Exchange.lmsr(100)).buy(ANN, YES, 10, 99).buy(BOB, NO, 20, 99);
    lmsr.end(1, 10_000);
    long all =
        lmsr.cash(ANN)
            + lmsr.cash(BOB)
            + lmsr.cash(CAT)
            + lmsr.cash(Accounts.HOUSE)
            + lmsr.cash(Accounts.FEES);
    assertThat(all).isEqualTo(300_00 * CENT);
  }

  @Test
  void makerOfThreeOutcomesLosesNoMoreThanItsFunding() {
    Exchange lmsr = cup(Exchange.lmsr(100)).deposit(ANN, 10_000_00).in(2);
    long funding = -lmsr.cash(Accounts.HOUSE);
    lmsr.buyAtMarket(ANN, YES, 2_000).end(2, 10_000);
    assertThat(lmsr.engine.market(2)).isNotNull();
    lmsr.state(1, MarketState.CLOSED).state(3, MarketState.CLOSED).confirm(2).settle(2);
    lmsr.end(1, 0).end(3, 0);
    assertThat(-lmsr.cash(Accounts.HOUSE)).isBetween(funding - 3, funding);
  }

  @Test
  void houseCounterpartyIsARealAccountAndMoneyIsConserved() {
    Exchange lmsr = Exchange.with(Exchange.lmsr(100));
    long makerBefore = lmsr.cash(Accounts.maker(1));
    lmsr.buy(ANN, YES, 10, 99);
    long paid = 100_00 * CENT - lmsr.cash(ANN);
    assertThat(lmsr.cash(Accounts.maker(1)) - makerBefore).isEqualTo(paid - 10_00 * CENT);
    assertThat(lmsr.cash(Accounts.marketPool(1))).isEqualTo(10_00 * CENT);
  }

  @Test
  void addedLiquidityIsPaidForByTheHouseAndPrintsNoShares() {
    Exchange lmsr = Exchange.with(Exchange.lmsr(100));
    long house = lmsr.cash(Accounts.HOUSE);
    lmsr.addLiquidity(1, 100);
    assertThat(house - lmsr.cash(Accounts.HOUSE)).isPositive();
    assertThat(lmsr.balance(Accounts.maker(1), Asset.of(1, YES))[0]).isZero();
    assertThat(lmsr.balance(Accounts.maker(1), Asset.of(1, NO))[0]).isZero();
  }

  // ---- sets -------------------------------------------------------------------------------------

  @Test
  void splitCostsWhatTheSetPaysInTheEnd() {
    exchange.split(ANN, 1, 10);
    assertThat(exchange.cash(ANN)).isEqualTo(90_00 * CENT);
    exchange.end(1, 10_000);
    assertThat(exchange.cash(ANN)).isEqualTo(100_00 * CENT);
  }

  @Test
  void mergePaysCashForAsMuchAsIsAsked() {
    exchange.split(ANN, 1, 10).merge(ANN, 1, 4);
    assertThat(exchange.cash(ANN)).isEqualTo(94_00 * CENT);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(6 * CONTRACT);
    assertThat(exchange.shares(ANN, NO)).isEqualTo(6 * CONTRACT);
  }

  @Test
  void sharesOfUnrelatedMarketsAreNoSet() {
    exchange.market(Exchange.book());
    exchange.in(1).buy(ANN, YES, 5, 50).buy(BOB, NO, 5, 50);
    exchange.in(2).buy(ANN, NO, 5, 50).buy(BOB, YES, 5, 50).quietly();
    exchange.merge(ANN, 1, 5).refused(Reason.INSUFFICIENT_HOLDINGS);
    exchange.merge(ANN, 2, 5).refused(Reason.INSUFFICIENT_HOLDINGS);
    exchange.mergeAll(ANN, 1, 5).refused(Reason.INVALID_COMMAND);
    exchange.convert(ANN, 2, 5, 2L).refused(Reason.INVALID_COMMAND);
  }

  @Test
  void oneYesOfEveryOutcomeCostsOnePayoutHoweverManyThereAre() {
    Exchange cup = cup(Exchange.book()).splitAll(ANN, 1, 10);
    assertThat(cup.cash(ANN)).isEqualTo(90_00 * CENT);
    for (long market = 1; market <= 3; market++) {
      assertThat(cup.in(market).shares(ANN, YES)).isEqualTo(10 * CONTRACT);
    }
    cup.mergeAll(ANN, 1, 10);
    assertThat(cup.cash(ANN)).isEqualTo(100_00 * CENT);
  }

  @Test
  void splitCountsAgainstThePositionLimit() {
    Limits limits = Limits.defaults().with(to -> to.positionNotional = 10_00 * CENT);
    Exchange small = Exchange.with(limits, Exchange.book());
    small.split(ANN, 1, 11).refused(Reason.LIMIT_EXCEEDED);
    small.split(ANN, 1, 10).buy(ANN, YES, 1, 50).refused(Reason.LIMIT_EXCEEDED);
  }

  // ---- settlement -------------------------------------------------------------------------------

  @Test
  void noOfEveryLosingOutcomeIsPaidToo() {
    Exchange cup = cup(Exchange.book());
    for (long market = 1; market <= 3; market++) {
      cup.in(market).buy(ANN, NO, 10, 70).buy(BOB, YES, 10, 30);
    }
    cup.end(1, 0).end(2, 10_000).end(3, 0);
    assertThat(cup.cash(ANN)).isEqualTo((100_00 - 3 * 7_00 + 2 * 10_00) * CENT);
    assertThat(cup.cash(BOB)).isEqualTo((100_00 - 3 * 3_00 + 10_00) * CENT);
  }

  @Test
  void exactlyOneOutcomeWins() {
    Exchange cup = cup(Exchange.book()).end(1, 10_000);
    cup.state(2, MarketState.CLOSED).quietly();
    cup.propose(2, 10_000).refused(Reason.RESOLUTIONS_CONFLICT);
  }

  @Test
  void restingOrdersAreRefundedBeforeAnybodyIsPaid() {
    exchange.buy(ANN, YES, 10, 60).buy(BOB, NO, 4, 40).end(1, 0);
    assertThat(exchange.heldCash(ANN)).isZero();
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 4 * 60) * CENT);
  }

  // ---- goods, teams and offers ------------------------------------------------------------------

  @Test
  void buyOfGoodsSweepsEverySellerItCrossesAndLeavesNoCrossedBook() {
    Goods goods = market(10);
    exchange.sell(ANN, YES, 2, 5_00).sell(ANN, YES, 2, 6_00).sell(ANN, YES, 2, 7_00);
    exchange.buy(BOB, YES, 7, 7_00);
    assertThat(goods.pieces(BOB, 2)).isEqualTo(6);
    assertThat(exchange.cash(BOB)).isEqualTo((100_00 - 2 * 18_00 - 7_00) * CENT);
    exchange.engine.checkInvariants();
  }

  @Test
  void marketBuyOfGoodsNeedsWhatItCostsAndNoEstimate() {
    market(10);
    exchange.person(30, 4_00).sell(ANN, YES, 1, 4_00).quietly();
    exchange.buyAtMarket(30, YES, 1);
    assertThat(exchange.cash(30)).isZero();
    exchange.person(31, 16_00).sell(ANN, YES, 1, 16_01).quietly();
    exchange.buyAtMarket(31, YES, 1).refused(Reason.INSUFFICIENT_BALANCE);
  }

  @Test
  void marketOrderWithNobodyToTradeWithGetsNoInventedPrice() {
    market(10);
    exchange.buyAtMarket(BOB, YES, 1).refused(Reason.NO_LIQUIDITY);
    exchange.sellAtMarket(ANN, YES, 1).refused(Reason.NO_LIQUIDITY);
  }

  @Test
  void goodsInAnOpenOrderCannotBeSoldAgain() {
    Goods goods = market(10);
    exchange.sell(ANN, YES, 6, 9_00).quietly();
    exchange.sell(ANN, YES, 5, 8_00).refused(Reason.INSUFFICIENT_HOLDINGS);
    final long offer = bid(5, 5_00);
    goods.accept(ANN, offer, 5_00, 5).refused(Reason.INSUFFICIENT_HOLDINGS);
  }

  @Test
  void membersOfATeamNeverTradeWithEachOther() {
    Goods goods = market(10);
    exchange.sell(ANN, YES, 5, 5_00).quietly().as(501).buy(ANN, YES, 5, 5_00);
    assertThat(exchange.recorder.take()).noneMatch(line -> line.startsWith("TRANSFER"));
    exchange.as(502).buy(ANN, YES, 5, 4_00).quietly();
    goods.accept(ANN, exchange.lastOrder(), 4_00, 1).refused(Reason.SELF_TRADE);
  }

  @Test
  void orderBeyondTheBoundIsRefusedAndNotLost() {
    Exchange full = Exchange.with(Limits.defaults().with(to -> to.openOrders = 1), Exchange.book());
    full.buy(ANN, YES, 1, 50).quietly().buy(BOB, YES, 1, 40).refused(Reason.LIMIT_EXCEEDED);
    full.cancel(ANN, full.lastOrder()).quietly().buy(BOB, YES, 1, 40);
    assertThat(full.heldCash(BOB)).isEqualTo(40 * CENT);
  }

  @Test
  void acceptanceNeverCostsTheBuyerMoreThanHisLimit() {
    Goods goods = market(10);
    goods.accept(ANN, bid(5, 5_00), 50_00, 5).refused(Reason.PRICE_OUT_OF_RANGE);
    assertThat(exchange.heldCash(BOB)).isEqualTo(5 * 5_00 * CENT);
  }

  @Test
  void acceptanceBelowTheLimitGivesTheBuyerTheDifferenceBack() {
    Goods goods = market(10);
    goods.accept(ANN, bid(5, 5_00), 3_00, 5);
    assertThat(exchange.cash(BOB)).isEqualTo((100_00 - 5 * 3_00) * CENT);
    assertThat(exchange.heldCash(BOB)).isZero();
  }

  @Test
  void secondAcceptanceOfAnOfferFindsNothingLeft() {
    Goods goods = market(10);
    final long offer = bid(5, 5_00);
    goods.accept(ANN, offer, 5_00, 5).accept(ANN, offer, 5_00, 5).refused(Reason.UNKNOWN_ORDER);
    assertThat(goods.pieces(BOB, 2)).isEqualTo(5);
  }

  @Test
  void acceptancesTogetherSellNoMoreThanWasAskedFor() {
    Goods goods = market(10);
    final long offer = bid(5, 5_00);
    goods.accept(ANN, offer, 5_00, 3).accept(ANN, offer, 5_00, 3);
    goods.refused(Reason.QUANTITY_OUT_OF_RANGE);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(2 * CONTRACT);
  }

  @Test
  void partlyFilledOfferCanStillBeAccepted() {
    Goods goods = market(10);
    final long offer = bid(5, 5_00);
    exchange.sell(ANN, YES, 2, 5_00).quietly();
    goods.accept(ANN, offer, 5_00, 3);
    assertThat(goods.pieces(BOB, 2)).isEqualTo(5);
  }

  @Test
  void canceledOfferCannotBeAccepted() {
    Goods goods = market(10);
    final long offer = bid(5, 5_00);
    exchange.cancel(BOB, offer).quietly();
    goods.accept(ANN, offer, 5_00, 5).refused(Reason.UNKNOWN_ORDER);
  }

  @Test
  void expiredOfferCannotBeAcceptedHoweverLateTheSweep() {
    Goods goods = market(10);
    PlaceOrder order = exchange.limit(BOB, Side.BUY, YES, 5, 5_00);
    order.timeInForce = TimeInForce.GTD;
    order.expiresAtMs = exchange.timeMs() + 5_000;
    exchange.place(order).at(exchange.timeMs() + 5_000).quietly();
    goods.accept(ANN, exchange.lastOrder(), 5_00, 5).refused(Reason.TOO_LATE);
  }

  @Test
  void everyTradeOfGoodsIsPaidByOneAccountToAnother() {
    Goods goods = market(10);
    exchange.sell(ANN, YES, 2, 6_00).buy(BOB, YES, 2, 6_00);
    goods.accept(ANN, bid(3, 5_00), 4_00, 3);
    assertThat(exchange.cash(ANN) + exchange.cash(BOB)).isEqualTo(2 * 100_00 * CENT);
    assertThat(goods.pieces(ANN, 2) + goods.pieces(BOB, 2)).isEqualTo(10);
  }

  @Test
  void everyPieceThatStaffHandsOutIsBookedAgainstTheIssuer() {
    Goods goods = market(10);
    assertThat(exchange.balance(Accounts.marketPool(2), Asset.of(2, YES))[0]).isEqualTo(-1_000);
    goods.adjust(ANN, 2, -300, HoldingReason.RESET);
    assertThat(exchange.balance(Accounts.marketPool(2), Asset.of(2, YES))[0]).isEqualTo(-700);
  }

  @Test
  void onlyAuthorisedAccountsProduce() {
    market(10).produce(BOB, 2, 5).refused(Reason.NOT_AUTHORISED);
  }

  @Test
  void productionTakesAllItsIngredientsOrNone() {
    Goods goods = market(10);
    exchange.market(Goods.good()).market(Goods.good());
    goods.authorise(ANN, 4).give(ANN, 3, 1).recipe(4, 2, 2, 3, 1);
    goods.produce(ANN, 4, 2).refused(Reason.INSUFFICIENT_HOLDINGS);
    assertThat(goods.pieces(ANN, 2)).isEqualTo(10);
    goods.produce(ANN, 4, 1);
    assertThat(goods.pieces(ANN, 2)).isEqualTo(8);
    assertThat(goods.pieces(ANN, 3)).isZero();
    assertThat(goods.pieces(ANN, 4)).isEqualTo(1);
  }

  // ---- life and time ----------------------------------------------------------------------------

  @Test
  void orderWhoseTimeIsOverLeavesByItself() {
    exchange.place(untilIn(5_000));
    exchange.at(exchange.timeMs() + 5_000).timers();
    assertThat(exchange.heldCash(ANN)).isZero();
    assertThat(exchange.engine.market(1).book().size()).isZero();
  }

  @Test
  void nobodyTradesWithAnOrderWhoseTimeIsOver() {
    exchange.place(untilIn(5_000));
    exchange.at(exchange.timeMs() + 5_000).buy(BOB, NO, 1, 50);
    assertThat(exchange.shares(ANN, YES)).isZero();
    assertThat(exchange.heldCash(BOB)).isEqualTo(50 * CENT);
  }

  @Test
  void orderThatIsOverOnArrivalIsRefused() {
    exchange.place(untilIn(0)).refused(Reason.TOO_LATE);
  }

  @Test
  void closingReturnsEverythingThatOpenOrdersHeld() {
    give(ANN, 10);
    exchange.sell(ANN, YES, 10, 70).buy(BOB, YES, 10, 60).state(1, MarketState.CLOSED).timers();
    assertThat(exchange.heldShares(ANN, YES)).isZero();
    assertThat(exchange.heldCash(BOB)).isZero();
  }

  @Test
  void winnersArePaidOnceAndOnlyOnce() {
    give(ANN, 10);
    exchange.end(1, 10_000).quietly();
    final long paid = exchange.cash(ANN);
    assertThat(paid).isEqualTo((100_00 - 10 * 50 + 10_00) * CENT);
    exchange.settle(1).refused(Reason.UNKNOWN_MARKET);
    assertThat(exchange.cash(ANN)).isEqualTo(paid);
  }

  @Test
  void marketThatClosesByItselfNeedsNobodyToTouchIt() {
    exchange.schedule(1, 0, exchange.timeMs() + 5_000).at(exchange.timeMs() + 5_000).timers();
    exchange.quietly().buy(ANN, YES, 1, 50).refused(Reason.MARKET_NOT_OPEN);
  }

  private PlaceOrder untilIn(long ms) {
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.timeInForce = TimeInForce.GTD;
    order.expiresAtMs = exchange.timeMs() + ms;
    return order;
  }

  /** Opens market 2, of a good, of which Ann has some pieces. */
  private Goods market(long pieces) {
    exchange.market(Goods.good());
    Goods goods = new Goods(exchange).give(ANN, 2, pieces);
    exchange.quietly();
    return goods;
  }

  /** Bob asks for a good; returns the number of his order. */
  private long bid(long pieces, int cents) {
    exchange.quietly().buy(BOB, YES, pieces, cents).quietly();
    return exchange.lastOrder();
  }

  /** An account gets YES shares from Cat, who keeps the NO side. */
  private void give(long account, long contracts) {
    exchange.buy(CAT, NO, contracts, 50).buy(account, YES, contracts, 50).quietly();
  }

  /** Three outcomes; Ann and Bob have 100.00 each. */
  private static Exchange cup(MarketSpec spec) {
    return new Exchange().person(ANN, 100_00).person(BOB, 100_00).exclusive(spec, spec, spec);
  }
}
