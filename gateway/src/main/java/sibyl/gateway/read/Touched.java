package sibyl.gateway.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;

/** Gathers what one command touches, and moves its orders in the books at the end. */
final class Touched {
  private final ExchangeState state;
  private final Map<Long, TouchedOrder> orders = new LinkedHashMap<>();
  final List<FillView> fills = new ArrayList<>();
  final List<TradeView> trades = new ArrayList<>();
  final Set<Long> accounts = new LinkedHashSet<>();
  final Set<Applied.PositionKey> positions = new LinkedHashSet<>();
  final Set<Long> groups = new LinkedHashSet<>();
  final Set<Long> synthetic = new LinkedHashSet<>();
  private final Set<Long> markets = new LinkedHashSet<>();

  /**
   * @param before where the order stood before this change; null when it did not
   * @param moved whether it goes to the back of its price
   */
  void order(OrderView now, Book.@Nullable Resting before, boolean moved) {
    orders.merge(
        now.order(),
        new TouchedOrder(now, before, moved),
        (first, latest) -> new TouchedOrder(latest.now, first.before, first.moved || latest.moved));
  }

  void market(LiveMarket market, long atMs) {
    market.updatedAtMs = atMs;
    markets.add(market.market);
  }

  Applied applied(CommandEvents command) {
    List<OrderView> after = new ArrayList<>();
    Map<LevelKey, Long> levels = new LinkedHashMap<>();
    for (TouchedOrder order : orders.values()) {
      after.add(order.now);
      rest(order, levels);
    }
    List<Applied.LevelChange> changes = new ArrayList<>();
    Set<Long> goods = new LinkedHashSet<>();
    levels.forEach(
        (key, quantity) -> {
          changes.add(new Applied.LevelChange(key.market, key.bid, key.yesPrice, quantity));
          if (key.bid && state.isGood(key.market)) {
            goods.add(key.market);
          }
        });
    for (long market : markets) {
      if (state.isGood(market)) {
        goods.add(market); // it may have opened or closed
      }
    }
    return new Applied(
        command,
        List.copyOf(after),
        List.copyOf(fills),
        List.copyOf(trades),
        List.copyOf(changes),
        Set.copyOf(synthetic),
        cash(),
        Set.copyOf(positions),
        Set.copyOf(markets),
        Set.copyOf(goods),
        Set.copyOf(groups));
  }

  private void rest(TouchedOrder order, Map<LevelKey, Long> levels) {
    Book.Resting before = order.before;
    Book.Resting now = state.resting(order.now);
    if (Objects.equals(before, now) && !order.moved) {
      return;
    }
    Book book = state.known(order.now.market()).book;
    if (before != null && (now == null || order.moved || before.yesPrice() != now.yesPrice())) {
      levels.put(key(order.now.market(), before), book.remove(before));
    }
    if (now != null) {
      levels.put(key(order.now.market(), now), book.put(now));
    }
    if (before != null || now != null) {
      markets.add(order.now.market());
    }
  }

  private Map<Long, Holding> cash() {
    Map<Long, Holding> now = new LinkedHashMap<>();
    for (long account : accounts) {
      now.put(account, state.holding(account, Asset.CASH));
    }
    return Map.copyOf(now);
  }

  private static LevelKey key(long market, Book.Resting resting) {
    return new LevelKey(market, resting.bid(), resting.yesPrice());
  }

  Touched(ExchangeState state) {
    this.state = state;
  }

  /**
   * An order as it is now, and where it stood before the command. Kept here and not looked up at
   * the end, since an order that is over may be forgotten by then.
   *
   * @param moved whether it lost its place
   */
  private record TouchedOrder(OrderView now, Book.@Nullable Resting before, boolean moved) {}

  private record LevelKey(long market, boolean bid, int yesPrice) {}
}
