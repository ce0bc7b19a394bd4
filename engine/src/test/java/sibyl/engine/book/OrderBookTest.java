package sibyl.engine.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ladder on its own: no engine, no money. */
class OrderBookTest {
  private static final boolean BID = true;
  private static final boolean ASK = false;

  private final List<String> matches = new ArrayList<>();
  private final OrderBook book = new OrderBook(new Orders(1_000), 1, 99);

  @Test
  void emptyBookHasNoPrices() {
    assertThat(book.hasBid()).isFalse();
    assertThat(book.hasAsk()).isFalse();
    assertThat(book.bestBid()).isEqualTo(0);
    assertThat(book.bestAsk()).isEqualTo(100);
  }

  @Test
  void bestPricesFollowOrdersThatComeAndGo() {
    int low = book.add(BID, 40, 10);
    int high = book.add(BID, 45, 10);
    int ask = book.add(ASK, 50, 10);
    assertThat(book.bestBid()).isEqualTo(45);
    assertThat(book.bestAsk()).isEqualTo(50);
    book.cancel(high);
    assertThat(book.bestBid()).isEqualTo(40);
    book.cancel(low);
    book.cancel(ask);
    assertThat(book.hasBid() || book.hasAsk()).isFalse();
    book.checkChains();
  }

  @Test
  void betterPricesTradeFirstAndOlderOrdersFirstAtOnePrice() {
    int first = book.add(ASK, 50, 10);
    int better = book.add(ASK, 49, 10);
    int second = book.add(ASK, 50, 10);
    assertThat(match(BID, 50, 25)).isZero();
    assertThat(matches)
        .containsExactly(
            better + " 10 @ 49 left 0", first + " 10 @ 50 left 0", second + " 5 @ 50 left 5");
  }

  @Test
  void incomingOrderStopsAtItsLimit() {
    int ask = book.add(ASK, 50, 10);
    book.add(ASK, 51, 10);
    assertThat(match(BID, 50, 25)).isEqualTo(15);
    assertThat(matches).containsExactly(ask + " 10 @ 50 left 0");
    assertThat(book.bestAsk()).isEqualTo(51);
  }

  @Test
  void restingOrderKeepsPriorityAfterPartialFill() {
    int first = book.add(BID, 30, 10);
    int second = book.add(BID, 30, 10);
    match(ASK, 30, 4);
    match(ASK, 30, 10);
    assertThat(matches)
        .containsExactly(
            first + " 4 @ 30 left 6", first + " 6 @ 30 left 0", second + " 4 @ 30 left 6");
  }

  @Test
  void reducedOrderKeepsPriority() {
    int first = book.add(BID, 30, 10);
    int second = book.add(BID, 30, 10);
    book.reduce(first, 7);
    assertThat(book.quantityAt(30)).isEqualTo(13);
    match(ASK, 30, 5);
    assertThat(matches).containsExactly(first + " 3 @ 30 left 0", second + " 2 @ 30 left 8");
  }

  @Test
  void orderCanBeTakenOutOfTheMiddleOfItsQueue() {
    int first = book.add(BID, 30, 1);
    int middle = book.add(BID, 30, 2);
    int last = book.add(BID, 30, 3);
    book.cancel(middle);
    book.checkChains();
    match(ASK, 1, 10);
    assertThat(matches).containsExactly(first + " 1 @ 30 left 0", last + " 3 @ 30 left 0");
  }

  @Test
  void equityPricesAreTicksLikeAnyOther() {
    OrderBook equity = new OrderBook(new Orders(100), 5_000_000 / 100, 6_500_000 / 100);
    equity.add(BID, 5_853_300 / 100, 18);
    equity.add(ASK, 5_859_400 / 100, 200);
    assertThat(equity.bestBid()).isEqualTo(58_533);
    assertThat(equity.bestAsk()).isEqualTo(58_594);
    equity.checkChains();
  }

  @Test
  void ordersThatDoNotFitAreErrors() {
    book.add(ASK, 50, 1);
    assertThatThrownBy(() -> book.add(BID, 50, 1)).hasMessageContaining("tick 50");
    assertThatThrownBy(() -> book.add(BID, 0, 1)).hasMessageContaining("tick 0");
    assertThatThrownBy(() -> book.add(ASK, 100, 1)).hasMessageContaining("tick 100");
    int bid = book.add(BID, 20, 5);
    assertThatThrownBy(() -> book.reduce(bid, 5)).isInstanceOf(IllegalArgumentException.class);
  }

  /** A ladder of one level, of a few words and of several summary words, against a sorted list. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 99, 999, 9_999})
  void behavesAsASortedListWould(int levels) {
    SplittableRandom random = new SplittableRandom(levels);
    OrderBook tested = new OrderBook(new Orders(10_000), 1, levels);
    List<int[]> plain = new ArrayList<>();
    for (int n = 0; n < 3_000; n++) {
      boolean bid = random.nextBoolean();
      int tick = 1 + random.nextInt(levels);
      if (!plain.isEmpty() && random.nextInt(3) == 0) {
        int[] gone = plain.remove(random.nextInt(plain.size()));
        tested.cancel(gone[0]);
      } else if (tested.crosses(bid, tick)) {
        int quantity = 1 + random.nextInt(30);
        matches.clear();
        long left = tested.match(bid, tick, quantity, this::record);
        List<String> expected = new ArrayList<>();
        assertThat(left).isEqualTo(matchPlainly(plain, bid, tick, quantity, expected));
        assertThat(matches).isEqualTo(expected);
      } else {
        int quantity = 1 + random.nextInt(20);
        plain.add(new int[] {tested.add(bid, tick, quantity), bid ? 1 : 0, tick, quantity});
      }
      tested.checkChains();
      assertThat(tested.size()).isEqualTo(plain.size());
    }
  }

  private static long matchPlainly(
      List<int[]> resting, boolean bid, int limit, long quantity, List<String> expected) {
    long left = quantity;
    while (left > 0) {
      int[] best = null;
      for (int[] order : resting) {
        boolean eligible = (order[1] == 1) != bid && (bid ? order[2] <= limit : order[2] >= limit);
        if (eligible && (best == null || (bid ? order[2] < best[2] : order[2] > best[2]))) {
          best = order;
        }
      }
      if (best == null) {
        return left;
      }
      int traded = (int) Math.min(left, best[3]);
      best[3] -= traded;
      left -= traded;
      expected.add(best[0] + " " + traded + " @ " + best[2] + " left " + best[3]);
      if (best[3] == 0) {
        resting.remove(best);
      }
    }
    return left;
  }

  private long match(boolean bid, int limit, long quantity) {
    long left = book.match(bid, limit, quantity, this::record);
    book.checkChains();
    return left;
  }

  private void record(int resting, int tick, long quantity, long restingRemaining) {
    matches.add(resting + " " + quantity + " @ " + tick + " left " + restingRemaining);
  }
}
