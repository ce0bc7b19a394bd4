package sibyl.store.projection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import sibyl.engine.CloseReason;
import sibyl.engine.ReduceReason;
import sibyl.engine.TradeKind;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.Trade;
import sibyl.protocol.derive.OrderFigures;

/**
 * Listens in on the way of events to their reader, and keeps every order's figures. After every
 * command they must add up for each order that it touched.
 */
final class FiguresFromEvents {
  private final Map<Long, OrderFigures> figures = new HashMap<>();
  private final Map<Long, CloseReason> closed = new HashMap<>();
  private final Set<Long> touched = new HashSet<>();

  EventHandler before(EventHandler reader) {
    return (EventHandler)
        Proxy.newProxyInstance(
            EventHandler.class.getClassLoader(),
            new Class<?>[] {EventHandler.class},
            (proxy, method, arguments) -> {
              hear(method, arguments);
              try {
                return method.invoke(reader, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private void hear(Method method, Object[] a) {
    switch (method.getName()) {
      case "onOrderPlaced" -> put((long) a[1], OrderFigures.placed((long) a[2], (PlaceOrder) a[3]));
      case "onOrderAmended" ->
          put((long) a[1], of(a[1]).amended((long) a[5], (long) a[6], (boolean) a[8]));
      case "onOrderReduced" ->
          put((long) a[1], of(a[1]).reduced((long) a[4], (long) a[5], (ReduceReason) a[6]));
      case "onTrade" -> traded((Trade) a[1]);
      case "onOrderClosed" -> {
        put((long) a[1], of(a[1]).closed((long) a[5]));
        closed.put((long) a[1], (CloseReason) a[4]);
      }
      case "onCommandEnd" -> {
        touched.forEach(this::check);
        touched.clear();
      }
      default -> {}
    }
  }

  private void traded(Trade trade) {
    put(trade.takerOrder, of(trade.takerOrder).filled(trade.quantity, trade.takerRemaining));
    if (trade.kind != TradeKind.AMM) {
      put(trade.makerOrder, of(trade.makerOrder).filled(trade.quantity, trade.makerRemaining));
    }
  }

  private OrderFigures of(Object order) {
    return Objects.requireNonNull(figures.get((Long) order));
  }

  private void put(long order, OrderFigures now) {
    OrderFigures before = figures.put(order, now);
    touched.add(order);
    // A trade takes from what remained and from nothing else.
    if (before != null && before.quantity() > 0 && now.filled() > before.filled()) {
      require(now.quantity() == before.quantity(), order, before + " became " + now);
    }
  }

  private void check(long order) {
    OrderFigures now = of(order);
    CloseReason end = closed.get(order);
    require(now.filled() + now.remaining() + now.canceled() == now.quantity(), order, "" + now);
    require(end == null ? now.canceled() == 0 : now.remaining() == 0, order, end + ": " + now);
    boolean all = now.filled() == now.quantity() && now.reduced() == 0;
    require(end == null || all == (end == CloseReason.FILLED), order, end + ": " + now);
    require((now.reduced() == 0) == (now.reducedReason() == null), order, "" + now);
  }

  /** As {@code order quantity filled remaining canceled reduced reason end}. */
  List<String> rows() {
    return figures.entrySet().stream()
        .map(
            entry -> {
              OrderFigures f = entry.getValue();
              return "%d %d %d %d %d %d %s %s"
                  .formatted(
                      entry.getKey(),
                      f.quantity(),
                      f.filled(),
                      f.remaining(),
                      f.canceled(),
                      f.reduced(),
                      f.reducedReason(),
                      closed.get(entry.getKey()));
            })
        .toList();
  }

  private static void require(boolean holds, long order, String what) {
    if (!holds) {
      throw new AssertionError("order " + order + ": " + what);
    }
  }
}
