package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.limits.Limits;

/** Who gets what in the end. */
class SettlementTest {
  private static Exchange annHasTenYesAndBobTenNo() {
    return Exchange.withBook().buy(ANN, YES, 10, 60).buy(BOB, NO, 10, 40).quietly();
  }

  @Test
  void yesPaysTheHoldersOfYes() {
    annHasTenYesAndBobTenNo()
        .end(1, 10_000)
        .says(
            "market 1 CLOSED",
            "market 1 proposed 10000",
            "market 1 RESOLVED",
            "market 1 resolved 10000",
            "  16 YES -1000 = 0/0 SETTLEMENT",
            "  16 cash +10000000 = 104000000/0 SETTLEMENT",
            "settled 16 YES 1000 for 10000000, NO 0 for 0",
            "  17 NO -1000 = 0/0 SETTLEMENT",
            "settled 17 YES 0 for 0, NO 1000 for 0",
            "  pool1 YES +1000 = 0/0 SETTLEMENT",
            "  pool1 NO +1000 = 0/0 SETTLEMENT",
            "  pool1 cash -10000000 = 0/0 SETTLEMENT",
            "market 1 SETTLED");
  }

  @Test
  void noPaysTheHoldersOfNo() {
    Exchange exchange = annHasTenYesAndBobTenNo().end(1, 0);
    assertThat(exchange.cash(ANN)).isEqualTo(94_00 * CENT);
    assertThat(exchange.cash(BOB)).isEqualTo(106_00 * CENT);
  }

  @Test
  void fractionPaysBothTheirPart() {
    Exchange exchange = annHasTenYesAndBobTenNo().end(1, 2_500);
    assertThat(exchange.cash(ANN)).isEqualTo(94_00 * CENT + 2_50 * CENT);
    assertThat(exchange.cash(BOB)).isEqualTo(96_00 * CENT + 7_50 * CENT);
  }

  @Test
  void whatRoundingLeavesGoesToTheFees() {
    MarketSpec odd = new MarketSpec("m", 3, 1, 1, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
    Exchange exchange = Exchange.with(odd);
    for (long account : new long[] {ANN, BOB}) {
      sibyl.engine.command.PlaceOrder order =
          exchange.limit(account, Side.BUY, account == ANN ? YES : NO, 0, 0);
      order.price = account == ANN ? 2 : 1;
      order.quantity = 7;
      exchange.place(order);
    }
    // The pool has 21; YES is due 21 × 0.5 = 10.5, and so is NO.
    exchange.quietly().end(1, 5_000);
    assertThat(exchange.recorder.take())
        .contains(
            "settled 16 YES 7 for 10, NO 0 for 0",
            "settled 17 YES 0 for 0, NO 7 for 10",
            "  pool1 cash -20 = 1/0 SETTLEMENT",
            "  pool1 cash -1 = 0/0 SETTLEMENT",
            "  FEES cash +1 = 1/0 SETTLEMENT");
  }

  @Test
  void manyHoldersArePaidSliceBySliceWhileOthersTrade() {
    Exchange exchange = Exchange.with(Limits.defaults().with(to -> to.slice = 3), Exchange.book());
    for (int n = 0; n < 10; n++) {
      exchange.person(100 + n, 10_00).buy(100 + n, YES, 1, 60).buy(BOB, NO, 1, 40);
    }
    exchange.state(1, MarketState.CLOSED).propose(1, 10_000).confirm(1).settle(1).quietly();
    assertThat(exchange.engine.nextTimerMs()).isEqualTo(exchange.timeMs());
    exchange.settle(1).refused(Reason.ILLEGAL_TRANSITION);
    exchange.market(Exchange.book()).buy(CAT, YES, 1, 50).quietly();
    exchange.engine.onTimer(exchange.timeMs());
    List<String> slice = exchange.recorder.take();
    assertThat(slice).filteredOn(line -> line.startsWith("settled")).hasSize(3);
    exchange.timers();
    assertThat(exchange.recorder.take()).last().isEqualTo("market 1 SETTLED");
    for (int n = 0; n < 10; n++) {
      assertThat(exchange.cash(100 + n)).isEqualTo(10_40 * CENT);
    }
  }

  @Test
  void afterTheEndNothingOfTheMarketIsLeftInMemory() {
    Exchange exchange = annHasTenYesAndBobTenNo().end(1, 10_000);
    assertThat(exchange.engine.market(1)).isNull();
    exchange.engine.forEachBalance(
        (account, asset, free, held) -> {
          assertThat(Asset.isCash(asset)).isTrue();
          assertThat(Accounts.isPool(account)).isFalse();
        });
    exchange.engine.checkInvariants();
  }

  @Test
  void fractionsArePaidExactlyWithoutOverflow() {
    SplittableRandom random = new SplittableRandom(9);
    Exchange exchange = new Exchange();
    for (int n = 0; n < 20; n++) {
      exchange.person(1_000 + n, 500_000_000_00L);
    }
    for (int round = 0; round < 20; round++) {
      exchange.market(new MarketSpec("m", 10_000, 100, 1, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0));
      for (int n = 0; n < 10; n++) {
        sibyl.engine.command.PlaceOrder order = exchange.limit(1_000 + n, Side.BUY, YES, 0, 50);
        order.quantity = 1 + random.nextLong(1_000_000_000L);
        final long quantity = order.quantity;
        exchange.place(order);
        order = exchange.limit(1_010 + n, Side.BUY, NO, 0, 50);
        order.quantity = quantity;
        exchange.place(order);
      }
      exchange.end(round + 1, random.nextInt(10_001)).quietly();
    }
    exchange.engine.checkInvariants();
  }
}
