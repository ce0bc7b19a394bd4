package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.PlaceOrder;

/** Several orders of one account taken down by one command. */
class CancelOrdersTest {
  private final Exchange exchange = Exchange.withBook();

  /** Ann has orders 1 and 2 in market 1, 3 in market 2 and 4 in market 3; Bob has order 5. */
  @BeforeEach
  void orders() {
    exchange.market(Exchange.book()).market(Exchange.book());
    place(1, ANN, YES, 10);
    place(1, ANN, NO, 11);
    place(2, ANN, YES, 12);
    place(3, ANN, YES, 13);
    place(1, BOB, YES, 14);
    exchange.quietly();
  }

  private void place(long market, long account, Outcome outcome, int cents) {
    PlaceOrder order = exchange.limit(account, Side.BUY, outcome, 1, cents);
    order.market = market;
    exchange.place(order);
  }

  private List<String> closed() {
    List<String> closed = new ArrayList<>(exchange.recorder.take());
    closed.removeIf(line -> !line.startsWith("closed"));
    return closed;
  }

  @Test
  void allOrdersOfAnAccountEndTheOldestFirst() {
    exchange.cancelAll(ANN, 0, 0, 0);
    assertThat(closed())
        .containsExactly(
            "closed #1 CANCELED left 100",
            "closed #2 CANCELED left 100",
            "closed #3 CANCELED left 100",
            "closed #4 CANCELED left 100");
    assertThat(exchange.heldCash(ANN)).isZero();
    assertThat(exchange.heldCash(BOB)).isPositive();
  }

  @Test
  void onlyThoseOfAMarket() {
    exchange.cancelAll(ANN, 1, 0, 0);
    assertThat(closed())
        .containsExactly("closed #1 CANCELED left 100", "closed #2 CANCELED left 100");
  }

  @Test
  void onlyThoseOfAnEventsMarkets() {
    exchange.cancelAll(ANN, 0, 3, 0);
    assertThat(closed()).containsExactly("closed #4 CANCELED left 100");
  }

  @Test
  void onlyThoseOfAGroup() {
    exchange.group(ANN, 0, GroupAction.CREATE, 100, 1_000);
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 1, 10);
    order.orderGroup = 1;
    exchange.place(order).quietly().cancelAll(ANN, 0, 0, 1);
    assertThat(closed()).containsExactly("closed #6 CANCELED left 100");
    exchange.cancelAll(ANN, 0, 0, 77).refused(Reason.UNKNOWN_ORDER);
  }

  @Test
  void filtersThatLeaveNothingAreRefused() {
    exchange.cancelAll(ANN, 77, 0, 0).refused(Reason.UNKNOWN_ORDER);
    exchange.cancelAll(ANN, 1, 2, 0).refused(Reason.UNKNOWN_ORDER);
  }

  @Test
  void namedOrdersEndAndTheOthersAreReported() {
    CancelOrders command = new CancelOrders();
    command.account = ANN;
    command.orders.add(1L << 24);
    command.orders.add(99);
    command.orders.add(5L << 24 | 4);
    command.orders.add(4L << 24 | 3);
    command.orders.add(1L << 24);
    exchange.cancel(command);
    List<String> lines = new ArrayList<>(exchange.recorder.take());
    lines.removeIf(line -> line.startsWith("  "));
    assertThat(lines)
        .containsExactly(
            "closed #1 CANCELED left 100",
            "item 1 rejected UNKNOWN_ORDER",
            "item 2 rejected UNKNOWN_ORDER",
            "closed #4 CANCELED left 100",
            "item 4 rejected UNKNOWN_ORDER");
    assertThat(exchange.recorder.rejection().order).isEqualTo(1L << 24);
  }

  @Test
  void namesAndFiltersTogetherMakeNoSense() {
    CancelOrders command = new CancelOrders();
    command.account = ANN;
    command.market = 1;
    command.orders.add(1L << 24);
    exchange.cancel(command).refused(Reason.INVALID_COMMAND);
    exchange.cancelAll(77, 0, 0, 0).refused(Reason.UNKNOWN_ACCOUNT);
  }

  @Test
  void cancelingWorksInAHaltedMarketAndWhileItIsCleared() {
    exchange.state(1, MarketState.HALTED).quietly().cancelAll(ANN, 1, 0, 0);
    assertThat(closed()).hasSize(2);
  }

  @Test
  void thousandsOfOrdersEndByOneCommand() {
    for (int n = 0; n < 3_000; n++) {
      place(1 + n % 3, BOB, n % 2 == 0 ? YES : NO, 1 + n % 3);
    }
    exchange.quietly().cancelAll(BOB, 0, 0, 0);
    assertThat(closed()).hasSize(3_001);
    assertThat(exchange.heldCash(BOB)).isZero();
    exchange.engine.checkInvariants();
  }
}
