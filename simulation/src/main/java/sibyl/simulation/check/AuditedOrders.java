package sibyl.simulation.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import sibyl.engine.CloseReason;
import sibyl.engine.ReduceReason;
import sibyl.engine.TradeKind;
import sibyl.engine.Units;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.Trade;

/** Open orders and their books as the events tell them, with the checks on each event. */
final class AuditedOrders {
  private static final String ADD_UP = "I8 quantities add up";
  private static final String PRIORITY = "I6 price-time";
  private static final String AGREE = "events agree";

  private final Checks checks;
  private final Map<Long, AuditedOrder> orders = new HashMap<>();
  private final List<Long> idsOfOrders = new ArrayList<>();
  private final Map<Long, Long> numbersOfOrders = new HashMap<>();

  /** Orders that came, or went to the back, in this command. */
  private final Set<AuditedOrder> arriving = new LinkedHashSet<>();

  /** What orders that were merged in this command left to another. */
  private long mergedRemaining;

  AuditedOrders(Checks checks) {
    this.checks = checks;
  }

  int open() {
    return orders.size();
  }

  /** The number by acceptance of an order the engine knows by {@code id}; 0 if there never was. */
  long numberOf(long id) {
    return numbersOfOrders.getOrDefault(id, 0L);
  }

  /** The engine's id of the order accepted as number {@code number}; 0 if there is none. */
  long idOf(long number) {
    return number < 1 || number > idsOfOrders.size() ? 0 : idsOfOrders.get((int) number - 1);
  }

  AuditedOrder order(long id) {
    AuditedOrder order = orders.get(id);
    if (order == null) {
      throw new Discrepancy(AGREE, "no open order with id " + id);
    }
    return order;
  }

  void startCommand() {
    arriving.clear();
    mergedRemaining = 0;
  }

  /** What is still there of the orders that came now rests. */
  void endCommand(Map<Long, AuditedMarket> markets) {
    for (AuditedOrder order : arriving) {
      if (orders.containsKey(order.id)) {
        checks.require(order.remaining > 0, ADD_UP, () -> "nothing left of " + order);
        checks.require(!order.immediate, ADD_UP, () -> "must not rest: " + order);
        order.resting = true;
        Objects.requireNonNull(markets.get(order.market)).book.add(order);
      }
    }
    checks.require(mergedRemaining == 0, ADD_UP, () -> mergedRemaining + " lost in a merger");
  }

  AuditedOrder place(long id, long quantity, PlaceOrder spec, AuditedMarket market) {
    idsOfOrders.add(id);
    numbersOfOrders.put(id, (long) idsOfOrders.size());
    AuditedOrder order = new AuditedOrder(idsOfOrders.size(), id, quantity, spec, market.payout);
    checks.require(
        order.reduced == 0 || order.reduced > 0 && spec.reduceOnly,
        ADD_UP,
        () -> "for %d of %d: %s".formatted(quantity, spec.quantity, order));
    checks.require(orders.put(id, order) == null, AGREE, () -> "order id " + id + " twice");
    arriving.add(order);
    return order;
  }

  void trade(Trade trade, AuditedMarket market) {
    checks.require(
        trade.takerAccount != trade.makerAccount,
        "I7 no self-trade",
        () -> "account " + trade.takerAccount);
    AuditedOrder taker = order(trade.takerOrder);
    checkParty(taker, trade.takerAccount, trade.market);
    boolean betterOrEqual =
        !taker.limit
            || (taker.bid ? trade.yesPrice <= taker.yesPrice : trade.yesPrice >= taker.yesPrice);
    checks.require(betterOrEqual, PRIORITY, () -> "at " + trade.yesPrice + " beyond " + taker);
    taker.fill(trade.quantity);
    checks.require(
        taker.budget || taker.remaining == trade.takerRemaining && taker.remaining >= 0,
        ADD_UP,
        () -> "taker says " + trade.takerRemaining + ": " + taker);
    if (trade.kind != TradeKind.AMM) {
      meet(taker, trade, market);
    }
    checkCosts(trade, market);
  }

  private void meet(AuditedOrder taker, Trade trade, AuditedMarket market) {
    AuditedOrder maker = order(trade.makerOrder);
    checkParty(maker, trade.makerAccount, trade.market);
    if (!isAcceptedOffer(taker, maker, trade, market)) {
      AuditedOrder first = market.book.first(!taker.bid);
      checks.require(maker == first, PRIORITY, () -> "met " + maker + " before " + first);
      checks.require(
          trade.yesPrice == maker.yesPrice,
          PRIORITY,
          () -> "at " + trade.yesPrice + ", not the price of " + maker);
    }
    maker.fill(trade.quantity);
    checks.require(
        maker.remaining == trade.makerRemaining && maker.remaining >= 0,
        ADD_UP,
        () -> "maker says " + trade.makerRemaining + ": " + maker);
    if (maker.remaining == 0) {
      market.book.remove(maker);
    }
  }

  /** Goods can be sold to an order of the seller's choice, at his price if it is no worse. */
  private static boolean isAcceptedOffer(
      AuditedOrder taker, AuditedOrder maker, Trade trade, AuditedMarket market) {
    return market.good
        && taker.immediate
        && !taker.bid
        && trade.yesPrice == taker.yesPrice
        && trade.yesPrice <= maker.yesPrice;
  }

  private void checkParty(AuditedOrder order, long account, long market) {
    checks.require(
        order.account == account && order.market == market,
        AGREE,
        () -> "account " + account + " in market " + market + " with " + order);
  }

  /** What the two parties pay and receive is the price of what changed hands, exactly. */
  private void checkCosts(Trade trade, AuditedMarket market) {
    long set = Units.money(market.payout, trade.quantity);
    boolean exact =
        switch (trade.kind) {
          case TRANSFER -> trade.takerCost == trade.makerCost;
          case MINT, BURN -> !market.good && trade.takerCost + trade.makerCost == set;
          case AMM -> !market.good;
        };
    boolean fees = trade.takerFee >= 0 && trade.makerFee >= 0;
    checks.require(exact && fees, AGREE, () -> "costs of trade " + trade.trade);
  }

  AuditedOrder amend(
      long id,
      long account,
      AuditedMarket market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority,
      boolean restated) {
    AuditedOrder order = order(id);
    checkParty(order, account, market.number);
    checks.require(order.resting, AGREE, () -> "amended while it does not rest: " + order);
    checks.require(
        quantity - remaining == order.filled && remaining > 0,
        ADD_UP,
        () ->
            "%d of %d to be left of %s, filled %d"
                .formatted(remaining, quantity, order, order.filled));
    checks.require(
        restated || quantity == order.quantity + mergedRemaining,
        ADD_UP,
        () ->
            "for %d, which nobody stated, and not %d: %s"
                .formatted(quantity, order.quantity, order));
    if (restated) {
      order.reduced = 0;
      order.reducedFor = null;
    }
    order.quantity = quantity;
    if (keptPriority) {
      checks.require(
          price == order.price() && remaining - order.remaining <= mergedRemaining,
          PRIORITY,
          () -> "more at %d without losing priority: %s".formatted(price, order));
      if (mergedRemaining > 0) {
        checks.require(
            remaining == order.remaining + mergedRemaining,
            ADD_UP,
            () -> mergedRemaining + " merged into " + order);
        mergedRemaining = 0;
      }
    } else {
      market.book.remove(order);
      order.resting = false;
      order.reprice(price);
      arriving.add(order);
    }
    order.remaining = remaining;
    return order;
  }

  AuditedOrder reduce(
      long id, long account, long market, long by, long remaining, ReduceReason reason) {
    AuditedOrder order = order(id);
    checkParty(order, account, market);
    order.remaining -= by;
    order.quantity -= by;
    order.reduced += by;
    order.reducedFor = reason;
    checks.require(
        by > 0
            && order.remaining == remaining
            && remaining >= 0
            && order.quantity == order.filled + remaining,
        ADD_UP,
        () -> "reduced by %d to %d: %s".formatted(by, remaining, order));
    return order;
  }

  AuditedOrder close(
      long id, long account, AuditedMarket market, CloseReason reason, long remaining) {
    AuditedOrder order = order(id);
    checkParty(order, account, market.number);
    orders.remove(id);
    if (order.resting) {
      market.book.remove(order);
    }
    checks.require(
        order.budget || order.remaining == remaining,
        ADD_UP,
        () -> "closed with " + remaining + " left: " + order);
    checks.require(
        order.budget || order.quantity == order.filled + remaining,
        ADD_UP,
        () -> "%d canceled of %d: %s".formatted(remaining, order.quantity, order));
    boolean onlyWhenDone = reason == CloseReason.FILLED || reason == CloseReason.REDUCE_ONLY;
    checks.require(
        remaining == 0 ? reason == order.completed() : !onlyWhenDone,
        ADD_UP,
        () -> reason + " with " + remaining + " left: " + order);
    if (reason == CloseReason.MERGED) {
      mergedRemaining += remaining;
    }
    return order;
  }
}
