package sibyl.simulation.lobster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sibyl.engine.book.OrderBook;
import sibyl.engine.book.Orders;

/**
 * The engine's book over its own range of prices, started from the first recorded book and fed with
 * what follows. Volume of which only the size is known is one nameless order at each price, in
 * front of all others.
 */
final class ReplayedBook {
  /** Stands for volume of which only the size is known. */
  static final long NAMELESS = 0;

  private static final int LOWEST_PRICE = 500_00;
  private static final int HIGHEST_PRICE = 700_00;

  /** One meeting of an aggressor with a resting order. */
  record Fill(long order, int price, long size) {}

  private final Recording recording;
  private final OrderBook book;
  private final Map<Long, Integer> slots = new HashMap<>();
  private final Map<Integer, Long> orders = new HashMap<>();
  private final Map<Integer, Integer> nameless = new HashMap<>();
  private final List<Fill> fills = new ArrayList<>();

  ReplayedBook(Recording recording) {
    this.recording = recording;
    book = new OrderBook(new Orders(10_000), LOWEST_PRICE, HIGHEST_PRICE);
    Recording.Event first = recording.events().getFirst();
    seed(true, first);
    seed(false, first);
    apply(first);
  }

  private void seed(boolean bid, Recording.Event first) {
    for (Recording.Level level : recording.levels(0, bid)) {
      boolean includesFirst = first.bid() == bid && first.price() == level.price();
      long before = level.size() - (includesFirst ? first.size() : 0);
      if (before > 0) {
        nameless.put(level.price(), book.add(bid, level.price(), before));
      }
    }
  }

  /** The last row of the aggressor whose executions start at {@code row}. */
  int lastOfAggressor(int row) {
    List<Recording.Event> events = recording.events();
    int last = row;
    while (last + 1 < events.size() && events.get(last + 1).sameAggressor(events.get(row))) {
      last++;
    }
    return last;
  }

  /** Applies the events of some rows: one of them, or all executions of one aggressor. */
  void apply(int firstRow, int lastRow) {
    List<Recording.Event> events = recording.events().subList(firstRow, lastRow + 1);
    if (events.getFirst().isExecution()) {
      execute(events);
    } else {
      apply(events.getFirst());
    }
    reveal(recording.levels(lastRow, true).getLast(), true);
    reveal(recording.levels(lastRow, false).getLast(), false);
  }

  /**
   * The recording leaves out what happens beyond the ten best levels: a level that moves up to the
   * tenth may never have been heard of.
   */
  private void reveal(Recording.Level tenth, boolean bid) {
    if (book.quantityAt(tenth.price()) == 0) {
      nameless.put(tenth.price(), book.add(bid, tenth.price(), tenth.size()));
    }
  }

  Recording.Touch touch() {
    return new Recording.Touch(book.bestBid(), book.bestAsk());
  }

  /** What the last execution met. */
  List<Fill> fills() {
    return fills;
  }

  private void apply(Recording.Event event) {
    switch (event.type()) {
      case ADD -> {
        int slot = book.add(event.bid(), event.price(), event.size());
        slots.put(event.order(), slot);
        orders.put(slot, event.order());
      }
      case REDUCE, DELETE -> reduce(event);
      case EXECUTION, HIDDEN_EXECUTION -> {} // The one is done elsewhere, the other never seen.
    }
  }

  private void reduce(Recording.Event event) {
    Integer known = slots.get(event.order());
    Integer slot = known == null ? nameless.get(event.price()) : known;
    if (slot == null) {
      return; // Rests where the recording does not look.
    }
    long remaining = book.orders().remaining(slot);
    if (event.size() >= remaining) {
      book.cancel(slot);
      forget(slot, event.price());
    } else {
      book.reduce(slot, event.size());
    }
  }

  private void execute(List<Recording.Event> events) {
    Recording.Event first = events.getFirst();
    int limit = events.getLast().price();
    long size = events.stream().mapToLong(Recording.Event::size).sum();
    fills.clear();
    book.match(
        !first.bid(),
        limit,
        size,
        (slot, price, quantity, remaining) -> {
          fills.add(new Fill(orders.getOrDefault(slot, NAMELESS), price, quantity));
          if (remaining == 0) {
            forget(slot, price);
          }
        });
  }

  /** The recorded executions, those of nameless orders at one price taken together. */
  List<Fill> expectedFills(List<Recording.Event> executions) {
    List<Fill> expected = new ArrayList<>();
    for (Recording.Event execution : executions) {
      long order = wasAdded(execution.order()) ? execution.order() : NAMELESS;
      Fill last = expected.isEmpty() ? null : expected.getLast();
      if (order == NAMELESS
          && last != null
          && last.order() == NAMELESS
          && last.price() == execution.price()) {
        expected.removeLast();
        expected.add(new Fill(NAMELESS, last.price(), last.size() + execution.size()));
      } else {
        expected.add(new Fill(order, execution.price(), execution.size()));
      }
    }
    return expected;
  }

  private boolean wasAdded(long order) {
    return slots.containsKey(order);
  }

  private void forget(int slot, int price) {
    orders.remove(slot);
    nameless.remove(price, slot);
  }
}
