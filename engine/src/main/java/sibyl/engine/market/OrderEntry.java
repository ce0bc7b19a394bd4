package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.Units;
import sibyl.engine.book.Matches;
import sibyl.engine.book.Orders;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Quote;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
import sibyl.engine.limits.ClientOrderIds;
import sibyl.engine.limits.Limits;
import sibyl.engine.maker.MarketMaker;

/**
 * Orders on their way in. {@link #check} says whether an order is acceptable and works out what it
 * will do, changing nothing; {@link #place} then carries that out; {@link #quote} reports it
 * instead.
 */
public final class OrderEntry {
  private final Limits limits;
  private final Markets markets;
  private final AccountTable accounts;
  private final Positions positions;
  private final Orders orders;
  private final OpenOrders openOrders;
  private final TradeBooking booking;
  private final ClientOrderIds clientOrderIds;
  private final EventStream events;
  private final OrderPlan plan = new OrderPlan();
  private final Quote quote = new Quote();
  private final FeeMeter worstFee = new FeeMeter();

  // What check() found out about the order, for place() and quote().
  private Market market = NoMarket.INSTANCE;
  private int account;
  private int position;
  private long quantity;
  private boolean planned;

  public OrderEntry(
      Limits limits,
      Markets markets,
      Ledger ledger,
      Orders orders,
      OpenOrders openOrders,
      ClientOrderIds clientOrderIds,
      EventStream events,
      int feeAccount) {
    this.limits = limits;
    this.markets = markets;
    this.orders = orders;
    this.openOrders = openOrders;
    this.clientOrderIds = clientOrderIds;
    this.events = events;
    accounts = ledger.accounts();
    positions = ledger.positions();
    booking = new TradeBooking(ledger, orders, events, feeAccount);
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
    planned = false;
    rejection.account = order.account;
    rejection.market = order.market;
    Reason refusal = checkParties(order, nowMs, rejection);
    if (refusal == null) {
      refusal = checkForm(order, nowMs, rejection);
    }
    if (refusal == null) {
      refusal = checkRoom(order);
    }
    if (refusal != null) {
      return refusal;
    }
    plan.make(market, order, quantity, account, nowMs);
    planned = true;
    refusal = checkPlan(order, rejection);
    return refusal != null ? refusal : checkMeans(order, rejection);
  }

  /** Carries out the order that {@link #check} just accepted. */
  public void place(PlaceOrder order, long nowMs) {
    if (position == Positions.NONE) {
      position = positions.open(account, market.id(), market.holders());
    }
    boolean hasBudget = order.maxCost > 0;
    long placed = hasBudget ? plan.filled : quantity;
    int slot = orders.allocate(account, position, market.id(), order.side, order.outcome, placed);
    long id = orders.id(slot);
    orders.expiresAtMs(slot, order.expiresAtMs);
    if (order.cancelOnHalt) {
      orders.markCancelOnHalt(slot);
    }
    if (order.hasClientKey()) {
      clientOrderIds.add(order.account, order.clientKeyHigh, order.clientKeyLow, id, nowMs);
    }
    openOrders.arrive(position);
    events.orderPlaced(id, hasBudget ? 0 : quantity, order);
    carryOut(slot);
    finish(order, slot);
  }

  /** Reports what the order that was just checked would do. */
  public void quote(PlaceOrder order, @Nullable Reason refusal) {
    quote.clear();
    quote.account = order.account;
    quote.market = order.market;
    quote.side = order.side;
    quote.outcome = order.outcome;
    quote.refusal = refusal;
    if (planned) {
      quote.filled = plan.filled;
      quote.cost = plan.cost;
      quote.fee = plan.fee;
      quote.worstPrice = plan.worstPrice;
      quote.yesPriceBefore = plan.yesPriceBefore();
      quote.yesPriceAfter = plan.yesPriceAfter();
      if (rests(order)) {
        quote.resting = plan.left;
        quote.hold = plan.holdForRest(order.price);
      }
      if (order.side == Side.BUY) {
        quote.payoutIfRight = Units.money(market.payout(), plan.filled);
      }
    }
    events.quoted(quote);
  }

  /** Checks a cancellation; {@link #cancel} may follow if null is returned. */
  public @Nullable Reason checkCancel(CancelOrder command, Rejection rejection) {
    rejection.account = command.account;
    rejection.order = command.order;
    int slot = orders.find(command.order);
    if (slot == Orders.NONE || accounts.id(orders.account(slot)) != command.account) {
      return Reason.UNKNOWN_ORDER;
    }
    return null;
  }

  public void cancel(CancelOrder command) {
    int slot = orders.find(command.order);
    openOrders.cancel(markets.get(orders.market(slot)), slot, CloseReason.CANCELED);
  }

  // ---- checks -----------------------------------------------------------------------------------

  private @Nullable Reason checkParties(PlaceOrder order, long nowMs, Rejection rejection) {
    account = accounts.find(order.account);
    if (account == AccountTable.NONE || !Accounts.isPerson(order.account)) {
      return Reason.UNKNOWN_ACCOUNT;
    }
    if (order.hasClientKey()) {
      long existing =
          clientOrderIds.find(order.account, order.clientKeyHigh, order.clientKeyLow, nowMs);
      if (existing != ClientOrderIds.NONE) {
        rejection.order = existing;
        return Reason.DUPLICATE_CLIENT_ORDER_ID;
      }
    }
    if (order.validUntilMs != 0 && nowMs > order.validUntilMs) {
      return Reason.TOO_LATE;
    }
    Market found = markets.find(order.market);
    if (found == null) {
      return Reason.UNKNOWN_MARKET;
    }
    market = found;
    position = positions.find(account, market.id());
    return market.state() == MarketState.OPEN ? null : Reason.MARKET_NOT_OPEN;
  }

  private @Nullable Reason checkForm(PlaceOrder order, long nowMs, Rejection rejection) {
    if (order.orderGroup != 0
        || order.selfTradePrevention == SelfTradePrevention.DECREMENT
        || (order.reduceOnly && order.side == Side.BUY && mayRest(order))) {
      return Reason.UNSUPPORTED;
    }
    if (order.postOnly && (!mayRest(order) || market.mode() == MarketMode.LMSR)) {
      return Reason.INVALID_COMMAND;
    }
    if ((order.timeInForce == TimeInForce.GTD) != (order.expiresAtMs != 0)) {
      return Reason.INVALID_COMMAND;
    }
    if (order.expiresAtMs != 0 && order.expiresAtMs <= nowMs) {
      return Reason.TOO_LATE;
    }
    Reason refusal =
        order.type == OrderType.LIMIT
            ? checkPrice(order, rejection)
            : order.price != 0 || order.timeInForce == TimeInForce.GTD
                ? Reason.INVALID_COMMAND
                : null;
    if (refusal == null) {
      refusal = order.maxCost != 0 ? checkBudget(order) : checkQuantity(order.quantity, rejection);
    }
    return refusal != null || !order.reduceOnly ? refusal : reduce(order);
  }

  private @Nullable Reason checkPrice(PlaceOrder order, Rejection rejection) {
    PriceGrid grid = market.grid();
    boolean inRange = grid.isInRange(order.price);
    if (inRange && grid.contains(order.price)) {
      return null;
    }
    rejection.nearest = grid.nearest(order.price);
    return inRange ? Reason.PRICE_OFF_GRID : Reason.PRICE_OUT_OF_RANGE;
  }

  private @Nullable Reason checkQuantity(long asked, Rejection rejection) {
    long lot = market.lot();
    long most = market.mostPerOrder();
    if (asked <= 0 || asked > most) {
      rejection.nearest = Math.clamp(asked, lot, most);
      return Reason.QUANTITY_OUT_OF_RANGE;
    }
    if (asked % lot != 0) {
      rejection.nearest = Math.max(lot, asked - asked % lot);
      return Reason.QUANTITY_OFF_LOT;
    }
    quantity = asked;
    return null;
  }

  private @Nullable Reason checkBudget(PlaceOrder order) {
    if (order.type != OrderType.MARKET || order.side != Side.BUY || order.quantity != 0) {
      return Reason.INVALID_COMMAND;
    }
    if (order.maxCost < 0 || order.maxCost > limits.orderNotional()) {
      return Reason.AMOUNT_OUT_OF_RANGE;
    }
    quantity = market.mostPerOrder();
    return null;
  }

  /** Cuts a reduce-only order to what it can reduce. */
  private @Nullable Reason reduce(PlaceOrder order) {
    long reducible = 0;
    if (position != Positions.NONE) {
      if (order.side == Side.SELL) {
        reducible = positions.free(position, order.outcome);
      } else if (accounts.netting(account)) {
        reducible = positions.free(position, order.outcome.opposite());
      }
    }
    quantity = Math.min(quantity, reducible - reducible % market.spec().lot());
    return quantity == 0 ? Reason.NOTHING_TO_REDUCE : null;
  }

  private @Nullable Reason checkRoom(PlaceOrder order) {
    if (orders.isFull() || (position == Positions.NONE && !positions.hasRoomFor(1))) {
      return Reason.LIMIT_EXCEEDED;
    }
    if (mayRest(order)
        && position != Positions.NONE
        && positions.openOrders(position) >= limits.openOrdersPerPosition()) {
      return Reason.LIMIT_EXCEEDED;
    }
    return null;
  }

  private @Nullable Reason checkPlan(PlaceOrder order, Rejection rejection) {
    if (order.postOnly && plan.meetsAnyone()) {
      return Reason.POST_ONLY_WOULD_CROSS;
    }
    if (order.timeInForce == TimeInForce.FOK
        && (order.maxCost == 0 ? plan.filled < quantity : !plan.budgetUsedUp())) {
      return Reason.FOK_UNFILLED;
    }
    if (order.type == OrderType.MARKET && !plan.trades()) {
      if (plan.stoppedBySelfTrade()) {
        return Reason.SELF_TRADE;
      }
      if (plan.firstLotCost > 0) {
        rejection.asset = Asset.CASH;
        rejection.needed = plan.firstLotCost;
        return Reason.AMOUNT_OUT_OF_RANGE;
      }
      return Reason.NO_LIQUIDITY;
    }
    return null;
  }

  private @Nullable Reason checkMeans(PlaceOrder order, Rejection rejection) {
    if (order.side == Side.SELL) {
      long has = position == Positions.NONE ? 0 : positions.free(position, order.outcome);
      if (has >= quantity) {
        return null;
      }
      rejection.asset = Asset.of(market.id(), order.outcome);
      rejection.needed = quantity;
      rejection.available = has;
      rejection.held = position == Positions.NONE ? 0 : positions.held(position, order.outcome);
      return Reason.INSUFFICIENT_HOLDINGS;
    }
    long needed = needed(order);
    if (accounts.free(account) < needed) {
      rejection.asset = Asset.CASH;
      rejection.needed = needed;
      rejection.available = accounts.free(account);
      rejection.held = accounts.held(account);
      return Reason.INSUFFICIENT_BALANCE;
    }
    long wanted = order.maxCost > 0 ? plan.filled : quantity;
    return sharesWith(order.outcome) + wanted > market.mostPerPosition()
        ? Reason.LIMIT_EXCEEDED
        : null;
  }

  /** What the account has of an outcome, counting all its resting buys as filled. */
  private long sharesWith(Outcome outcome) {
    if (position == Positions.NONE) {
      return 0;
    }
    return positions.free(position, outcome)
        + positions.held(position, outcome)
        + positions.restingBuys(position);
  }

  /**
   * What a buy needs: for a market order what its plan costs, for a limit order its whole quantity
   * at the limit with the higher of the two fees. No fill within the limit costs more: a lower
   * price saves at least what its fee may add, the rounding of an average price included, because
   * of {@link FeeSchedule#mostRate}.
   */
  private long needed(PlaceOrder order) {
    if (order.type == OrderType.MARKET) {
      return plan.cost + plan.fee;
    }
    FeeSchedule schedule = market.fees();
    int rate = Math.max(schedule.takerRate(), schedule.makerRate());
    return Units.money(order.price, quantity)
        + worstFee.load(0, 0).add(schedule, rate, order.price, quantity);
  }

  /** Whether something of the planned order will stay in the book. */
  private boolean rests(PlaceOrder order) {
    return mayRest(order) && !plan.stoppedBySelfTrade();
  }

  /** Whether what is not filled at once stays in the book. */
  private boolean mayRest(PlaceOrder order) {
    return order.type == OrderType.LIMIT
        && (order.timeInForce == TimeInForce.GTC || order.timeInForce == TimeInForce.GTD)
        && market.mode() != MarketMode.LMSR;
  }

  // ---- effects ----------------------------------------------------------------------------------

  private void carryOut(int slot) {
    Matches matches = plan.matches;
    for (int step = 0; step < matches.size(); step++) {
      int resting = matches.order(step);
      long stepQuantity = matches.quantity(step);
      switch (matches.kind(step)) {
        case TRADE -> {
          booking.trade(market, slot, resting, stepQuantity);
          if (orders.remaining(resting) == 0) {
            openOrders.filled(market, resting);
          }
        }
        case MAKER -> {
          MarketMaker maker = market.maker();
          if (maker == null) {
            throw new IllegalStateException("market " + market.id() + " has no maker");
          }
          booking.tradeWithMaker(market, maker, slot, stepQuantity, matches.cost(step));
        }
        case CANCEL_OWN -> openOrders.cancel(market, resting, CloseReason.SELF_TRADE);
        case EXPIRE -> openOrders.cancel(market, resting, CloseReason.EXPIRED);
        case DECREMENT -> throw new IllegalStateException("decrement was refused");
      }
    }
  }

  private void finish(PlaceOrder order, int slot) {
    if (orders.remaining(slot) == 0) {
      openOrders.filled(market, slot);
    } else if (plan.stoppedBySelfTrade()) {
      openOrders.drop(market, slot, CloseReason.SELF_TRADE);
    } else if (mayRest(order)) {
      openOrders.rest(market, slot, market.tickOf(order.outcome, order.price));
    } else {
      openOrders.drop(market, slot, CloseReason.IMMEDIATE_REMAINDER);
    }
  }
}
