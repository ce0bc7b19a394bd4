package sibyl.simulation.model;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.Units;
import sibyl.engine.command.PlaceOrder;

/** Why an order is refused. */
final class OrderChecks {
  private final ModelState state;
  private final ClientIds clientIds;

  OrderChecks(ModelState state, ClientIds clientIds) {
    this.state = state;
    this.clientIds = clientIds;
  }

  /** What can be said without looking at whom it would meet. */
  @Nullable Refusal beforePlanning(PlaceOrder spec, Claims claims) {
    if (state.person(spec.account) == null) {
      return Refusal.of(Reason.UNKNOWN_ACCOUNT);
    }
    if (spec.hasClientKey()) {
      ClientIds.Id id = ClientIds.Id.of(spec);
      long order = clientIds.orderOf(id, state.nowMs);
      if (order >= 0) {
        return Refusal.about(Reason.DUPLICATE_CLIENT_ORDER_ID, order);
      }
    }
    if (spec.validUntilMs != 0 && state.nowMs > spec.validUntilMs) {
      return Refusal.of(Reason.TOO_LATE);
    }
    ModelMarket market = state.market(spec.market);
    if (market == null) {
      return Refusal.of(Reason.UNKNOWN_MARKET);
    }
    if (!market.isFor(spec.account)) {
      return Refusal.of(Reason.OTHER_SEGMENT);
    }
    if (market.state != MarketState.OPEN) {
      return Refusal.of(Reason.MARKET_NOT_OPEN);
    }
    Refusal group = ofGroup(spec);
    if (group != null) {
      return group;
    }
    Refusal form = ofForm(spec, market, claims);
    return form != null ? form : forLackOfRoom(spec, market, claims);
  }

  private @Nullable Refusal ofForm(PlaceOrder spec, ModelMarket market, Claims claims) {
    boolean rests = mayRest(spec, market);
    boolean restingReduction = spec.reduceOnly && spec.side == Side.BUY && rests;
    boolean dated = spec.timeInForce == TimeInForce.GTD;
    boolean noSuchShare = market.isGood() && spec.outcome == Outcome.NO;
    if (restingReduction
        || noSuchShare
        || (spec.postOnly && !rests)
        || dated != (spec.expiresAtMs != 0)) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    if (dated && spec.expiresAtMs <= state.nowMs) {
      return Refusal.of(Reason.TOO_LATE);
    }
    Refusal price =
        spec.type == OrderType.LIMIT
            ? ofPrice(spec.price, market)
            : spec.price != 0 || dated ? Refusal.of(Reason.INVALID_COMMAND) : null;
    if (price != null) {
      return price;
    }
    Refusal size =
        spec.maxCost != 0 ? ofBudget(spec) : state.refusalOfQuantity(spec.quantity, market);
    if (size != null) {
      return size;
    }
    return spec.reduceOnly && effectiveQuantity(spec, market, claims) == 0
        ? Refusal.of(Reason.NOTHING_TO_REDUCE)
        : null;
  }

  static @Nullable Refusal ofPrice(int price, ModelMarket market) {
    if (market.grid.contains(price)) {
      return null;
    }
    return Refusal.nearest(
        market.grid.inside(price) ? Reason.PRICE_OFF_GRID : Reason.PRICE_OUT_OF_RANGE,
        market.grid.nearest(price));
  }

  private @Nullable Refusal ofBudget(PlaceOrder spec) {
    boolean buysAtMarket = spec.type == OrderType.MARKET && spec.side == Side.BUY;
    // A budget has no quantity that something could be taken off.
    boolean decrements = spec.selfTradePrevention == SelfTradePrevention.DECREMENT;
    if (!buysAtMarket || spec.quantity != 0 || decrements) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    boolean fits = spec.maxCost > 0 && spec.maxCost <= state.limits.orderNotional();
    return fits ? null : Refusal.of(Reason.AMOUNT_OUT_OF_RANGE);
  }

  private @Nullable Refusal ofGroup(PlaceOrder spec) {
    if (spec.orderGroup == 0) {
      return null;
    }
    ModelGroup group = state.groups.get(spec.orderGroup);
    if (group == null || group.account != spec.account) {
      return Refusal.of(Reason.UNKNOWN_GROUP);
    }
    return group.triggered ? Refusal.of(Reason.GROUP_TRIGGERED) : null;
  }

  private @Nullable Refusal forLackOfRoom(PlaceOrder spec, ModelMarket market, Claims claims) {
    long ofAccount = state.open.values().stream().filter(o -> o.account == spec.account).count();
    long ofPosition =
        state.open.values().stream()
            .filter(o -> o.account == spec.account && o.market == market)
            .count();
    boolean full = state.open.size() + claims.orders() >= state.limits.openOrders();
    boolean tooManyToRest =
        ofPosition + claims.resting(market) >= state.limits.openOrdersPerPosition()
            || ofAccount + claims.resting() >= state.limits.openOrdersPerAccount();
    return full || mayRest(spec, market) && tooManyToRest
        ? Refusal.of(Reason.LIMIT_EXCEEDED)
        : null;
  }

  /** What is to be said about what an order would do. */
  @Nullable Refusal ofPlan(ModelOrder order, Plan plan, Claims claims) {
    if (order.postOnly && plan.meetsAnyone()) {
      return Refusal.of(Reason.POST_ONLY_WOULD_CROSS);
    }
    boolean usedUp = plan.exhausted || plan.cost + plan.fee == order.maxCost;
    boolean unfilled = order.isBudget() ? !usedUp : plan.filled < order.remaining;
    if (order.timeInForce == TimeInForce.FOK && unfilled) {
      return Refusal.of(Reason.FOK_UNFILLED);
    }
    if (order.type == OrderType.MARKET && plan.filled == 0) {
      if (plan.stoppedBySelfTrade || plan.decremented > 0) {
        return Refusal.of(Reason.SELF_TRADE);
      }
      return plan.firstLotCost > 0
          ? Refusal.lack(Reason.AMOUNT_OUT_OF_RANGE, Asset.CASH, plan.firstLotCost, Balance.NONE)
          : Refusal.of(Reason.NO_LIQUIDITY);
    }
    return ofMeans(order, plan, claims);
  }

  private @Nullable Refusal ofMeans(ModelOrder order, Plan plan, Claims claims) {
    long needed = needed(order, plan);
    boolean sells = order.side == Side.SELL;
    long asset = sells ? order.market.shares(order.outcome) : Asset.CASH;
    Balance has = state.balances.of(order.account, asset).plus(-claims.taken(asset));
    if (has.free() < needed) {
      Reason reason = sells ? Reason.INSUFFICIENT_HOLDINGS : Reason.INSUFFICIENT_BALANCE;
      return Refusal.lack(reason, asset, needed, has);
    }
    if (sells) {
      return null;
    }
    long wanted = order.isBudget() ? plan.filled : order.remaining;
    return sharesOnceFilled(order) + claims.bought(order.market) + wanted
            > state.mostShares(order.market)
        ? Refusal.of(Reason.LIMIT_EXCEEDED)
        : null;
  }

  /** Cash that a buy may take, shares that a sell may. */
  static long needed(ModelOrder order, Plan plan) {
    if (order.side == Side.SELL) {
      return order.remaining;
    }
    return order.type == OrderType.LIMIT ? worstCost(order) : plan.cost + plan.fee;
  }

  /** Cost at the limit with the higher of the two fees. */
  private static long worstCost(ModelOrder order) {
    Fees fees = new Fees(order.market.spec);
    long cost = Units.money(order.price, order.remaining);
    int rate = Math.max(order.market.spec.takerRate(), order.market.spec.makerRate());
    return cost
        + fees.total(
            order.feeNumerators.add(fees.numerator(rate, order.price, order.remaining, cost)))
        - order.feesPaid;
  }

  /** What the account has of the outcome, and what its buys that rest bring. */
  private long sharesOnceFilled(ModelOrder order) {
    long resting =
        state.open.values().stream()
            .filter(other -> other.account == order.account && other.market == order.market)
            .filter(other -> other.side == Side.BUY && other.number != order.number)
            .mapToLong(other -> other.remaining)
            .sum();
    long shares = order.market.shares(order.outcome);
    return state.balances.of(order.account, shares).total() + resting;
  }

  /** Whether what is not filled at once stays in the book. */
  private static boolean mayRest(PlaceOrder spec, ModelMarket market) {
    boolean patient = spec.timeInForce == TimeInForce.GTC || spec.timeInForce == TimeInForce.GTD;
    return spec.type == OrderType.LIMIT && patient && market.hasBook();
  }

  /** The order's quantity; the bound of all orders for a budget; cut down when it only reduces. */
  long effectiveQuantity(PlaceOrder spec, ModelMarket market, Claims claims) {
    long quantity = spec.maxCost > 0 ? state.mostLots(market) : spec.quantity;
    return spec.reduceOnly
        ? reducible(spec.account, spec.side, spec.outcome, market, claims, quantity)
        : quantity;
  }

  /** What can remain of an order that takes the place of one that is out of the book. */
  long reducible(ModelOrder order) {
    return order.reduceOnly
        ? reducible(
            order.account, order.side, order.outcome, order.market, new Claims(), order.remaining)
        : order.remaining;
  }

  private long reducible(
      long account, Side side, Outcome outcome, ModelMarket market, Claims claims, long quantity) {
    long reducible = 0;
    if (side == Side.SELL) {
      long shares = market.shares(outcome);
      reducible = state.balances.free(account, shares) - claims.taken(shares);
    } else if (state.nets(account)) {
      reducible = state.balances.free(account, market.shares(outcome.opposite()));
    }
    return Math.max(0, Math.min(quantity, reducible - reducible % market.spec.lot()));
  }
}
