package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.Units;
import sibyl.engine.book.Orders;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
import sibyl.engine.limits.ClientOrderIds;
import sibyl.engine.limits.Limits;

/**
 * Says whether an order is acceptable, and works out what it will do: first whose it is and where,
 * then its form, then whether there is room, then what it meets, last whether its owner can. It
 * changes nothing.
 */
final class OrderCheck {
  private final Limits limits;
  private final Markets markets;
  private final AccountTable accounts;
  private final Positions positions;
  private final Orders orders;
  private final OrderGroups groups;
  private final ClientOrderIds clientOrderIds;
  private final FeeMeter worstFee = new FeeMeter();

  OrderCheck(
      Limits limits,
      Markets markets,
      Ledger ledger,
      Orders orders,
      OrderGroups groups,
      ClientOrderIds clientOrderIds) {
    this.limits = limits;
    this.markets = markets;
    this.orders = orders;
    this.groups = groups;
    this.clientOrderIds = clientOrderIds;
    accounts = ledger.accounts();
    positions = ledger.positions();
  }

  /**
   * Checks an order fully and plans it.
   *
   * @param in gets what was found out
   * @param claims what stands against it besides the state
   * @param rejection gets the figures that explain a refusal
   * @return why the order is refused, or null
   */
  @Nullable Reason check(
      PlaceOrder order, Incoming in, Claims claims, long nowMs, Rejection rejection) {
    in.planned = false;
    rejection.account = order.account;
    rejection.market = order.market;
    Reason refusal = checkParties(order, in, nowMs, rejection);
    if (refusal == null) {
      refusal = checkForm(order, in, claims, nowMs, rejection);
    }
    if (refusal == null) {
      refusal = checkRoom(in, claims);
    }
    if (refusal != null) {
      return refusal;
    }
    in.plan.chargedBefore(in.feeWhole, in.feeRest);
    in.plan.make(in.market, order, in.quantity, in.account, nowMs);
    in.planned = true;
    refusal = checkPlan(order, in, rejection);
    return refusal != null ? refusal : checkMeans(order, in, claims, rejection);
  }

  // ---- who and where ----------------------------------------------------------------------------

  private @Nullable Reason checkParties(
      PlaceOrder order, Incoming in, long nowMs, Rejection rejection) {
    in.account = in.ofGuest ? AccountTable.NONE : accounts.find(order.account);
    if (!in.ofGuest && (in.account == AccountTable.NONE || !Accounts.isPerson(order.account))) {
      return Reason.UNKNOWN_ACCOUNT;
    }
    if (order.hasClientKey()
        && clientOrderIds.isTaken(
            order.account, order.clientKeyHigh, order.clientKeyLow, nowMs, rejection)) {
      return Reason.DUPLICATE_CLIENT_ORDER_ID;
    }
    if (order.validUntilMs != 0 && nowMs > order.validUntilMs) {
      return Reason.TOO_LATE;
    }
    Market market = markets.find(order.market);
    if (market == null) {
      return Reason.UNKNOWN_MARKET;
    }
    if (!market.isFor(order.account)) {
      return Reason.OTHER_SEGMENT;
    }
    in.market = market;
    in.position = in.ofGuest ? Positions.NONE : positions.find(in.account, market.holders());
    if (market.state() != MarketState.OPEN) {
      return Reason.MARKET_NOT_OPEN;
    }
    in.group = Orders.NONE;
    if (order.orderGroup == 0) {
      return null;
    }
    in.group = groups.find(order.orderGroup, in.account);
    if (in.group == OrderGroups.NONE) {
      return Reason.UNKNOWN_GROUP;
    }
    return groups.isTriggered(in.group) ? Reason.GROUP_TRIGGERED : null;
  }

  // ---- form -------------------------------------------------------------------------------------

  private @Nullable Reason checkForm(
      PlaceOrder order, Incoming in, Claims claims, long nowMs, Rejection rejection) {
    in.mayRest =
        order.type == OrderType.LIMIT
            && (order.timeInForce == TimeInForce.GTC || order.timeInForce == TimeInForce.GTD)
            && in.market.mode() != MarketMode.LMSR;
    if ((order.reduceOnly && order.side == Side.BUY && in.mayRest)
        || (order.postOnly && !in.mayRest)
        || !in.market.trades(order.outcome)
        || (order.timeInForce == TimeInForce.GTD) != (order.expiresAtMs != 0)) {
      return Reason.INVALID_COMMAND;
    }
    if (order.expiresAtMs != 0 && order.expiresAtMs <= nowMs) {
      return Reason.TOO_LATE;
    }
    Reason refusal =
        order.type == OrderType.LIMIT
            ? checkPrice(in.market, order.price, rejection)
            : order.price != 0 || order.timeInForce == TimeInForce.GTD
                ? Reason.INVALID_COMMAND
                : null;
    if (refusal == null) {
      refusal = order.maxCost != 0 ? checkBudget(order, in) : checkQuantity(order, in, rejection);
    }
    return refusal != null || !order.reduceOnly ? refusal : reduce(order, in, claims);
  }

  /** Whether a price of a market is on its grid. */
  static @Nullable Reason checkPrice(Market market, int price, Rejection rejection) {
    if (market.isOnGrid(price)) {
      return null;
    }
    PriceGrid grid = market.grid();
    rejection.nearest = grid.nearest(price);
    return grid.isInRange(price) ? Reason.PRICE_OFF_GRID : Reason.PRICE_OUT_OF_RANGE;
  }

  private static @Nullable Reason checkQuantity(
      PlaceOrder order, Incoming in, Rejection rejection) {
    long asked = order.quantity;
    long lot = in.market.lot();
    long most = in.market.mostPerOrder();
    if (asked <= 0 || asked > most) {
      rejection.nearest = Math.clamp(asked, lot, most);
      return Reason.QUANTITY_OUT_OF_RANGE;
    }
    if (asked % lot != 0) {
      rejection.nearest = Math.max(lot, asked - asked % lot);
      return Reason.QUANTITY_OFF_LOT;
    }
    in.quantity = asked;
    return null;
  }

  /** A budget has no quantity that self-trade prevention could take something off. */
  private @Nullable Reason checkBudget(PlaceOrder order, Incoming in) {
    if (order.type != OrderType.MARKET
        || order.side != Side.BUY
        || order.quantity != 0
        || order.selfTradePrevention == SelfTradePrevention.DECREMENT) {
      return Reason.INVALID_COMMAND;
    }
    if (order.maxCost < 0 || order.maxCost > limits.orderNotional()) {
      return Reason.AMOUNT_OUT_OF_RANGE;
    }
    in.quantity = in.market.mostPerOrder();
    return null;
  }

  /** Cuts a reduce-only order to what it can reduce. */
  private @Nullable Reason reduce(PlaceOrder order, Incoming in, Claims claims) {
    long reducible = 0;
    if (in.position != Positions.NONE) {
      if (order.side == Side.SELL) {
        reducible =
            positions.free(in.position, order.outcome) - claims.sold(in.market.id(), order.outcome);
      } else if (accounts.netting(in.account)) {
        reducible = positions.free(in.position, order.outcome.opposite());
      }
    }
    in.quantity = Math.min(in.quantity, reducible - reducible % in.market.lot());
    return in.quantity <= 0 ? Reason.NOTHING_TO_REDUCE : null;
  }

  // ---- room -------------------------------------------------------------------------------------

  private @Nullable Reason checkRoom(Incoming in, Claims claims) {
    if (in.ofGuest) {
      return null;
    }
    if (!orders.hasRoomFor(claims.orders() + 1) || !hasPosition(in, claims)) {
      return Reason.LIMIT_EXCEEDED;
    }
    if (!in.mayRest) {
      return null;
    }
    int here = in.position == Positions.NONE ? 0 : positions.openOrders(in.position);
    return here + claims.resting(in.market.id()) >= limits.openOrdersPerPosition()
            || accounts.openOrders(in.account) + claims.resting() >= limits.openOrdersPerAccount()
        ? Reason.LIMIT_EXCEEDED
        : null;
  }

  private boolean hasPosition(Incoming in, Claims claims) {
    return in.position != Positions.NONE
        || claims.hasMarket(in.market.id())
        || positions.hasRoomFor(in.account, claims.positions() + 1);
  }

  // ---- what it meets ----------------------------------------------------------------------------

  private static @Nullable Reason checkPlan(PlaceOrder order, Incoming in, Rejection rejection) {
    OrderPlan plan = in.plan;
    if (order.postOnly && plan.meetsAnyone()) {
      return Reason.POST_ONLY_WOULD_CROSS;
    }
    if (order.timeInForce == TimeInForce.FOK
        && (order.maxCost == 0 ? plan.filled < in.quantity : !plan.budgetUsedUp())) {
      return Reason.FOK_UNFILLED;
    }
    if (order.type == OrderType.MARKET && !plan.trades()) {
      if (plan.stoppedBySelfTrade() || plan.decremented > 0) {
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

  // ---- means ------------------------------------------------------------------------------------

  private @Nullable Reason checkMeans(
      PlaceOrder order, Incoming in, Claims claims, Rejection rejection) {
    if (in.ofGuest) {
      return null;
    }
    return order.side == Side.SELL
        ? checkShares(order.outcome, in, claims, rejection)
        : checkCash(order, in, claims, rejection);
  }

  private @Nullable Reason checkShares(
      Outcome outcome, Incoming in, Claims claims, Rejection rejection) {
    int position = in.position;
    long free = position == Positions.NONE ? 0 : positions.free(position, outcome);
    long available = free - claims.sold(in.market.id(), outcome);
    in.needed = in.quantity;
    if (available >= in.needed) {
      return null;
    }
    rejection.asset = Asset.of(in.market.id(), outcome);
    rejection.needed = in.needed;
    rejection.available = available;
    rejection.held = position == Positions.NONE ? 0 : positions.held(position, outcome);
    return Reason.INSUFFICIENT_HOLDINGS;
  }

  private @Nullable Reason checkCash(
      PlaceOrder order, Incoming in, Claims claims, Rejection rejection) {
    in.needed = needed(order, in);
    long available = accounts.free(in.account) - claims.cash();
    if (available < in.needed) {
      rejection.asset = Asset.CASH;
      rejection.needed = in.needed;
      rejection.available = available;
      rejection.held = accounts.held(in.account);
      return Reason.INSUFFICIENT_BALANCE;
    }
    long wanted = order.maxCost > 0 ? in.plan.filled : in.quantity;
    long others = claims.bought(in.market.id());
    return sharesWith(order.outcome, in.position) + others + wanted > in.market.mostPerPosition()
        ? Reason.LIMIT_EXCEEDED
        : null;
  }

  /** What a position has of an outcome, counting all its resting buys as filled. */
  private long sharesWith(Outcome outcome, int position) {
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
  private long needed(PlaceOrder order, Incoming in) {
    if (order.type == OrderType.MARKET) {
      return in.plan.cost + in.plan.fee;
    }
    if (in.market.isFree()) {
      return Units.money(order.price, in.quantity);
    }
    FeeSchedule schedule = in.market.fees();
    int rate = Math.max(schedule.takerRate(), schedule.makerRate());
    return Units.money(order.price, in.quantity)
        + worstFee.load(in.feeWhole, in.feeRest).add(schedule, rate, order.price, in.quantity);
  }
}
