package sibyl.engine.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.book.Orders;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.limits.Limits;

/** Beside the JDK's sorted set, with times that change and markets that leave from the middle. */
class TimetableTest {
  private static final int MARKETS = 300;
  private static final int STEPS = 50_000;

  private final Timetable timetable = new Timetable();
  private final TreeSet<Market> expected =
      new TreeSet<>(Comparator.comparingLong(Market::nextMs).thenComparingInt(Market::id));

  @Test
  void theNextMarketIsAlwaysTheEarliestWhicheverLeftFromTheMiddle() {
    Market[] markets = new Market[MARKETS];
    for (int i = 0; i < MARKETS; i++) {
      markets[i] = market(i + 1);
    }
    Random random = new Random(11);
    for (int step = 0; step < STEPS; step++) {
      Market market = markets[random.nextInt(MARKETS)];
      expected.remove(market);
      if (random.nextInt(3) == 0) {
        timetable.remove(market);
        market.schedule(0, 0);
      } else {
        long openAtMs = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(10_000);
        long closeAtMs = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(10_000);
        market.schedule(openAtMs, closeAtMs);
      }
      timetable.update(market);
      if (market.nextMs() != Long.MAX_VALUE) {
        expected.add(market);
      }
      timetable.check();
      assertThat(timetable.size()).isEqualTo(expected.size());
      if (!expected.isEmpty()) {
        assertThat(timetable.first()).isSameAs(expected.first());
        assertThat(timetable.nextMs()).isEqualTo(expected.first().nextMs());
      }
    }
  }

  private static Market market(int id) {
    return new Market(
        id,
        new MarketEvent(id, false, 0, 1),
        new MarketSpec("", 2, 1, 1, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0),
        Limits.defaults(),
        new Orders(1));
  }
}
