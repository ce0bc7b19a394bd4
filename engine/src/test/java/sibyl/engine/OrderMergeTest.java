package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CONTRACT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import org.junit.jupiter.api.Test;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.limits.Limits;

/** Several own orders at one price become one. */
class OrderMergeTest {
  private final Exchange exchange = Exchange.withBook();

  private long buy(long account, Outcome outcome, long contracts, int cents) {
    exchange.buy(account, outcome, contracts, cents);
    return exchange.quietly().lastOrder();
  }

  @Test
  void theLastTakesOverWhatIsLeftOfTheOthersAndKeepsItsPlace() {
    long first = buy(ANN, YES, 10, 60);
    buy(BOB, YES, 1, 60);
    long second = buy(ANN, YES, 5, 60);
    buy(BOB, YES, 1, 60);
    exchange.buy(CAT, NO, 3, 40).quietly();
    exchange
        .mergeOrders(ANN, first, second)
        .says(
            "  16 cash 0 = 95200000/3000000 HOLD",
            "closed #1 MERGED left 700",
            "amended #3 to 1200 @ 6000 left 1200 in place as stated before",
            "  16 cash 0 = 91000000/7200000 HOLD");
    exchange.buy(CAT, NO, 14, 40);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(15 * CONTRACT);
    assertThat(exchange.shares(BOB, YES)).isEqualTo(2 * CONTRACT);
  }

  @Test
  void lastIsWhoStandsLastNotWhoWasPlacedLast() {
    long first = buy(ANN, YES, 10, 60);
    long second = buy(ANN, YES, 5, 60);
    exchange.amend(ANN, first, 11, 60).quietly().mergeOrders(ANN, first, second);
    assertThat(exchange.recorder.take()).contains("closed #2 MERGED left 500");
    exchange.cancel(ANN, first);
    assertThat(exchange.recorder.take()).contains("closed #1 CANCELED left 1600");
  }

  @Test
  void sellsMergeAsWell() {
    exchange.buy(CAT, NO, 10, 50).buy(ANN, YES, 10, 50);
    exchange.sell(ANN, YES, 4, 70);
    long first = exchange.lastOrder();
    exchange.sell(ANN, YES, 6, 70).quietly().mergeOrders(ANN, first, exchange.lastOrder());
    assertThat(exchange.heldShares(ANN, YES)).isEqualTo(10 * CONTRACT);
  }

  @Test
  void ordersThatDifferAreNotMerged() {
    long order = buy(ANN, YES, 10, 60);
    exchange.mergeOrders(ANN, order, buy(ANN, YES, 10, 59)).refused(Reason.NOT_MERGEABLE);
    exchange.mergeOrders(ANN, order, buy(ANN, NO, 10, 30)).refused(Reason.NOT_MERGEABLE);
    exchange.mergeOrders(ANN, order, buy(BOB, YES, 10, 60)).refused(Reason.UNKNOWN_ORDER);
    exchange.mergeOrders(ANN, order, order).refused(Reason.INVALID_COMMAND);
    exchange.mergeOrders(ANN, order).refused(Reason.INVALID_COMMAND);
  }

  @Test
  void sellOfYesAndBuyOfNoAtOneLevelAreNotTheSame() {
    exchange.buy(CAT, NO, 10, 50).buy(ANN, YES, 10, 50).sell(ANN, YES, 4, 70).quietly();
    long sell = exchange.lastOrder();
    exchange.mergeOrders(ANN, sell, buy(ANN, NO, 4, 30)).refused(Reason.NOT_MERGEABLE);
  }

  @Test
  void oneOrderIsNotLargerThanOrdersMayBe() {
    Exchange small =
        Exchange.with(Limits.defaults().with(to -> to.orderNotional = 10_000_000), Exchange.book());
    small.buy(ANN, YES, 6, 60);
    long first = small.lastOrder();
    small.buy(ANN, YES, 6, 60).mergeOrders(ANN, first, small.lastOrder());
    small.refused(Reason.QUANTITY_OUT_OF_RANGE);
  }

  @Test
  void orderWhoseTimeIsOverIsNotMerged() {
    PlaceOrder spec = exchange.limit(ANN, Side.BUY, YES, 1, 50);
    spec.timeInForce = TimeInForce.GTD;
    spec.expiresAtMs = exchange.timeMs() + 10;
    exchange.place(spec);
    long ending = exchange.lastOrder();
    long other = buy(ANN, YES, 10, 50);
    exchange.at(exchange.timeMs() + 10).mergeOrders(ANN, ending, other).refused(Reason.TOO_LATE);
  }

  /** A tenth of a millionth per hundredth: what the first order paid ahead is lost to it. */
  @Test
  void whatRoundingTheFeeAddsMustBeThere() {
    MarketSpec fine = new MarketSpec("Rain?", 10_000, 1, 1, MarketMode.BOOK, 0, FeeKind.FLAT, 0, 1);
    Exchange withFee = Exchange.with(fine).person(30, 3);
    long first = place(withFee, 30, YES, 10, 1_000);
    place(withFee, CAT, NO, 9, 9_000);
    long second = place(withFee, 30, YES, 10, 1_000);
    assertThat(withFee.heldCash(30)).isEqualTo(1_000 + 10_001);
    long rest = place(withFee, 30, YES, 1, 9_997);
    assertThat(withFee.cash(30)).isZero();
    withFee.mergeOrders(30, first, second).refused(Reason.INSUFFICIENT_BALANCE);
    assertThat(withFee.recorder.rejection().needed).isEqualTo(1);
    withFee.cancel(30, rest).mergeOrders(30, first, second);
    assertThat(withFee.heldCash(30)).isEqualTo(11_002);
  }

  private static long place(
      Exchange exchange, long account, Outcome outcome, long quantity, int price) {
    PlaceOrder order = exchange.limit(account, Side.BUY, outcome, 1, 1);
    order.quantity = quantity;
    order.price = price;
    return exchange.place(order).lastOrder();
  }
}
