package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.Reason;
import sibyl.engine.ReduceReason;
import sibyl.engine.Side;
import sibyl.engine.Units;
import sibyl.engine.book.Matches;
import sibyl.engine.book.OrderBook;
import sibyl.engine.book.Orders;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Quote;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
import sibyl.engine.limits.ClientOrderIds;
import sibyl.engine.limits.Limits;

/**
 * Orders on their way in. {@link #check} says whether an order is acceptable and works out what it
 * will do, changing nothing; {@link #place} then carries that out; {@link #quote} reports it
 * instead.
 */
public final class OrderEntry {
  private final Positions positions;
  private final Orders orders;
  private final OpenOrders openOrders;
  private final TradeBooking booking;
  private final ClientOrderIds clientOrderIds;
  private final EventStream events;
  private final OrderCheck check;
  private final Incoming single = new Incoming();
  private final Quote quote = new Quote();

  public OrderEntry(
      Limits limits,
      Markets markets,
      Ledger ledger,
      Orders orders,
      OpenOrders openOrders,
      OrderGroups groups,
      ClientOrderIds clientOrderIds,
      EventStream events,
      int feeAccount) {
    this.orders = orders;
    this.openOrders = openOrders;
    this.clientOrderIds = clientOrderIds;
    this.events = events;
    positions = ledger.positions();
    booking = new TradeBooking(ledger, orders, groups, events, feeAccount);
    check = new OrderCheck(limits, markets, ledger, orders, groups, clientOrderIds);
  }

  TradeBooking booking() {
    return booking;
  }

  public long lastTrade() {
    return booking.lastTrade();
  }

  public void resumeAfterTrade(long lastTrade) {
    booking.resumeAfter(lastTrade);
  }

  /**
   * Checks an order fully and plans it.
   *
   * @param rejection gets the figures that explain a refusal
   * @return why the order is refused, or null
   */
  public @Nullable Reason check(PlaceOrder order, long nowMs, Rejection rejection) {
    return check(order, single, Claims.NONE, nowMs, rejection);
  }

  /**
   * As {@link #check} for an order that is only asked about: one without an account is a guest's,
   * of whom no means are asked.
   */
  public @Nullable Reason checkQuote(PlaceOrder order, long nowMs, Rejection rejection) {
    single.ofGuest = order.account == 0;
    Reason refusal = check(order, nowMs, rejection);
    single.ofGuest = false;
    return refusal;
  }

  /** Carries out the order that {@link #check} just accepted. */
  public void place(PlaceOrder order, long nowMs) {
    place(order, single, nowMs);
  }

  /** Reports what the order that was just checked would do. */
  public void quote(PlaceOrder order, @Nullable Reason refusal) {
    quote(order, single, refusal, 0);
  }

  @Nullable Reason check(
      PlaceOrder order, Incoming in, Claims claims, long nowMs, Rejection rejection) {
    return check.check(order, in, claims, nowMs, rejection);
  }

  void place(PlaceOrder order, Incoming in, long nowMs) {
    carryOut(order, in, arrive(order, in, nowMs));
  }

  /**
   * Places a sell that trades with one resting buy and nobody else, at its own price, which is no
   * more than the buy's.
   */
  void placeAgainst(int resting, PlaceOrder order, Incoming in, long nowMs) {
    Market market = in.market;
    int slot = arrive(order, in, nowMs);
    long heldForOthers = openOrders.heldForOthers(market, resting);
    booking.trade(market, slot, resting, in.quantity, market.tickOf(order.outcome, order.price));
    openOrders.releaseImprovement(market, resting, heldForOthers);
    if (orders.remaining(resting) == 0) {
      openOrders.complete(market, resting);
    }
    openOrders.complete(market, slot);
  }

  /** Gives an accepted order its number, and says so; returns its slot. */
  private int arrive(PlaceOrder order, Incoming in, long nowMs) {
    Market market = in.market;
    if (in.position == Positions.NONE) {
      in.position = positions.open(in.account, market.id(), market.holders());
    }
    boolean hasBudget = order.maxCost > 0;
    long placed = hasBudget ? in.plan.filled : in.quantity;
    int terms =
        Orders.terms(
            order.side,
            order.outcome,
            order.selfTradePrevention,
            order.postOnly,
            order.cancelOnHalt);
    int slot = orders.allocate(in.account, in.position, market.id(), terms, placed);
    long id = orders.id(slot);
    orders.expiresAtMs(slot, order.expiresAtMs);
    if (in.group != Orders.NONE) {
      orders.group(slot, in.group);
    }
    if (order.reduceOnly) {
      orders.markReduceOnly(slot);
    }
    if (in.quantity < order.quantity) {
      orders.markReduced(slot, ReduceReason.REDUCE_ONLY);
    }
    if (order.hasClientKey()) {
      clientOrderIds.add(order.account, order.clientKeyHigh, order.clientKeyLow, id, nowMs);
    }
    openOrders.arrive(slot);
    events.orderPlaced(id, hasBudget ? 0 : in.quantity, order);
    return slot;
  }

  /**
   * Takes down orders in the way of one that meets nobody: their time is over. Its plan says which
   * they were; another order may have taken them down since.
   */
  void clearWay(PlaceOrder order, Incoming in, long nowMs) {
    OrderBook book = in.market.book();
    boolean bid = in.plan.isBid();
    in.plan.matches.clear();
    while (book.crosses(bid, in.market.tickOf(order.outcome, order.price))) {
      int ended = book.first(!bid);
      if (!orders.hasEnded(ended, nowMs)) {
        throw new IllegalStateException("order " + orders.id(ended) + " came in between");
      }
      openOrders.cancel(in.market, ended, CloseReason.EXPIRED);
    }
  }

  void quote(PlaceOrder order, Incoming in, @Nullable Reason refusal, int item) {
    quote.clear();
    quote.item = item;
    quote.account = order.account;
    quote.market = order.market;
    quote.side = order.side;
    quote.outcome = order.outcome;
    quote.refusal = refusal;
    estimate(order, in, quote);
    events.quoted(quote);
  }

  /** Adds the figures of an order's plan, if it got as far as that. */
  static void estimate(PlaceOrder order, Incoming in, Quote quote) {
    if (!in.planned) {
      return;
    }
    OrderPlan plan = in.plan;
    quote.filled = plan.filled;
    quote.cost = plan.cost;
    quote.fee = plan.fee;
    quote.worstPrice = plan.worstPrice;
    quote.yesPriceBefore = plan.yesPriceBefore();
    quote.yesPriceAfter = plan.yesPriceAfter();
    if (in.rests()) {
      quote.resting = plan.left;
      quote.hold = plan.holdForRest(order.price);
    }
    if (order.side == Side.BUY) {
      quote.payoutIfRight = Units.money(in.market.redemption(), plan.filled);
    }
  }

  /** Lets an order meet whom its plan says, and puts what is left where it belongs. */
  void carryOut(PlaceOrder order, Incoming in, int slot) {
    Matches matches = in.plan.matches;
    for (int step = 0; step < matches.size(); step++) {
      carryOut(in.market, slot, matches, step);
    }
    if (orders.remaining(slot) == 0) {
      openOrders.complete(in.market, slot);
    } else if (in.plan.stoppedBySelfTrade()) {
      openOrders.drop(in.market, slot, CloseReason.SELF_TRADE_PREVENTION);
    } else if (in.mayRest) {
      openOrders.rest(in.market, slot, in.market.tickOf(order.outcome, order.price));
    } else {
      openOrders.drop(in.market, slot, CloseReason.IMMEDIATE_REMAINDER);
    }
  }

  private void carryOut(Market market, int slot, Matches matches, int step) {
    int resting = matches.order(step);
    long quantity = matches.quantity(step);
    switch (matches.kind(step)) {
      case TRADE -> {
        booking.trade(market, slot, resting, quantity);
        if (orders.remaining(resting) == 0) {
          openOrders.complete(market, resting);
        }
      }
      case MAKER -> booking.tradeWithMaker(market, slot, quantity, matches.cost(step));
      case CANCEL_OWN -> openOrders.cancel(market, resting, CloseReason.SELF_TRADE_PREVENTION);
      case EXPIRE -> openOrders.cancel(market, resting, CloseReason.EXPIRED);
      case DECREMENT -> {
        openOrders.decrement(market, resting, quantity);
        openOrders.reduceIncoming(market, slot, quantity, ReduceReason.SELF_TRADE_PREVENTION);
      }
    }
  }
}
