package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CONTRACT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;

/** A market order does not trade farther than its market's collar from the best price it finds. */
class PriceCollarTest {
  /** Five cents. Bob sells YES by buying NO: 5 contracts each at 60, 65 and 66. */
  private final Exchange exchange =
      Exchange.with(collared(MarketMode.BOOK, 0))
          .buy(BOB, NO, 5, 40)
          .buy(BOB, NO, 5, 35)
          .buy(BOB, NO, 5, 34)
          .quietly();

  private static MarketSpec collared(MarketMode mode, long liquidity) {
    return new MarketSpec(
        "Rain?",
        10_000,
        100,
        100,
        mode,
        liquidity * CONTRACT,
        FeeKind.NONE,
        0,
        0,
        new MarketRules(MarketKind.BINARY, List.of(), 500, 0, false));
  }

  @Test
  void quantityBeyondTheCollarIsNotExecuted() {
    exchange.buyAtMarket(ANN, YES, 15);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(10 * CONTRACT);
    assertThat(exchange.recorder.take()).last().isEqualTo("closed #4 IMMEDIATE_REMAINDER left 500");
  }

  @Test
  void budgetStopsAtTheCollarToo() {
    exchange.buyFor(ANN, YES, 50_00);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(10 * CONTRACT);
  }

  @Test
  void fillOrKillCountsOnlyWhatIsWithinTheCollar() {
    PlaceOrder order = exchange.market(ANN, Side.BUY, YES, 11);
    order.timeInForce = TimeInForce.FOK;
    exchange.place(order).refused(Reason.FOK_UNFILLED);
  }

  @Test
  void sellersHaveTheSameCollarDownwards() {
    exchange.buyAtMarket(ANN, YES, 10).buy(BOB, YES, 2, 50).buy(BOB, YES, 2, 45);
    exchange.buy(BOB, YES, 2, 44).sellAtMarket(ANN, YES, 6);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(6 * CONTRACT);
  }

  @Test
  void noOrdersAreCollaredFromTheirOwnSide() {
    exchange.buy(ANN, YES, 2, 30).buy(ANN, YES, 2, 25).buy(ANN, YES, 2, 24);
    exchange.buyAtMarket(BOB, NO, 6);
    assertThat(exchange.shares(BOB, NO)).isEqualTo(4 * CONTRACT);
  }

  @Test
  void limitOrdersAreNotCollared() {
    exchange.buy(ANN, YES, 15, 66);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(15 * CONTRACT);
  }

  @Test
  void orderWhoseTimeIsOverIsNotTheBestPrice() {
    PlaceOrder ending = exchange.limit(BOB, Side.BUY, NO, 1, 50);
    ending.timeInForce = TimeInForce.GTD;
    ending.expiresAtMs = exchange.timeMs() + 10;
    exchange.place(ending).at(exchange.timeMs() + 10).buyAtMarket(ANN, YES, 15);
    assertThat(exchange.shares(ANN, YES)).isEqualTo(10 * CONTRACT);
  }

  @Test
  void makersPriceMovesNoFartherThanTheCollar() {
    Exchange lmsr = Exchange.with(collared(MarketMode.LMSR, 100)).quietly();
    lmsr.buyAtMarket(ANN, YES, 100);
    assertThat(lmsr.engine.market(1).maker().yesPriceBillionths())
        .isBetween(545_000_000L, 550_000_000L);
    lmsr.buyAtMarket(BOB, NO, 100);
    assertThat(lmsr.engine.market(1).maker().yesPriceBillionths())
        .isBetween(495_000_000L, 505_000_000L);
  }

  @Test
  void inAHybridMarketTheBetterOfBookAndMakerIsTheBestPrice() {
    Exchange hybrid = Exchange.with(collared(MarketMode.HYBRID, 100)).quietly();
    hybrid.buy(BOB, NO, 5, 44).buy(BOB, NO, 5, 46).quietly();
    hybrid.buyAtMarket(ANN, YES, 200);
    assertThat(hybrid.engine.market(1).maker().yesPriceBillionths())
        .isBetween(545_000_000L, 550_000_000L);
    assertThat(hybrid.engine.market(1).book().bestAsk()).isEqualTo(56);
  }
}
