package sibyl.simulation.check;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The resting orders of one market, each level in the order of arrival. */
final class AuditedBook {
  private final NavigableMap<Integer, SequencedSet<AuditedOrder>> bids =
      new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Integer, SequencedSet<AuditedOrder>> asks = new TreeMap<>();

  void add(AuditedOrder order) {
    side(order.bid).computeIfAbsent(order.yesPrice, price -> new LinkedHashSet<>()).add(order);
  }

  void remove(AuditedOrder order) {
    NavigableMap<Integer, SequencedSet<AuditedOrder>> side = side(order.bid);
    SequencedSet<AuditedOrder> level = side.get(order.yesPrice);
    if (level != null && level.remove(order) && level.isEmpty()) {
      side.remove(order.yesPrice);
    }
  }

  /** The order with the best price, and among those the oldest. */
  @Nullable AuditedOrder first(boolean bid) {
    Map.Entry<Integer, SequencedSet<AuditedOrder>> best = side(bid).firstEntry();
    return best == null ? null : best.getValue().getFirst();
  }

  boolean crossed() {
    return !bids.isEmpty() && !asks.isEmpty() && bids.firstKey() >= asks.firstKey();
  }

  private NavigableMap<Integer, SequencedSet<AuditedOrder>> side(boolean bid) {
    return bid ? bids : asks;
  }
}
