package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CONTRACT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import org.junit.jupiter.api.Test;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.PlaceOrder;

/**
 * What an order is for is what its owner last stated, less what the exchange took off; and what is
 * not stated stays. {@link StatedFigures} holds every event of every test to that.
 */
class StatedQuantityTest {
  private final Exchange exchange = Exchange.withBook();

  /** Ann's buy of 10 YES at 0.60, of which self-trade prevention took 4 off. */
  private long decremented() {
    exchange.buy(ANN, YES, 10, 60).quietly();
    long order = exchange.lastOrder();
    PlaceOrder taker = exchange.limit(ANN, Side.BUY, NO, 4, 40);
    taker.selfTradePrevention = SelfTradePrevention.DECREMENT;
    exchange.place(taker).quietly();
    return order;
  }

  /** Ann's reduce-only sell of 10 at a price where nobody buys, cut to the 6 YES that she has. */
  private long cut(int cents) {
    exchange.buy(ANN, YES, 6, 60).buy(BOB, NO, 6, 40).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.SELL, YES, 10, cents);
    order.reduceOnly = true;
    exchange.place(order).quietly();
    return exchange.lastOrder();
  }

  private AmendOrder price(long order, int cents) {
    AmendOrder amend = new AmendOrder();
    amend.account = ANN;
    amend.order = order;
    amend.price = cents * 100;
    return amend;
  }

  private AmendOrder quantity(long order, long contracts) {
    AmendOrder amend = new AmendOrder();
    amend.account = ANN;
    amend.order = order;
    amend.quantity = contracts * CONTRACT;
    return amend;
  }

  @Test
  void aDecrementedOrderThatIsOnlyRepricedStaysReduced() {
    long order = decremented();
    exchange
        .amend(price(order, 59))
        .says(
            "amended #1 to 600 @ 5900 left 600 as stated before",
            "  16 cash 0 = 100000000/0 HOLD",
            "  16 cash 0 = 96460000/3540000 HOLD");
  }

  @Test
  void aPriceIsKeptWhenOnlyTheQuantityIsStated() {
    exchange.buy(ANN, NO, 10, 30).quietly();
    exchange
        .amend(quantity(exchange.lastOrder(), 7))
        .says("amended #1 to 700 @ 3000 left 700 in place", "  16 cash 0 = 97900000/2100000 HOLD");
  }

  @Test
  void anAmendmentThatStatesNothingIsRefused() {
    exchange.buy(ANN, YES, 10, 60).quietly();
    AmendOrder nothing = new AmendOrder();
    nothing.account = ANN;
    nothing.order = exchange.lastOrder();
    exchange.amend(nothing).refused(Reason.INVALID_COMMAND);
  }

  @Test
  void aStatedQuantityMakesUpForWhatWasTakenOff() {
    long order = decremented();
    exchange.amend(quantity(order, 8)).buy(BOB, NO, 8, 40);
    assertThat(exchange.recorder.take()).contains("closed #1 FILLED");
  }

  @Test
  void anOrderThatTradedAllThatWasLeftOfItIsNotFilled() {
    decremented();
    exchange.buy(BOB, NO, 6, 40);
    assertThat(exchange.recorder.take()).contains("closed #1 SELF_TRADE_PREVENTION");
    assertThat(exchange.shares(ANN, YES)).isEqualTo(6 * CONTRACT);
  }

  @Test
  void aReduceOnlyOrderIsCutWhenItIsPlaced() {
    exchange.buy(ANN, YES, 6, 60).buy(BOB, NO, 6, 40).buy(CAT, YES, 20, 50).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.SELL, YES, 10, 50);
    order.reduceOnly = true;
    exchange.place(order);
    assertThat(exchange.recorder.take())
        .startsWith("placed #4 by 16 SELL YES 600 @ 5000")
        .last()
        .isEqualTo("closed #4 REDUCE_ONLY");
  }

  @Test
  void aRestingReduceOnlyOrderCanBeRepriced() {
    long order = cut(70);
    exchange
        .amend(price(order, 65))
        .says(
            "amended #3 to 600 @ 6500 left 600 as stated before",
            "  16 YES 0 = 600/0 HOLD",
            "  16 YES 0 = 0/600 HOLD");
    exchange.buy(CAT, YES, 6, 65);
    assertThat(exchange.recorder.take()).contains("closed #3 REDUCE_ONLY");
  }

  @Test
  void aReduceOnlyOrderThatAsksForMoreIsCutAgain() {
    long order = cut(70);
    exchange
        .amend(quantity(order, 9))
        .says(
            "amended #3 to 900 @ 7000 left 900",
            "  16 YES 0 = 600/0 HOLD",
            "reduced #3 by 300 left 600 REDUCE_ONLY",
            "  16 YES 0 = 0/600 HOLD");
  }

  @Test
  void aReduceOnlyOrderThatAsksForNoMoreThanThereIsIsWhole() {
    long order = cut(70);
    exchange.amend(quantity(order, 6)).quietly().buy(CAT, YES, 6, 70);
    assertThat(exchange.recorder.take()).contains("closed #3 FILLED");
  }

  @Test
  void anOrderThatTakesOverTheRestOfAnotherStaysReduced() {
    long order = decremented();
    exchange.buy(ANN, YES, 5, 60).quietly();
    long other = exchange.lastOrder();
    exchange.amend(price(order, 59)).amend(price(order, 60)).mergeOrders(ANN, order, other);
    assertThat(exchange.recorder.take())
        .contains("amended #1 to 1100 @ 6000 left 1100 in place as stated before");
    exchange.buy(BOB, NO, 11, 40);
    assertThat(exchange.recorder.take()).contains("closed #1 SELF_TRADE_PREVENTION");
  }

  @Test
  void whatWasTakenOffIsKnownAfterARestart() {
    long order = decremented();
    KeptState kept = new KeptState();
    exchange.engine.writeSnapshot(kept);
    Exchange restored = new Exchange();
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    restored.amend(price(order, 61)).quietly().in(1).buy(BOB, NO, 6, 39);
    assertThat(restored.recorder.take()).contains("closed #1 SELF_TRADE_PREVENTION");
    assertThat(restored.shares(ANN, YES)).isEqualTo(6 * CONTRACT);
  }

  @Test
  void aDuplicateNamesTheBasketThatHasTheId() {
    exchange.market(Exchange.book()).buy(BOB, NO, 5, 40).quietly();
    var basket = Exchange.several(ANN, BatchMode.BASKET);
    basket.clientKeyLow = 77;
    PlaceOrder leg = Exchange.limitIn(basket, 2, Side.BUY, YES, 5, 60);
    leg.timeInForce = TimeInForce.FOK;
    exchange.place(basket).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    order.clientKeyLow = 77;
    exchange.place(order).refused(Reason.DUPLICATE_CLIENT_ORDER_ID);
    assertThat(exchange.recorder.rejection().basket).isEqualTo(1);
    assertThat(exchange.recorder.rejection().order).isZero();
    exchange.place(basket).refused(Reason.DUPLICATE_CLIENT_ORDER_ID);
    assertThat(exchange.recorder.rejection().basket).isEqualTo(1);
  }
}
