package sibyl.gateway.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import sibyl.engine.Outcome;

/**
 * What rests in one market, by canonical (YES) price. At most one level for every price of the
 * market's grid and side.
 */
final class Book {
  private final NavigableMap<Integer, Long> bids = new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Integer, Long> asks = new TreeMap<>();

  /** Adds to (or with a negative change takes from) a level; the level's quantity afterwards. */
  long change(boolean bid, int yesPrice, long change) {
    NavigableMap<Integer, Long> side = bid ? bids : asks;
    long after = side.getOrDefault(yesPrice, 0L) + change;
    if (after < 0) {
      throw new IllegalStateException("level " + yesPrice + " would hold " + after);
    }
    if (after == 0) {
      side.remove(yesPrice);
    } else {
      side.put(yesPrice, after);
    }
    return after;
  }

  /** The highest bid; 0 without bids. */
  int bestBid() {
    return bids.isEmpty() ? 0 : bids.firstKey();
  }

  /** The lowest ask; 0 without asks. */
  int bestAsk() {
    return asks.isEmpty() ? 0 : asks.firstKey();
  }

  /** In terms of {@code outcome}: NO's bids are YES's asks seen from the other end. */
  BookView view(Outcome outcome, int payout, int depth) {
    return outcome == Outcome.YES
        ? new BookView(levels(bids, depth, 0), levels(asks, depth, 0))
        : new BookView(levels(asks, depth, payout), levels(bids, depth, payout));
  }

  private static List<Level> levels(NavigableMap<Integer, Long> side, int depth, int mirror) {
    List<Level> levels = new ArrayList<>(Math.min(depth, side.size()));
    for (var level : side.entrySet()) {
      if (levels.size() == depth) {
        break;
      }
      int price = mirror == 0 ? level.getKey() : mirror - level.getKey();
      levels.add(new Level(price, level.getValue()));
    }
    return levels;
  }
}
