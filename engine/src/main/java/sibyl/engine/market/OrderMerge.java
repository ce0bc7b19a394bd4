package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.Side;
import sibyl.engine.book.Orders;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OrderNumbers;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;

/**
 * Makes one open order of several at one price. The one that stands last takes over what is left of
 * the others and keeps its place and its other terms.
 */
public final class OrderMerge {
  private final Markets markets;
  private final AccountTable accounts;
  private final Orders orders;
  private final OpenOrders openOrders;
  private final EventStream events;
  private final int[] slots = new int[OrderNumbers.MAX];

  // What check() found out, for merge().
  private Market market = NoMarket.INSTANCE;
  private int last;
  private long taken;

  public OrderMerge(
      Markets markets, Ledger ledger, Orders orders, OpenOrders openOrders, EventStream events) {
    this.markets = markets;
    this.orders = orders;
    this.openOrders = openOrders;
    this.events = events;
    accounts = ledger.accounts();
  }

  /** Checks a merge; {@link #merge} may follow if null is returned. */
  public @Nullable Reason check(MergeOrders command, long nowMs, Rejection rejection) {
    rejection.account = command.account;
    OrderNumbers numbers = command.orders;
    if (numbers.size() < 2 || hasRepeat(numbers)) {
      return Reason.INVALID_COMMAND;
    }
    for (int i = 0; i < numbers.size(); i++) {
      rejection.order = numbers.get(i);
      Reason refusal = checkOne(command.account, i, numbers.get(i), nowMs);
      if (refusal != null) {
        return refusal;
      }
    }
    rejection.order = orders.id(last);
    market = markets.get(orders.market(last));
    rejection.market = market.id();
    if (market.state() != MarketState.OPEN) {
      return Reason.MARKET_NOT_OPEN;
    }
    return checkTogether(numbers.size(), rejection);
  }

  /** Carries out the merge that {@link #check} just accepted. */
  public void merge(MergeOrders command) {
    for (int i = 0; i < command.orders.size(); i++) {
      if (slots[i] != last) {
        openOrders.cancel(market, slots[i], CloseReason.MERGED);
      }
    }
    long quantity = orders.quantity(last) + taken;
    long remaining = orders.remaining(last) + taken;
    int price = market.ownPrice(orders.outcome(last), orders.tick(last));
    events.orderAmended(
        orders.id(last), command.account, market.id(), price, quantity, remaining, true, false);
    openOrders.grow(market, last, taken);
  }

  private static boolean hasRepeat(OrderNumbers numbers) {
    for (int i = 1; i < numbers.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (numbers.get(i) == numbers.get(j)) {
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable Reason checkOne(long account, int i, long number, long nowMs) {
    int order = orders.find(number);
    if (order == Orders.NONE || accounts.id(orders.account(order)) != account) {
      return Reason.UNKNOWN_ORDER;
    }
    if (orders.hasEnded(order, nowMs)) {
      return Reason.TOO_LATE;
    }
    slots[i] = order;
    if (i == 0) {
      last = order;
      return null;
    }
    if (orders.market(order) != orders.market(last)
        || orders.side(order) != orders.side(last)
        || orders.outcome(order) != orders.outcome(last)
        || orders.tick(order) != orders.tick(last)) {
      return Reason.NOT_MERGEABLE;
    }
    if (orders.arrival(order) > orders.arrival(last)) {
      last = order;
    }
    return null;
  }

  /** Whether one order may be that large, and whether its owner can pay what rounding may add. */
  private @Nullable Reason checkTogether(int count, Rejection rejection) {
    long heldNow = 0;
    taken = 0;
    for (int i = 0; i < count; i++) {
      heldNow += openOrders.held(market, slots[i]);
      taken += slots[i] == last ? 0 : orders.remaining(slots[i]);
    }
    long quantity = orders.quantity(last) + taken;
    if (quantity > market.mostPerOrder()) {
      rejection.nearest = market.mostPerOrder();
      return Reason.QUANTITY_OUT_OF_RANGE;
    }
    long needed = openOrders.heldFor(market, last, orders.remaining(last) + taken) - heldNow;
    long free = accounts.free(orders.account(last));
    if (orders.side(last) == Side.SELL || needed <= free) {
      return null;
    }
    rejection.asset = Asset.CASH;
    rejection.needed = needed;
    rejection.available = free;
    rejection.held = accounts.held(orders.account(last));
    return Reason.INSUFFICIENT_BALANCE;
  }
}
