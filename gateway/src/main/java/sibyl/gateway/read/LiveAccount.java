package sibyl.gateway.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import sibyl.protocol.derive.MarketPosition;

/**
 * An account while it lives: changed by the one writer, read under the model's lock. Open orders
 * and positions are as many as the engine allows; closed orders, fills and ledger entries are the
 * latest only.
 */
final class LiveAccount {
  final long account;
  final Long2ObjectHashMap<Holding> holdings = new Long2ObjectHashMap<>();

  /** By market, until it is settled; read by several threads at once, as a hash map cannot be. */
  final NavigableMap<Long, MarketPosition> positions = new TreeMap<>();

  /** Its order groups, in the order they were made. */
  final NavigableMap<Long, OrderGroupView> groups = new TreeMap<>();

  /** Goods it may produce. */
  final Set<Long> produces = new TreeSet<>();

  final Recent<SettlementView> settlements;
  final Recent<InventoryEntry> inventory;

  /** Profit taken in markets that were settled; their positions are gone. */
  long realizedInSettled;

  boolean netting;
  boolean suspended;

  /** What came in by transfers, less what went out for good. */
  long paidIn;

  /** What was taken for withdrawals that are not paid yet. */
  long underWay;

  long trades;

  /** Σ of the fills' costs. */
  long volume;

  /** Open and recently closed orders by the number of the event that accepted them. */
  private final NavigableMap<Long, OrderView> orders = new TreeMap<>();

  /** The latest baskets by the number of the event that accepted them. */
  private final NavigableMap<Long, PlacedBasket> baskets = new TreeMap<>();

  /** Of orders and baskets alike: the latest that used an id has it. */
  private final Map<String, Long> placedSeqByClientId = new HashMap<>();

  private final ArrayDeque<OrderView> closed = new ArrayDeque<>();
  private final Recent<FillView> fills;
  private final Recent<LedgerEntry> ledger;
  private final ReadLimits limits;
  private boolean ordersForgotten;

  /** The number of the event that accepted the last basket that is forgotten; 0 if none is. */
  private long lastForgottenBasket;

  /** The largest number of an event that accepted a forgotten order. */
  private long lastForgottenPlaced;

  /** The last event that changed a forgotten order. */
  private long ordersForgottenThrough;

  LiveAccount(long account, ReadLimits limits) {
    this.account = account;
    this.limits = limits;
    this.fills = new Recent<>(limits.fillsPerAccount());
    this.ledger = new Recent<>(limits.ledgerEntriesPerAccount());
    this.settlements = new Recent<>(limits.closedOrdersPerAccount());
    this.inventory = new Recent<>(limits.closedOrdersPerAccount());
  }

  Holding holding(long asset) {
    Holding holding = holdings.get(asset);
    return holding == null ? Holding.NONE : holding;
  }

  void holding(long asset, long free, long held) {
    if (free == 0 && held == 0) {
      holdings.remove(asset);
    } else {
      holdings.put(asset, new Holding(free, held));
    }
  }

  MarketPosition position(long market) {
    MarketPosition position = positions.get(market);
    return position == null ? MarketPosition.NONE : position;
  }

  void order(OrderView order) {
    orders.put(order.placedSeq(), order);
    named(order.clientOrderId(), order.placedSeq());
  }

  private void named(@Nullable String clientOrderId, long placedSeq) {
    if (clientOrderId != null) {
      placedSeqByClientId.merge(clientOrderId, placedSeq, Math::max);
    }
  }

  private void forgetName(@Nullable String clientOrderId, long placedSeq) {
    if (clientOrderId != null) {
      placedSeqByClientId.remove(clientOrderId, placedSeq);
    }
  }

  /**
   * Notes that an order is over, and forgets the one that has been over longest if there are too
   * many.
   *
   * @return the forgotten order, or null
   */
  @Nullable OrderView closed(OrderView order) {
    closed.addLast(order);
    if (closed.size() <= limits.closedOrdersPerAccount()) {
      return null;
    }
    OrderView forgotten = closed.removeFirst();
    orders.remove(forgotten.placedSeq());
    forgetName(forgotten.clientOrderId(), forgotten.placedSeq());
    ordersForgotten = true;
    lastForgottenPlaced = Math.max(lastForgottenPlaced, forgotten.placedSeq());
    ordersForgottenThrough = Math.max(ordersForgottenThrough, forgotten.seq());
    return forgotten;
  }

  @Nullable OrderView orderByClientId(String clientOrderId) {
    Long placedSeq = placedSeqByClientId.get(clientOrderId);
    return placedSeq == null ? null : orders.get(placedSeq);
  }

  /** The last event that changed a forgotten order; 0 if none is forgotten. */
  long ordersForgottenThrough() {
    return ordersForgottenThrough;
  }

  /** The last event of a fill that is forgotten; 0 if none is. */
  long fillsForgottenThrough() {
    return fills.forgottenThrough();
  }

  /** A basket is forgotten only after an order of it: it has one at least, which is over. */
  void placed(PlacedBasket basket) {
    baskets.put(basket.placedSeq(), basket);
    named(basket.clientOrderId(), basket.placedSeq());
    if (baskets.size() > limits.closedOrdersPerAccount()) {
      PlacedBasket forgotten = baskets.pollFirstEntry().getValue();
      forgetName(forgotten.clientOrderId(), forgotten.placedSeq());
      lastForgottenBasket = forgotten.placedSeq();
    }
  }

  @Nullable PlacedBasket basket(long basket) {
    for (PlacedBasket placed : baskets.values()) {
      if (placed.basket() == basket) {
        return placed;
      }
    }
    return null;
  }

  @Nullable PlacedBasket basketByClientId(String clientOrderId) {
    Long placedSeq = placedSeqByClientId.get(clientOrderId);
    return placedSeq == null ? null : baskets.get(placedSeq);
  }

  Collection<PlacedBasket> basketsNewestFirst() {
    return baskets.descendingMap().values();
  }

  /** The number of the event that accepted the last basket that is forgotten; 0 if none is. */
  long lastForgottenBasket() {
    return lastForgottenBasket;
  }

  void filled(FillView fill) {
    trades++;
    volume += fill.cost();
    fills.add(fill);
  }

  void posted(LedgerEntry entry) {
    ledger.add(entry);
  }

  /** Open orders never leave memory: a page of them needs no more. */
  Remembered<OrderView> orders(
      Predicate<OrderView> wanted, boolean openOnly, long beforeSeq, int limit) {
    Collection<OrderView> newestFirst = orders.headMap(beforeSeq, false).descendingMap().values();
    return openOnly || !ordersForgotten
        ? Remembered.whole(newestFirst, OrderView::placedSeq, wanted, beforeSeq, limit)
        : Remembered.of(
            newestFirst,
            OrderView::placedSeq,
            wanted,
            beforeSeq,
            limit,
            lastForgottenPlaced + 1,
            ordersForgottenThrough);
  }

  Remembered<FillView> fills(Predicate<FillView> wanted, long beforeSeq, int limit) {
    return fills.page(wanted, beforeSeq, limit);
  }

  List<FillView> fillsOf(long order) {
    List<FillView> found = new ArrayList<>();
    for (FillView fill : fills.newestFirst()) {
      if (fill.order() == order) {
        found.addFirst(fill);
      }
    }
    return found;
  }

  Remembered<LedgerEntry> ledger(long beforeSeq, int limit) {
    return ledger.page(any -> true, beforeSeq, limit);
  }

  Remembered<SettlementView> settlements(long beforeSeq, int limit) {
    return settlements.page(any -> true, beforeSeq, limit);
  }

  Remembered<InventoryEntry> inventory(
      Predicate<InventoryEntry> wanted, long beforeSeq, int limit) {
    return inventory.page(wanted, beforeSeq, limit);
  }
}
