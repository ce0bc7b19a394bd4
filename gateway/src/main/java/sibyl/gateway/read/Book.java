package sibyl.gateway.read;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Outcome;
import sibyl.engine.Units;

/**
 * What rests in one market: by canonical (YES) price, and at each price in the order of priority.
 * As many entries as the market has open orders.
 */
final class Book {
  private final NavigableMap<Integer, Queue> bids = new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Integer, Queue> asks = new TreeMap<>();
  private BigInteger statedYes = BigInteger.ZERO;
  private BigInteger statedNo = BigInteger.ZERO;

  /**
   * An order as it stands in the book.
   *
   * @param price as its owner states it, in terms of {@code outcome}
   */
  record Resting(
      long order, boolean bid, Outcome outcome, int price, int yesPrice, long quantity) {}

  /** The orders of one price, those with priority first. */
  private static final class Queue {
    private final Map<Long, Resting> orders = new LinkedHashMap<>();
    private long quantity;
  }

  /**
   * Puts an order at the back of its price, or changes what is left of it where it stands.
   *
   * @return all that rests at the price now
   */
  long put(Resting resting) {
    Queue queue = side(resting.bid).computeIfAbsent(resting.yesPrice, price -> new Queue());
    Resting before = queue.orders.put(resting.order, resting);
    queue.quantity += resting.quantity - (before == null ? 0 : before.quantity);
    if (before != null) {
      state(before, -1);
    }
    state(resting, 1);
    return queue.quantity;
  }

  /**
   * Takes an order off.
   *
   * @return all that rests at its price now
   * @throws IllegalStateException if it was not there
   */
  long remove(Resting resting) {
    Queue queue = side(resting.bid).get(resting.yesPrice);
    Resting before = queue == null ? null : queue.orders.remove(resting.order);
    if (queue == null || before == null) {
      throw new IllegalStateException("order " + resting.order + " does not rest");
    }
    queue.quantity -= before.quantity;
    state(before, -1);
    if (queue.orders.isEmpty()) {
      side(resting.bid).remove(resting.yesPrice);
    }
    return queue.quantity;
  }

  /** What must trade at the order's price before it does; null if it does not rest here. */
  @Nullable QueuePosition ahead(Resting resting) {
    Queue queue = side(resting.bid).get(resting.yesPrice);
    if (queue == null || !queue.orders.containsKey(resting.order)) {
      return null;
    }
    long quantity = 0;
    int orders = 0;
    for (Resting other : queue.orders.values()) {
      if (other.order == resting.order) {
        break;
      }
      quantity += other.quantity;
      orders++;
    }
    return new QueuePosition(orders, quantity, queue.quantity);
  }

  /** The highest bid; 0 without bids. */
  int bestBid() {
    return bids.isEmpty() ? 0 : bids.firstKey();
  }

  /** The lowest ask; 0 without asks. */
  int bestAsk() {
    return asks.isEmpty() ? 0 : asks.firstKey();
  }

  /** What rests at the best bid. */
  long bestBidQuantity() {
    return bids.isEmpty() ? 0 : bids.firstEntry().getValue().quantity;
  }

  /** What rests at the best ask. */
  long bestAskQuantity() {
    return asks.isEmpty() ? 0 : asks.firstEntry().getValue().quantity;
  }

  /**
   * Σ price × quantity over all open YES orders, as a part of the same over YES and NO orders, each
   * order at the price its owner states, buying and selling alike. Half when nothing rests.
   *
   * @return billionths
   */
  long depthWeightedBillionths() {
    BigInteger all = statedYes.add(statedNo);
    return all.signum() == 0
        ? Units.WHOLE_MARK / 2
        : statedYes.multiply(BigInteger.valueOf(Units.WHOLE_MARK)).divide(all).longValueExact();
  }

  /** The bids from the best on, in the order in which they would trade, until told to stop. */
  void bids(LongPredicate goOn) {
    for (Queue queue : bids.values()) {
      for (long order : queue.orders.keySet()) {
        if (!goOn.test(order)) {
          return;
        }
      }
    }
  }

  /** In terms of {@code outcome}: NO's bids are YES's asks seen from the other end. */
  BookView view(Outcome outcome, int payout, int depth, BookView.Synthetic synthetic) {
    return outcome == Outcome.YES
        ? new BookView(levels(bids, depth, 0), levels(asks, depth, 0), synthetic)
        : new BookView(levels(asks, depth, payout), levels(bids, depth, payout), synthetic);
  }

  private void state(Resting resting, int sign) {
    BigInteger worth =
        BigInteger.valueOf(resting.quantity)
            .multiply(BigInteger.valueOf((long) sign * resting.price));
    if (resting.outcome == Outcome.YES) {
      statedYes = statedYes.add(worth);
    } else {
      statedNo = statedNo.add(worth);
    }
  }

  private NavigableMap<Integer, Queue> side(boolean bid) {
    return bid ? bids : asks;
  }

  private static List<Level> levels(NavigableMap<Integer, Queue> side, int depth, int mirror) {
    List<Level> levels = new ArrayList<>(Math.min(depth, side.size()));
    for (var level : side.entrySet()) {
      if (levels.size() == depth) {
        break;
      }
      int price = mirror == 0 ? level.getKey() : mirror - level.getKey();
      levels.add(new Level(price, level.getValue().quantity));
    }
    return levels;
  }
}
