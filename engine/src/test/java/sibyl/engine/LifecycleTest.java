package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.limits.Limits;

/** The states of a market, and what each step does to its orders. */
class LifecycleTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # a market that is …, told to … → answer
          CREATED,  open,    ok
          CREATED,  halt,    ILLEGAL_TRANSITION
          CREATED,  close,   ILLEGAL_TRANSITION
          CREATED,  propose, ILLEGAL_TRANSITION
          CREATED,  confirm, ILLEGAL_TRANSITION
          CREATED,  settle,  ILLEGAL_TRANSITION
          CREATED,  order,   MARKET_NOT_OPEN
          OPEN,     open,    ILLEGAL_TRANSITION
          OPEN,     halt,    ok
          OPEN,     close,   ok
          OPEN,     propose, ILLEGAL_TRANSITION
          OPEN,     confirm, ILLEGAL_TRANSITION
          OPEN,     settle,  ILLEGAL_TRANSITION
          OPEN,     order,   ok
          HALTED,   open,    ok
          HALTED,   halt,    ILLEGAL_TRANSITION
          HALTED,   close,   ok
          HALTED,   propose, ILLEGAL_TRANSITION
          HALTED,   settle,  ILLEGAL_TRANSITION
          HALTED,   order,   MARKET_NOT_OPEN
          CLOSED,   open,    ILLEGAL_TRANSITION
          CLOSED,   halt,    ILLEGAL_TRANSITION
          CLOSED,   close,   ILLEGAL_TRANSITION
          CLOSED,   propose, ok
          CLOSED,   confirm, ILLEGAL_TRANSITION
          CLOSED,   settle,  ILLEGAL_TRANSITION
          CLOSED,   order,   MARKET_NOT_OPEN
          PROPOSED, propose, ok
          PROPOSED, confirm, ok
          PROPOSED, settle,  ILLEGAL_TRANSITION
          RESOLVED, open,    ILLEGAL_TRANSITION
          RESOLVED, close,   ILLEGAL_TRANSITION
          RESOLVED, propose, ILLEGAL_TRANSITION
          RESOLVED, confirm, ILLEGAL_TRANSITION
          RESOLVED, settle,  ok
          RESOLVED, order,   MARKET_NOT_OPEN
          SETTLED,  open,    UNKNOWN_MARKET
          SETTLED,  propose, UNKNOWN_MARKET
          SETTLED,  settle,  UNKNOWN_MARKET
          SETTLED,  order,   UNKNOWN_MARKET
          """)
  void onlyLegalStepsAreTaken(String state, String step, String answer) {
    Exchange exchange = new Exchange().person(ANN, 100_00).create(Exchange.book());
    switch (state) {
      case "CREATED" -> {}
      case "OPEN" -> exchange.state(1, MarketState.OPEN);
      case "HALTED" -> exchange.state(1, MarketState.OPEN).state(1, MarketState.HALTED);
      case "CLOSED" -> closed(exchange);
      case "PROPOSED" -> closed(exchange).propose(1, 0);
      case "RESOLVED" -> closed(exchange).propose(1, 0).confirm(1);
      case "SETTLED" -> closed(exchange).propose(1, 0).confirm(1).settle(1);
      default -> throw new AssertionError(state);
    }
    PlaceOrder order = new PlaceOrder();
    order.account = ANN;
    order.market = 1;
    order.price = 5_000;
    order.quantity = 100;
    final long before = exchange.quietly().engine.stateHash();
    switch (step) {
      case "open" -> exchange.state(1, MarketState.OPEN);
      case "halt" -> exchange.state(1, MarketState.HALTED);
      case "close" -> exchange.state(1, MarketState.CLOSED);
      case "propose" -> exchange.propose(1, 10_000);
      case "confirm" -> exchange.confirm(1);
      case "settle" -> exchange.settle(1);
      case "order" -> exchange.place(order);
      default -> throw new AssertionError(step);
    }
    if (answer.equals("ok")) {
      assertThat(exchange.recorder.take()).noneMatch(line -> line.startsWith("rejected"));
    } else {
      exchange.says("rejected " + answer);
      assertThat(exchange.engine.stateHash()).isEqualTo(before);
    }
  }

  private static Exchange closed(Exchange exchange) {
    return exchange.state(1, MarketState.OPEN).state(1, MarketState.CLOSED);
  }

  @Test
  void haltTakesDownOnlyTheOrdersThatAskedForIt() {
    Exchange exchange = Exchange.withBook().buy(BOB, YES, 1, 50);
    PlaceOrder order = exchange.limit(ANN, Side.BUY, YES, 2, 50);
    order.cancelOnHalt = true;
    exchange
        .place(order)
        .quietly()
        .state(1, MarketState.HALTED)
        .says("market 1 HALTED", "  16 cash 0 = 100000000/0 HOLD", "closed #2 HALTED left 200");
    assertThat(exchange.heldCash(BOB)).isPositive();
  }

  @Test
  void ordersCanBeCanceledWhileTheMarketIsHalted() {
    Exchange exchange = Exchange.withBook().buy(ANN, YES, 1, 50).state(1, MarketState.HALTED);
    exchange
        .quietly()
        .cancel(ANN, exchange.lastOrder())
        .says("  16 cash 0 = 100000000/0 HOLD", "closed #1 CANCELED left 100");
  }

  @Test
  void closingTakesDownEveryOrder() {
    Exchange.withBook()
        .buy(ANN, YES, 1, 50)
        .buy(BOB, NO, 1, 40)
        .quietly()
        .state(1, MarketState.CLOSED)
        .says(
            "market 1 CLOSED",
            "  16 cash 0 = 100000000/0 HOLD",
            "closed #1 MARKET_CLOSED left 100",
            "  17 cash 0 = 100000000/0 HOLD",
            "closed #2 MARKET_CLOSED left 100");
  }

  @Test
  void closingManyOrdersGoesOnByTimer() {
    Exchange exchange = Exchange.with(Limits.defaults().with(to -> to.slice = 2), Exchange.book());
    for (int n = 1; n <= 5; n++) {
      exchange.buy(ANN, YES, 1, n);
    }
    exchange.state(1, MarketState.CLOSED);
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(exchange.timeMs());
    assertThat(exchange.heldCash(ANN)).isPositive();
    exchange.timers();
    assertThat(exchange.heldCash(ANN)).isZero();
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void laterProposalReplacesTheFirst() {
    Exchange exchange = Exchange.withBook().state(1, MarketState.CLOSED).propose(1, 10_000);
    exchange
        .propose(1, 2_500)
        .quietly()
        .confirm(1)
        .says("market 1 RESOLVED", "market 1 resolved 2500");
  }

  @Test
  void marketsThatMakeNoSenseAreRefused() {
    Exchange exchange = new Exchange();
    exchange.create().refused(Reason.INVALID_COMMAND);
    exchange.create(spec(10_000, 300, 1, MarketMode.BOOK, 0)).refused(Reason.INVALID_COMMAND);
    exchange.create(spec(10_000, 10_000, 1, MarketMode.BOOK, 0)).refused(Reason.INVALID_COMMAND);
    exchange.create(spec(10_000, 0, 1, MarketMode.BOOK, 0)).refused(Reason.INVALID_COMMAND);
    exchange.create(spec(10_000, 100, 0, MarketMode.BOOK, 0)).refused(Reason.INVALID_COMMAND);
    exchange.create(spec(10_000, 100, 1, MarketMode.LMSR, 0)).refused(Reason.INVALID_COMMAND);
    exchange.create(spec(10_000, 100, 1, MarketMode.BOOK, 5)).refused(Reason.INVALID_COMMAND);
    exchange.create(Exchange.withFee(FeeKind.FLAT, 10_001, 0)).refused(Reason.INVALID_COMMAND);
    exchange.create(Exchange.withFee(FeeKind.QUADRATIC, 0, 5_001)).refused(Reason.INVALID_COMMAND);
    exchange.create(Exchange.withFee(FeeKind.NONE, 1, 0)).refused(Reason.INVALID_COMMAND);
    exchange.create(spec(2_000_000, 100, 1, MarketMode.BOOK, 0)).refused(Reason.LIMIT_EXCEEDED);
    exchange
        .create(spec(10_000, 100, 1, MarketMode.LMSR, Long.MAX_VALUE))
        .refused(Reason.LIMIT_EXCEEDED);
  }

  private static MarketSpec spec(int payout, int tick, long lot, MarketMode mode, long liquidity) {
    return new MarketSpec("m", payout, tick, lot, mode, liquidity, FeeKind.NONE, 0, 0);
  }

  @Test
  void noHolderOfNoIsForgottenBeforeTheEnd() {
    Exchange exchange = Exchange.withBook().buy(ANN, YES, 1, 50).buy(BOB, NO, 1, 50);
    exchange.end(1, 0);
    assertThat(exchange.engine.market(1)).isNull();
    assertThat(exchange.cash(BOB)).isEqualTo(100_500_000);
    assertThat(exchange.cash(ANN)).isEqualTo(99_500_000);
  }
}
