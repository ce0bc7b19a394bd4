package sibyl.engine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.Trade;

/**
 * What orders are for and what became of them, counted from their events. After every event {@code
 * filled + remaining = quantity}, and quantity is what the owner last stated less what was taken
 * off; an order is filled only when all that was stated has traded.
 */
final class StatedFigures {
  private final Map<Long, Figures> open = new HashMap<>();
  private boolean heardAll = true;

  private static final class Figures {
    long stated;
    long reduced;
    @Nullable ReduceReason reducedFor;
    long filled;
    boolean budget;

    long remaining() {
      return stated - reduced - filled;
    }
  }

  /** Orders that were open before are not known. */
  void heardNothingSoFar() {
    open.clear();
    heardAll = false;
  }

  void placed(long order, long quantity, PlaceOrder spec) {
    Figures figures = new Figures();
    figures.budget = spec.maxCost > 0;
    figures.stated = spec.quantity;
    figures.reduced = figures.budget ? 0 : spec.quantity - quantity;
    figures.reducedFor = figures.reduced == 0 ? null : ReduceReason.REDUCE_ONLY;
    require(figures.reduced == 0 || spec.reduceOnly, order, "cut though it may do more");
    require(open.put(order, figures) == null, order, "placed twice");
  }

  void traded(Trade trade) {
    filled(trade.takerOrder, trade.quantity, trade.takerRemaining);
    if (trade.kind != TradeKind.AMM) {
      filled(trade.makerOrder, trade.quantity, trade.makerRemaining);
    }
  }

  private void filled(long order, long quantity, long remaining) {
    Figures figures = known(order);
    if (figures != null) {
      figures.filled += quantity;
      if (figures.budget) {
        figures.stated = figures.filled + remaining;
      }
      check(order, figures, remaining);
    }
  }

  void amended(long order, long quantity, long remaining, boolean restated) {
    Figures figures = known(order);
    if (figures == null) {
      return;
    }
    if (restated) {
      figures.stated = quantity;
      figures.reduced = 0;
      figures.reducedFor = null;
    } else {
      // As it was, or with what orders merged into it had left.
      figures.stated = quantity + figures.reduced;
    }
    check(order, figures, remaining);
  }

  void reduced(long order, long by, long remaining, ReduceReason reason) {
    Figures figures = known(order);
    if (figures != null) {
      figures.reduced += by;
      figures.reducedFor = reason;
      check(order, figures, remaining);
    }
  }

  void closed(long order, CloseReason reason, long remaining) {
    Figures figures = known(order);
    if (figures == null) {
      return;
    }
    check(order, figures, remaining);
    if (remaining == 0 && !figures.budget) {
      CloseReason expected =
          switch (figures.reducedFor) {
            case null -> CloseReason.FILLED;
            case SELF_TRADE_PREVENTION -> CloseReason.SELF_TRADE_PREVENTION;
            case REDUCE_ONLY -> CloseReason.REDUCE_ONLY;
          };
      require(reason == expected, order, "closed as " + reason + " and not " + expected);
    }
    require(remaining == 0 || reason != CloseReason.FILLED, order, "filled with some left");
    require(reason != CloseReason.REDUCE_ONLY || figures.reduced > 0, order, "never cut");
    open.remove(order);
  }

  /** What the engine keeps of its open orders must be what its events said. */
  void agreeWith(Engine engine) {
    engine.forEachOpenOrder(
        (order, account, market, side, outcome, price, quantity, remaining) -> {
          Figures figures = known(order);
          if (figures != null) {
            check(order, figures, remaining);
            require(quantity == figures.stated - figures.reduced, order, "is for " + quantity);
          }
        });
  }

  private @Nullable Figures known(long order) {
    Figures figures = open.get(order);
    require(figures != null || !heardAll, order, "never placed");
    return figures;
  }

  private static void check(long order, Figures figures, long remaining) {
    require(
        remaining >= 0 && remaining == figures.remaining(),
        order,
        "stated %d, reduced %d, filled %d, but %d left"
            .formatted(figures.stated, figures.reduced, figures.filled, remaining));
  }

  private static void require(boolean holds, long order, String what) {
    if (!holds) {
      throw new AssertionError("order " + order + ": " + what);
    }
  }
}
