package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.TickBand;
import sibyl.engine.event.Quote;
import sibyl.engine.maker.MarketMaker;
import sibyl.engine.market.AmmDepth;

/** What the AMM is shown to offer is what an order gets. */
class AmmDepthTest {
  private record Shown(int yesPrice, long quantity) {}

  private static MarketSpec spec(MarketMode mode, int tick, int lot, long liquidity) {
    return new MarketSpec("Rain?", 10_000, tick, lot, mode, liquidity, FeeKind.NONE, 0, 0);
  }

  private static List<Shown> levels(AmmDepth depth, int place, boolean asks, int most) {
    List<Shown> levels = new ArrayList<>();
    if (asks) {
      depth.asks(place, most, (price, quantity) -> levels.add(new Shown(price, quantity)));
    } else {
      depth.bids(place, most, (price, quantity) -> levels.add(new Shown(price, quantity)));
    }
    return levels;
  }

  /** Follows the makers of markets 1 to n as a reader of events would. */
  private static void follow(Exchange exchange, AmmDepth depth, int markets) {
    for (int market = 1; market <= markets; market++) {
      MarketMaker maker = exchange.engine.market(market).maker();
      depth.sold(market - 1, maker.yesSold(), maker.noSold());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LMSR, 100, 100, 10000, 1", "LMSR, 100, 1, 700, 1", "LMSR, 1, 100, 2500, 1",
    "HYBRID, 10, 100, 1000000, 1", "LMSR, 100, 100, 100, 1", "LMSR, 100, 100, 10000, 3",
    "LMSR, 10, 50, 3000, 5", "HYBRID, 100, 100, 5000, 4"
  })
  void anOrderForTheShownLevelsFillsAtNoWorseThanShown(
      MarketMode mode, int tick, int lot, long liquidity, int markets) {
    SplittableRandom random = new SplittableRandom(liquidity + markets);
    MarketSpec spec = spec(mode, tick, lot, liquidity);
    List<MarketSpec> specs = Collections.nCopies(markets, spec);
    Exchange exchange = new Exchange().person(ANN, 1_000_000_00).quietly();
    if (markets == 1) {
      exchange.market(spec);
    } else {
      exchange.exclusive(specs.toArray(new MarketSpec[0]));
    }
    AmmDepth depth = new AmmDepth(specs);
    int compared = 0;
    for (int step = 0; step < 300; step++) {
      int place = random.nextInt(markets);
      long quantity = (1 + random.nextLong(2 * liquidity / lot + 2)) * lot;
      exchange.in(place + 1);
      PlaceOrder order =
          exchange.market(ANN, Side.BUY, random.nextBoolean() ? YES : NO, quantity / 100);
      order.quantity = quantity;
      exchange.place(order);
      follow(exchange, depth, markets);
      if (step % 40 == 39) {
        exchange.addLiquidity(place + 1, 1 + random.nextLong(20));
        depth.liquidity(exchange.engine.market(1).maker().liquidity());
      }
      exchange.recorder.take();
      int seen = random.nextInt(markets);
      boolean asks = random.nextBoolean();
      List<Shown> shown = levels(depth, seen, asks, 1 + random.nextInt(120));
      assertThat(depth.yesPriceBillionths(seen))
          .isEqualTo(exchange.engine.market(seen + 1).maker().yesPriceBillionths());
      compared += compare(exchange.in(seen + 1), shown, asks, random);
    }
    assertThat(compared).isGreaterThan(100);
  }

  /** Buys one outcome or sells the other, for all that is shown from the best level to any. */
  private static int compare(
      Exchange exchange, List<Shown> shown, boolean asks, SplittableRandom random) {
    if (shown.isEmpty()) {
      return 0;
    }
    int last = random.nextInt(shown.size());
    long quantity = 0;
    long yesWorth = 0;
    for (int level = 0; level <= last; level++) {
      quantity += shown.get(level).quantity();
      yesWorth += shown.get(level).quantity() * shown.get(level).yesPrice();
    }
    int yesPrice = shown.get(last).yesPrice();
    boolean yes = random.nextBoolean();
    Side side = yes == asks ? Side.BUY : Side.SELL;
    long worth = yes ? yesWorth : quantity * 10_000 - yesWorth;
    PlaceOrder order = exchange.limit(ANN, side, yes ? YES : NO, 0, 0);
    order.price = yes ? yesPrice : 10_000 - yesPrice;
    order.quantity = quantity;
    order.timeInForce = TimeInForce.IOC;
    Quote quote = exchange.quote(order).recorder.quote();
    assertThat(quote.filled).as("%s of %s", order.quantity, shown).isEqualTo(quantity);
    if (side == Side.BUY) {
      assertThat(quote.cost).isLessThanOrEqualTo(worth);
    } else {
      assertThat(quote.cost).isGreaterThanOrEqualTo(worth);
    }
    return 1;
  }

  @Test
  void levelsAreOnTheGridBestFirstAndOnBothSidesOfThePrice() {
    MarketRules bands =
        new MarketRules(
            MarketKind.BINARY, List.of(new TickBand(100, 10), new TickBand(500, 50)), 0, 0, false);
    MarketSpec spec =
        new MarketSpec("Rain?", 10_000, 100, 1, MarketMode.LMSR, 10_000, FeeKind.NONE, 0, 0, bands);
    AmmDepth depth = new AmmDepth(List.of(spec));
    List<Shown> asks = levels(depth, 0, true, 1_000);
    List<Shown> bids = levels(depth, 0, false, 1_000);
    assertThat(asks.getFirst()).isEqualTo(new Shown(5_100, 400));
    assertThat(bids.getFirst()).isEqualTo(new Shown(4_900, 400));
    assertThat(asks).extracting(Shown::yesPrice).isSorted().contains(9_500, 9_550, 9_900, 9_910);
    assertThat(asks.getLast().yesPrice()).isEqualTo(9_990);
    assertThat(bids.getLast().yesPrice()).isEqualTo(10);
    assertThat(asks).hasSameSizeAs(bids);
    assertThat(levels(depth, 0, true, 3)).isEqualTo(asks.subList(0, 3));
  }

  @Test
  void aMarketDrivenOutOfReachShowsNothing() {
    AmmDepth depth = new AmmDepth(Collections.nCopies(3, spec(MarketMode.LMSR, 100, 100, 100)));
    depth.sold(0, 30_000, 0);
    assertThat(levels(depth, 1, true, 10)).isEmpty();
    assertThat(levels(depth, 1, false, 10)).isEmpty();
    assertThat(levels(depth, 0, false, 10)).isEmpty();
  }

  /** At both ends the average rounds to 0 or to the whole, which is no price. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noTradeOfTheAmmIsToldAtNothingOrAtTheWholePayout(boolean shared) {
    MarketSpec spec = spec(MarketMode.LMSR, 100, 1, 100);
    Exchange exchange =
        new Exchange().person(ANN, 1_000_000_00).personWithoutNetting(BOB, 1_000_000_00).quietly();
    if (shared) {
      exchange.exclusive(spec, spec, spec);
    } else {
      exchange.market(spec);
    }
    exchange.recorder.take();
    SplittableRandom random = new SplittableRandom(3);
    for (int step = 0; step < 2_000; step++) {
      exchange.in(1 + (shared ? random.nextInt(3) : 0));
      Outcome outcome = random.nextInt(8) > 0 == step < 1_000 ? YES : NO;
      boolean sells = random.nextInt(3) == 0;
      long owner = random.nextBoolean() ? ANN : BOB;
      PlaceOrder order = exchange.market(owner, sells ? Side.SELL : Side.BUY, outcome, 0);
      order.quantity = 1 + random.nextLong(sells ? 50 : 500);
      Quote quote = exchange.quote(order).recorder.quote();
      if (quote.filled > 0) {
        assertThat(quote.worstPrice).isStrictlyBetween(0, 10_000);
        assertThat(quote.yesPriceBefore).isStrictlyBetween(0, 10_000);
        assertThat(quote.yesPriceAfter).isStrictlyBetween(0, 10_000);
      }
      exchange.place(order);
      for (String line : exchange.recorder.take()) {
        if (line.startsWith("AMM ")) {
          int price = Integer.parseInt(line.split(" @ ")[1].split("[: ]")[0]);
          assertThat(price).as(line).isStrictlyBetween(0, 10_000);
        }
        if (line.startsWith("maker ")) {
          long billionths = Long.parseLong(line.split(" at ")[1].split(" ")[0]);
          assertThat(billionths).as(line).isStrictlyBetween(0L, 1_000_000_000L);
        }
      }
    }
  }
}
