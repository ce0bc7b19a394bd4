package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.TickBand;
import sibyl.engine.limits.Limits;

/** Prices on the grid of their market, whose ticks may be finer near both ends. */
class TickBandsTest {
  private static final List<TickBand> TAPERED =
      List.of(new TickBand(100, 1), new TickBand(500, 10));

  /** Tick 0.01, nearer to an end than 0.05 by 0.001, nearer than 0.01 by 0.0001. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
               1, ok,                  0
              99, ok,                  0
             100, ok,                  0
             101, PRICE_OFF_GRID,    100
             105, PRICE_OFF_GRID,    110
             490, ok,                  0
             494, PRICE_OFF_GRID,    490
             497, PRICE_OFF_GRID,    500
             500, ok,                  0
             510, PRICE_OFF_GRID,    500
             550, PRICE_OFF_GRID,    600
            9500, ok,                  0
            9501, PRICE_OFF_GRID,   9500
            9510, ok,                  0
            9896, PRICE_OFF_GRID,   9900
            9901, ok,                  0
            9999, ok,                  0
               0, PRICE_OUT_OF_RANGE,  1
              -7, PRICE_OUT_OF_RANGE,  1
           10000, PRICE_OUT_OF_RANGE, 9999
           77777, PRICE_OUT_OF_RANGE, 9999
          """)
  void priceIsAMultipleOfTheTickOfItsBand(int price, String answer, int nearest) {
    for (Outcome outcome : Outcome.values()) {
      Exchange exchange = Exchange.with(tapered(MarketMode.BOOK));
      exchange.place(priced(exchange, ANN, outcome, price));
      if (answer.equals("ok")) {
        assertThat(exchange.recorder.take()).first().asString().startsWith("placed");
      } else {
        exchange.refused(Reason.valueOf(answer));
        assertThat(exchange.recorder.rejection().nearest).isEqualTo(nearest);
      }
    }
  }

  @Test
  void finePricesMeetTheirCounterpartsFromTheOtherSide() {
    Exchange exchange = Exchange.with(tapered(MarketMode.BOOK));
    exchange.place(priced(exchange, ANN, YES, 9_993)).quietly();
    exchange
        .place(priced(exchange, BOB, NO, 7))
        .says(
            "placed #2 by 17 BUY NO 100 @ 7",
            "MINT 100 @ 9993: #2 BUY NO 700 left 0, #1 BUY YES 999300 left 0",
            "  17 cash -700 = 99999300/0 TRADE",
            "  17 NO +100 = 100/0 TRADE",
            "  16 cash -999300 = 99000700/0 TRADE",
            "  16 YES +100 = 100/0 TRADE",
            "  pool1 cash +1000000 = 1000000/0 TRADE",
            "  pool1 YES -100 = -100/0 TRADE",
            "  pool1 NO -100 = -100/0 TRADE",
            "closed #1 FILLED",
            "closed #2 FILLED");
  }

  @Test
  void marketsCanHaveTicksOfOneTenThousandth() {
    Exchange exchange =
        Exchange.with(new MarketSpec("m", 10_000, 1, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0));
    exchange.place(priced(exchange, ANN, YES, 4_999)).place(priced(exchange, BOB, NO, 5_001));
    assertThat(exchange.shares(ANN, YES)).isEqualTo(100);
    assertThat(exchange.cash(ANN)).isEqualTo(100_000_000 - 499_900);
  }

  @Test
  void makerOfAHybridMarketStopsAtTheFineLevelBeforeTheBook() {
    Exchange exchange = Exchange.with(tapered(MarketMode.HYBRID));
    exchange.place(priced(exchange, BOB, YES, 100)).quietly();
    PlaceOrder order = exchange.limit(ANN, Side.BUY, NO, 90_000, 0);
    order.price = 9_950;
    order.quantity = 900;
    exchange.place(order);
    assertThat(exchange.recorder.take()).noneMatch(line -> line.startsWith("rejected"));
    exchange.engine.checkInvariants();
  }

  @Test
  void gridsThatMakeNoSenseAreRefused() {
    refuses(new TickBand(500, 100));
    refuses(new TickBand(500, 30));
    refuses(new TickBand(500, 0));
    refuses(new TickBand(0, 10));
    refuses(new TickBand(550, 10));
    refuses(new TickBand(5_100, 10));
    refuses(new TickBand(500, 10), new TickBand(1_000, 1));
    refuses(new TickBand(500, 1), new TickBand(500, 10));
    refuses(new TickBand(105, 1), new TickBand(500, 10));
  }

  @Test
  void ladderOfTheFinestTickIsBounded() {
    Limits limits = Limits.defaults().with(to -> to.levels = 9_998);
    Exchange exchange = new Exchange(limits).create(tapered(MarketMode.BOOK));
    exchange.refused(Reason.LIMIT_EXCEEDED);
  }

  private static void refuses(TickBand... bands) {
    new Exchange().create(spec(MarketMode.BOOK, List.of(bands))).refused(Reason.INVALID_COMMAND);
  }

  private static PlaceOrder priced(Exchange exchange, long account, Outcome outcome, int price) {
    PlaceOrder order = exchange.limit(account, Side.BUY, outcome, 1, 0);
    order.price = price;
    return order;
  }

  private static MarketSpec tapered(MarketMode mode) {
    return spec(mode, TAPERED);
  }

  private static MarketSpec spec(MarketMode mode, List<TickBand> bands) {
    return new MarketSpec(
        "m",
        10_000,
        100,
        100,
        mode,
        mode == MarketMode.BOOK ? 0 : 100 * Exchange.CONTRACT,
        FeeKind.NONE,
        0,
        0,
        new MarketRules(MarketKind.BINARY, bands, 0, 0, false));
  }
}
