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
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;

/** An open order gets another price or quantity: what it keeps and what it loses. */
class AmendTest {
  private final Exchange exchange = Exchange.withBook();

  private long buy(long account, Outcome outcome, long contracts, int cents) {
    exchange.buy(account, outcome, contracts, cents);
    return exchange.quietly().lastOrder();
  }

  @Test
  void lessAtTheSamePriceKeepsItsPlaceAndGivesBackTheDifference() {
    long first = buy(ANN, YES, 10, 60);
    buy(CAT, YES, 10, 60);
    exchange
        .amend(ANN, first, 4, 60)
        .says("amended #1 to 400 @ 6000 left 400 in place", "  16 cash 0 = 97600000/2400000 HOLD");
    exchange.buy(BOB, NO, 5, 40);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(4 * CONTRACT);
    assertThat(exchange.shares(CAT, YES)).isEqualTo(CONTRACT);
  }

  @Test
  void moreAtTheSamePriceGoesToTheBack() {
    long first = buy(ANN, YES, 10, 60);
    buy(CAT, YES, 10, 60);
    exchange
        .amend(ANN, first, 11, 60)
        .says(
            "amended #1 to 1100 @ 6000 left 1100",
            "  16 cash 0 = 100000000/0 HOLD",
            "  16 cash 0 = 93400000/6600000 HOLD");
    exchange.buy(BOB, NO, 10, 40);
    assertThat(exchange.shares(CAT, YES)).isEqualTo(10 * CONTRACT);
    assertThat(exchange.shares(ANN, YES)).isZero();
  }

  @Test
  void anotherPriceAndBackAgainGoesToTheBack() {
    long first = buy(ANN, YES, 10, 60);
    buy(CAT, YES, 10, 60);
    exchange.amend(ANN, first, 10, 59).amend(ANN, first, 10, 60).buy(BOB, NO, 10, 40);
    assertThat(exchange.shares(CAT, YES)).isEqualTo(10 * CONTRACT);
  }

  @Test
  void theSameTermsAreAcceptedAndChangeNothing() {
    long first = buy(ANN, YES, 10, 60);
    buy(CAT, YES, 10, 60);
    final long before = exchange.engine.stateHash();
    exchange.amend(ANN, first, 10, 60).says("amended #1 to 1000 @ 6000 left 1000 in place");
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
  }

  @Test
  void quantityCountsWhatIsFilledAlready() {
    long order = buy(ANN, YES, 10, 60);
    exchange.buy(BOB, NO, 4, 40).quietly();
    exchange
        .amend(ANN, order, 7, 60)
        .says("amended #1 to 700 @ 6000 left 300 in place", "  16 cash 0 = 95800000/1800000 HOLD");
  }

  @Test
  void totalsAreCountedOnFromAmendmentToAmendment() {
    long order = buy(ANN, YES, 10, 60);
    exchange.amend(ANN, order, 4, 60).quietly().amend(ANN, order, 6, 60);
    assertThat(exchange.recorder.take()).first().isEqualTo("amended #1 to 600 @ 6000 left 600");
  }

  @Test
  void whatSelfTradePreventionTookOffIsNotInTheTotal() {
    long order = buy(ANN, NO, 5, 40);
    PlaceOrder taker = exchange.limit(ANN, Side.BUY, YES, 3, 60);
    taker.selfTradePrevention = SelfTradePrevention.DECREMENT;
    exchange.place(taker).quietly().amend(ANN, order, 3, 40);
    assertThat(exchange.recorder.take()).first().isEqualTo("amended #1 to 300 @ 4000 left 300");
  }

  @Test
  void downToTheFilledPartCancels() {
    long order = buy(ANN, YES, 10, 60);
    exchange.buy(BOB, NO, 4, 40).quietly();
    exchange
        .amend(ANN, order, 4, 60)
        .says("  16 cash 0 = 97600000/0 HOLD", "closed #1 CANCELED left 600");
    long another = buy(ANN, YES, 10, 60);
    exchange
        .amend(ANN, another, 0, 55)
        .says("  16 cash 0 = 97600000/0 HOLD", "closed #3 CANCELED left 1000");
  }

  @Test
  void betterPriceTradesAtOnceUnderTheOldNumber() {
    long order = buy(ANN, YES, 10, 50);
    buy(BOB, NO, 4, 40);
    exchange
        .amend(ANN, order, 10, 65)
        .says(
            "amended #1 to 1000 @ 6500 left 1000",
            "  16 cash 0 = 100000000/0 HOLD",
            "MINT 400 @ 6000: #1 BUY YES 2400000 left 600, #2 BUY NO 1600000 left 0",
            "  16 cash -2400000 = 97600000/0 TRADE",
            "  16 YES +400 = 400/0 TRADE",
            "  17 cash -1600000 = 98400000/0 TRADE",
            "  17 NO +400 = 400/0 TRADE",
            "  pool1 cash +4000000 = 4000000/0 TRADE",
            "  pool1 YES -400 = -400/0 TRADE",
            "  pool1 NO -400 = -400/0 TRADE",
            "closed #2 FILLED",
            "  16 cash 0 = 93700000/3900000 HOLD");
    exchange.cancel(ANN, order);
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void filledCompletelyByItsNewPriceItIsOver() {
    long order = buy(ANN, YES, 4, 50);
    buy(BOB, NO, 4, 40);
    exchange.amend(ANN, order, 4, 60);
    assertThat(exchange.recorder.take()).last().isEqualTo("closed #1 FILLED");
    exchange.cancel(ANN, order).refused(Reason.UNKNOWN_ORDER);
  }

  @Test
  void whatItHoldsCountsAsAvailable() {
    exchange.person(30, 6_00);
    long order = buy(30, YES, 10, 60);
    exchange.amend(30, order, 12, 50).quietly();
    assertThat(exchange.heldCash(30)).isEqualTo(6_00 * CENT);
    exchange.amend(30, order, 13, 50).refused(Reason.INSUFFICIENT_BALANCE);
    assertThat(exchange.recorder.rejection().available).isEqualTo(6_00 * CENT);
    assertThat(exchange.recorder.rejection().needed).isEqualTo(6_50 * CENT);
  }

  @Test
  void soldSharesCountAsAvailableToo() {
    exchange.buy(CAT, NO, 10, 50).buy(ANN, YES, 10, 50).quietly();
    exchange.sell(ANN, YES, 10, 70);
    long order = exchange.lastOrder();
    exchange.amend(ANN, order, 10, 80).quietly();
    assertThat(exchange.heldShares(ANN, YES)).isEqualTo(10 * CONTRACT);
    exchange.amend(ANN, order, 11, 80).refused(Reason.INSUFFICIENT_HOLDINGS);
  }

  @Test
  void refusedAmendmentLeavesTheOrderAsItWas() {
    long order = buy(ANN, YES, 10, 60);
    final long before = exchange.engine.stateHash();
    exchange.amend(BOB, order, 5, 60).refused(Reason.UNKNOWN_ORDER);
    exchange.amend(ANN, order + 1, 5, 60).refused(Reason.UNKNOWN_ORDER);
    exchange.amend(ANN, order, 5, 100).refused(Reason.PRICE_OUT_OF_RANGE);
    exchange.amend(ANN, order, -1, 60).refused(Reason.QUANTITY_OUT_OF_RANGE);
    AmendOrder late = new AmendOrder();
    late.account = ANN;
    late.order = order;
    late.price = 6_000;
    late.quantity = 550;
    exchange.amend(late).refused(Reason.QUANTITY_OFF_LOT);
    late.quantity = 500;
    late.validUntilMs = exchange.timeMs() - 1;
    exchange.amend(late).refused(Reason.TOO_LATE);
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
    exchange.state(1, MarketState.HALTED).amend(ANN, order, 5, 60).refused(Reason.MARKET_NOT_OPEN);
  }

  @Test
  void postOnlyOrderStaysPostOnly() {
    PlaceOrder spec = exchange.limit(ANN, Side.BUY, YES, 10, 50);
    spec.postOnly = true;
    exchange.place(spec);
    long order = exchange.lastOrder();
    buy(BOB, NO, 4, 40);
    exchange.amend(ANN, order, 10, 60).refused(Reason.POST_ONLY_WOULD_CROSS);
    exchange.amend(ANN, order, 10, 59);
    assertThat(exchange.heldCash(ANN)).isEqualTo(10 * 59 * CENT);
  }

  @Test
  void selfTradePreventionOfTheOrderGoesWithIt() {
    PlaceOrder spec = exchange.limit(ANN, Side.BUY, YES, 10, 50);
    spec.selfTradePrevention = SelfTradePrevention.CANCEL_MAKER;
    exchange.place(spec);
    long order = exchange.lastOrder();
    long own = buy(ANN, NO, 4, 40);
    exchange.amend(ANN, order, 10, 60);
    assertThat(exchange.recorder.take()).contains("closed #2 SELF_TRADE_PREVENTION left 400");
    exchange.cancel(ANN, own).refused(Reason.UNKNOWN_ORDER);
    exchange
        .cancel(ANN, order)
        .says("  16 cash 0 = 100000000/0 HOLD", "closed #1 CANCELED left 1000");
  }

  @Test
  void orderForATimeKeepsItsEnd() {
    PlaceOrder spec = exchange.limit(ANN, Side.BUY, YES, 10, 50);
    spec.timeInForce = TimeInForce.GTD;
    spec.expiresAtMs = exchange.timeMs() + 10;
    exchange.place(spec);
    exchange.amend(ANN, exchange.lastOrder(), 10, 55).quietly();
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(exchange.timeMs() + 10);
    exchange.at(exchange.timeMs() + 10);
    exchange.amend(ANN, exchange.lastOrder(), 5, 55).refused(Reason.TOO_LATE);
    exchange.timers().says("  16 cash 0 = 100000000/0 HOLD", "closed #1 EXPIRED left 1000");
  }

  @Test
  void feesGoOnFromWhatTheOrderWasChargedBefore() {
    Exchange withFee = Exchange.with(Exchange.withFee(FeeKind.FLAT, 100, 100)).quietly();
    withFee.buy(ANN, YES, 10, 33).buy(BOB, NO, 1, 67);
    long order = withFee.lastOrder();
    withFee.buy(CAT, NO, 9, 60).amend(ANN, (1L << 24), 10, 40);
    assertThat(order).isPositive();
    // 1 % of 0.33 and of 9 × 0.40, together.
    assertThat(withFee.cash(ANN)).isEqualTo((100_00 - 33 - 9 * 40) * CENT - 39_300);
    assertThat(withFee.heldCash(ANN)).isZero();
  }

  /** A tenth of a millionth per hundredth: nine of them were charged a whole one. */
  @Test
  void whatRoundingOfTheFeeTookBeforeIsNotAskedForAgain() {
    MarketSpec fine = new MarketSpec("Rain?", 10_000, 1, 1, MarketMode.BOOK, 0, FeeKind.FLAT, 0, 1);
    Exchange withFee = Exchange.with(fine).person(30, 1);
    PlaceOrder spec = withFee.limit(30, Side.BUY, YES, 1, 10);
    spec.quantity = 9;
    withFee.place(spec);
    long order = withFee.lastOrder();
    spec = withFee.limit(CAT, Side.BUY, NO, 1, 90);
    spec.quantity = 8;
    withFee.place(spec);
    assertThat(withFee.cash(30)).isEqualTo(999);
    assertThat(withFee.heldCash(30)).isEqualTo(1_000);
    AmendOrder amend = new AmendOrder();
    amend.account = 30;
    amend.order = order;
    amend.price = 1_999;
    amend.quantity = 9;
    withFee.amend(amend);
    assertThat(withFee.cash(30)).isZero();
    assertThat(withFee.heldCash(30)).isEqualTo(1_999);
  }

  @Test
  void amendedOrderKeepsItsPlaceInEveryListThroughARestart() {
    long first = buy(ANN, YES, 10, 60);
    buy(ANN, YES, 5, 50);
    buy(CAT, YES, 10, 60);
    exchange.amend(ANN, first, 12, 60).quietly();
    KeptState kept = new KeptState();
    exchange.engine.writeSnapshot(kept);
    Exchange restored = new Exchange();
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    assertThat(restored.engine.stateHash()).isEqualTo(exchange.engine.stateHash());
    restored.cancelAll(ANN, 0, 0, 0);
    assertThat(restored.recorder.take())
        .contains("closed #1 CANCELED left 1200", "closed #2 CANCELED left 500");
    restored.engine.checkInvariants();
  }
}
