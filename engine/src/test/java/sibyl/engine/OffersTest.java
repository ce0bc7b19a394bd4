package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Exchange.CONTRACT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.PlaceOrder;

/** Offers to buy a good, and who accepts them: Bob asks, Ann and Cat have what he wants. */
class OffersTest {
  private final Exchange exchange = Exchange.with(Goods.good());
  private final Goods goods = new Goods(exchange).give(ANN, 1, 10).give(CAT, 1, 10);

  @Test
  void acceptanceSellsToThatVeryOrderAtTheSellersPrice() {
    final long offer = bid(5, 5_00);
    goods.accept(ANN, offer, 4_00, 5);
    exchange.says(
        "placed #2 by 16 SELL YES 500 @ 40000",
        "TRANSFER 500 @ 40000: #2 SELL YES 20000000 left 0, #1 BUY YES 20000000 left 0",
        "  16 cash +20000000 = 120000000/0 TRADE",
        "  16 YES -500 = 500/0 TRADE",
        "  17 cash -20000000 = 75000000/5000000 TRADE",
        "  17 YES +500 = 500/0 TRADE",
        "  17 cash 0 = 80000000/0 HOLD",
        "closed #1 FILLED",
        "closed #2 FILLED");
  }

  @Test
  void partialAcceptanceLeavesTheRestToOthers() {
    final long offer = bid(5, 5_00);
    goods.accept(ANN, offer, 5_00, 2);
    assertThat(exchange.heldCash(BOB)).isEqualTo(3 * 5_00 * CENT);
    goods.accept(CAT, offer, 4_50, 3);
    assertThat(exchange.heldCash(BOB)).isZero();
    assertThat(exchange.cash(BOB)).isEqualTo((100_00 - 2 * 5_00 - 3 * 4_50) * CENT);
    assertThat(goods.pieces(BOB, 1)).isEqualTo(5);
  }

  @Test
  void firstComeIsFirstServed() {
    final long offer = bid(5, 5_00);
    goods.accept(ANN, offer, 5_00, 5);
    goods.accept(CAT, offer, 4_00, 5).refused(Reason.UNKNOWN_ORDER);
    goods.accept(CAT, bid(5, 5_00), 5_00, 6).refused(Reason.QUANTITY_OUT_OF_RANGE);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(5 * CONTRACT);
  }

  @Test
  void acceptanceIsForTheNamedOrderEvenIfAnotherPaysMore() {
    final long offer = bid(5, 5_00);
    exchange.buy(CAT, YES, 5, 6_00).quietly();
    goods.accept(ANN, offer, 5_00, 5);
    assertThat(goods.pieces(BOB, 1)).isEqualTo(5);
    assertThat(exchange.heldCash(CAT)).isEqualTo(5 * 6_00 * CENT);
  }

  @Test
  void priceAboveTheOffersLimitIsRefused() {
    goods.accept(ANN, bid(5, 5_00), 5_01, 5).refused(Reason.PRICE_OUT_OF_RANGE);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(5_0000);
  }

  @Test
  void acceptancesThatMakeNoSenseAreRefused() {
    final long offer = bid(5, 5_00);
    goods.accept(999, offer, 5_00, 1).refused(Reason.UNKNOWN_ACCOUNT);
    goods.accept(ANN, 12_345, 5_00, 1).refused(Reason.UNKNOWN_ORDER);
    goods.accept(BOB, offer, 5_00, 1).refused(Reason.SELF_TRADE);
    goods.accept(ANN, offer, 5_00, 0).refused(Reason.QUANTITY_OUT_OF_RANGE);
    goods.accept(ANN, offer, 0, 1).refused(Reason.PRICE_OUT_OF_RANGE);
    goods.accept(new AcceptOffer(ANN, offer, 4_9950, 100)).refused(Reason.PRICE_OFF_GRID);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(5_0000);
    goods.accept(new AcceptOffer(ANN, offer, 5_0000, 150)).refused(Reason.QUANTITY_OFF_LOT);
    exchange.sell(CAT, YES, 10, 9_00).quietly();
    goods.accept(CAT, offer, 5_00, 1).refused(Reason.INSUFFICIENT_HOLDINGS);
    goods.accept(ANN, exchange.lastOrder(), 5_00, 1).refused(Reason.INVALID_COMMAND);
    exchange.state(1, MarketState.HALTED);
    goods.accept(ANN, offer, 5_00, 1).refused(Reason.MARKET_NOT_OPEN);
  }

  @Test
  void orderForSharesIsNoOfferForGoods() {
    exchange.market(Exchange.book()).buy(BOB, YES, 1, 50).quietly();
    goods.accept(ANN, exchange.lastOrder(), 50, 1).refused(Reason.INVALID_COMMAND);
  }

  @Test
  void offerWhoseTimeIsOverIsNotAcceptedEvenIfItIsStillThere() {
    PlaceOrder order = exchange.limit(BOB, Side.BUY, YES, 5, 5_00);
    order.timeInForce = TimeInForce.GTD;
    order.expiresAtMs = 2_000_000;
    exchange.place(order).quietly().at(2_000_000);
    goods.accept(ANN, exchange.lastOrder(), 5_00, 1).refused(Reason.TOO_LATE);
    exchange.timers();
    goods.accept(ANN, exchange.lastOrder(), 5_00, 1).refused(Reason.UNKNOWN_ORDER);
  }

  @Test
  void suspendedAccountAcceptsAndProducesNothing() {
    final long offer = bid(5, 5_00);
    goods.authorise(ANN, 1);
    exchange.settings(ANN, true, true);
    goods.accept(ANN, offer, 5_00, 1).refused(Reason.ACCOUNT_SUSPENDED);
    goods.produce(ANN, 1, 1).refused(Reason.ACCOUNT_SUSPENDED);
  }

  @Test
  void buyersHoldIsExactAfterEveryAcceptanceWhateverTheFee() {
    SplittableRandom random = new SplittableRandom(5);
    for (FeeKind kind : new FeeKind[] {FeeKind.FLAT, FeeKind.QUADRATIC}) {
      for (int round = 0; round < 200; round++) {
        int rate = random.nextInt(5_001);
        Exchange priced =
            Exchange.with(Goods.good(1, kind, random.nextInt(5_001), rate)).deposit(BOB, 1_000_00);
        Goods seller = new Goods(priced).give(ANN, 1, 100);
        PlaceOrder order = priced.limit(BOB, Side.BUY, YES, 1, 0);
        order.price = 100 * (1 + random.nextInt(9_998));
        order.quantity = 1L + random.nextInt(300);
        int limit = order.price;
        long left = order.quantity;
        priced.place(order);
        long offer = priced.lastOrder();
        while (left > 0) {
          long quantity = 1 + random.nextLong(left);
          int price = 100 * (1 + random.nextInt(limit / 100));
          seller.accept(new AcceptOffer(ANN, offer, price, quantity));
          priced.engine.checkInvariants();
          left -= quantity;
        }
        assertThat(priced.heldCash(BOB)).isZero();
        assertThat(seller.exchange().shares(BOB, YES)).isPositive();
      }
    }
  }

  // ---- trading ----------------------------------------------------------------------------------

  @Test
  void goodHasNoOtherSide() {
    exchange.buy(ANN, NO, 1, 5_00).refused(Reason.INVALID_COMMAND);
    exchange.sell(ANN, NO, 1, 5_00).refused(Reason.INVALID_COMMAND);
    exchange.quote(exchange.limit(ANN, Side.BUY, NO, 1, 5_00));
    assertThat(exchange.recorder.quote().refusal).isEqualTo(Reason.INVALID_COMMAND);
  }

  @Test
  void quoteOfAGoodPromisesNoPayout() {
    exchange.sell(ANN, YES, 10, 5_00).quote(exchange.limit(BOB, Side.BUY, YES, 2, 5_00));
    assertThat(exchange.recorder.quote().filled).isEqualTo(2 * CONTRACT);
    assertThat(exchange.recorder.quote().payoutIfRight).isZero();
  }

  /** Bob's offer; returns the number of his order. */
  private long bid(long pieces, int cents) {
    exchange.quietly().buy(BOB, YES, pieces, cents).quietly();
    return exchange.lastOrder();
  }
}
