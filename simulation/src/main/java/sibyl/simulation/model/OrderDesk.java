package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
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
import sibyl.engine.TradeKind;
import sibyl.engine.Units;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.limits.Limits;

/** Takes orders, matches them and keeps what rests. */
final class OrderDesk {
  private record ClientId(long account, long high, long low) {}

  private record ClientIdUse(long order, long timeMs) {}

  private final Limits limits;
  private final Map<Long, Boolean> accounts;
  private final Map<Long, ModelMarket> markets;
  private final Balances balances;
  private final MakerRounding rounding;
  private final Map<Long, ModelOrder> open = new HashMap<>();

  /** In order of use. */
  private final SequencedMap<ClientId, ClientIdUse> clientIds = new LinkedHashMap<>();

  private long placed;

  /**
   * @param accounts by number, with whether each nets
   */
  OrderDesk(
      Limits limits,
      Map<Long, Boolean> accounts,
      Map<Long, ModelMarket> markets,
      Balances balances,
      MakerRounding rounding) {
    this.limits = limits;
    this.accounts = accounts;
    this.markets = markets;
    this.balances = balances;
    this.rounding = rounding;
  }

  Map<Long, ModelOrder> open() {
    return open;
  }

  // Commands.

  void place(PlaceOrder spec, long nowMs, Answer answer) {
    Refusal early = refusalBeforePlanning(spec, nowMs);
    if (early != null) {
      answer.refuse(early);
      return;
    }
    ModelMarket market = Objects.requireNonNull(markets.get(spec.market));
    ModelOrder order = new ModelOrder(spec, market);
    order.remaining = effectiveQuantity(spec, market);
    Plan plan = Planner.plan(order, order.remaining, rounding, nowMs);
    Refusal refusal = refusalOfPlan(spec, order, plan);
    if (refusal != null) {
      answer.refuse(refusal);
      return;
    }
    order.number = ++placed;
    answer.place(order.number);
    if (spec.hasClientKey()) {
      remember(clientId(spec), order.number, nowMs);
    }
    if (order.isBudget()) {
      order.remaining = plan.filled;
    }
    carryOut(order, plan, answer);
    finish(order, plan, answer);
  }

  void quote(PlaceOrder spec, long nowMs, Answer answer) {
    Refusal early = refusalBeforePlanning(spec, nowMs);
    if (early != null) {
      answer.quote(new Estimate(early.reason(), 0, 0, 0, 0, 0, 0, 0, 0, 0));
      return;
    }
    ModelMarket market = Objects.requireNonNull(markets.get(spec.market));
    ModelOrder order = new ModelOrder(spec, market);
    order.remaining = effectiveQuantity(spec, market);
    Plan plan = Planner.plan(order, order.remaining, rounding, nowMs);
    Refusal refusal = refusalOfPlan(spec, order, plan);
    boolean rests = mayRest(spec, market) && !plan.stopped();
    boolean buys = order.side == Side.BUY;
    answer.quote(
        new Estimate(
            refusal == null ? null : refusal.reason(),
            plan.filled,
            rests ? plan.left : 0,
            plan.cost,
            plan.fee,
            plan.worstPrice,
            marketPrice(order, List.of(), market.yesSold, market.noSold),
            marketPrice(order, plan.steps, plan.yesSold, plan.noSold),
            rests ? holdOf(order, plan.left, plan.feeNumerators) : 0,
            buys ? Units.money(market.payout(), plan.filled) : 0));
  }

  void cancel(CancelOrder command, Answer answer) {
    ModelOrder order = open.get(command.order);
    if (order == null || order.account != command.account) {
      answer.refuse(new Refusal(Reason.UNKNOWN_ORDER, command.order, 0, 0, 0, 0, 0));
      return;
    }
    takeDown(order, CloseReason.CANCELED, answer);
  }

  /** Takes down orders whose time is over, the earliest first. */
  void expire(long nowMs, Answer answer) {
    List<ModelOrder> expired =
        open.values().stream()
            .filter(order -> order.expired(nowMs))
            .sorted(
                Comparator.comparingLong((ModelOrder order) -> order.expiresAtMs)
                    .thenComparingLong(order -> order.number))
            .toList();
    expired.forEach(order -> takeDown(order, CloseReason.EXPIRED, answer));
  }

  void takeDown(ModelOrder order, CloseReason reason, Answer answer) {
    release(order);
    order.market.remove(order);
    open.remove(order.number);
    answer.add(order.close(reason));
  }

  // Why an order is refused.

  private @Nullable Refusal refusalBeforePlanning(PlaceOrder spec, long nowMs) {
    if (!Accounts.isPerson(spec.account) || !accounts.containsKey(spec.account)) {
      return Refusal.of(Reason.UNKNOWN_ACCOUNT);
    }
    ClientIdUse use = spec.hasClientKey() ? clientIds.get(clientId(spec)) : null;
    if (use != null && !forgotten(use, nowMs)) {
      return new Refusal(Reason.DUPLICATE_CLIENT_ORDER_ID, use.order(), 0, 0, 0, 0, 0);
    }
    if (spec.validUntilMs != 0 && nowMs > spec.validUntilMs) {
      return Refusal.of(Reason.TOO_LATE);
    }
    ModelMarket market = markets.get(spec.market);
    if (market == null || market.state == MarketState.SETTLED) {
      return Refusal.of(Reason.UNKNOWN_MARKET);
    }
    if (market.state != MarketState.OPEN) {
      return Refusal.of(Reason.MARKET_NOT_OPEN);
    }
    Refusal form = refusalOfForm(spec, market, nowMs);
    return form != null ? form : refusalForLackOfRoom(spec, market);
  }

  private @Nullable Refusal refusalOfForm(PlaceOrder spec, ModelMarket market, long nowMs) {
    boolean rests = mayRest(spec, market);
    if (spec.orderGroup != 0
        || spec.selfTradePrevention == SelfTradePrevention.DECREMENT
        || (spec.reduceOnly && spec.side == Side.BUY && rests)) {
      return Refusal.of(Reason.UNSUPPORTED);
    }
    boolean dated = spec.timeInForce == TimeInForce.GTD;
    if ((spec.postOnly && !rests) || dated != (spec.expiresAtMs != 0)) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    if (dated && spec.expiresAtMs <= nowMs) {
      return Refusal.of(Reason.TOO_LATE);
    }
    Refusal price =
        spec.type == OrderType.LIMIT
            ? refusalOfPrice(spec.price, market)
            : spec.price != 0 || dated ? Refusal.of(Reason.INVALID_COMMAND) : null;
    if (price != null) {
      return price;
    }
    Refusal size =
        spec.maxCost != 0 ? refusalOfBudget(spec) : refusalOfQuantity(spec.quantity, market);
    if (size != null) {
      return size;
    }
    return spec.reduceOnly && effectiveQuantity(spec, market) == 0
        ? Refusal.of(Reason.NOTHING_TO_REDUCE)
        : null;
  }

  private static @Nullable Refusal refusalOfPrice(int price, ModelMarket market) {
    int tick = market.spec.tick();
    int payout = market.payout();
    boolean inside = price > 0 && price < payout;
    if (inside && price % tick == 0) {
      return null;
    }
    long nearest =
        BigDecimal.valueOf(price)
            .divide(BigDecimal.valueOf(tick), 0, RoundingMode.HALF_UP)
            .longValueExact();
    return nearest(
        inside ? Reason.PRICE_OFF_GRID : Reason.PRICE_OUT_OF_RANGE,
        Math.clamp(nearest * tick, tick, payout - tick));
  }

  private @Nullable Refusal refusalOfQuantity(long quantity, ModelMarket market) {
    long lot = market.spec.lot();
    long most = mostLots(market);
    if (quantity <= 0 || quantity > most) {
      return nearest(Reason.QUANTITY_OUT_OF_RANGE, Math.clamp(quantity, lot, most));
    }
    if (quantity % lot != 0) {
      return nearest(Reason.QUANTITY_OFF_LOT, Math.max(lot, quantity - quantity % lot));
    }
    return null;
  }

  private @Nullable Refusal refusalOfBudget(PlaceOrder spec) {
    if (spec.type != OrderType.MARKET || spec.side != Side.BUY || spec.quantity != 0) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    boolean fits = spec.maxCost > 0 && spec.maxCost <= limits.orderNotional();
    return fits ? null : Refusal.of(Reason.AMOUNT_OUT_OF_RANGE);
  }

  private @Nullable Refusal refusalForLackOfRoom(PlaceOrder spec, ModelMarket market) {
    boolean tooMany =
        open.size() >= limits.openOrders()
            || (mayRest(spec, market)
                && openOrders(spec.account, market) >= limits.openOrdersPerPosition());
    return tooMany ? Refusal.of(Reason.LIMIT_EXCEEDED) : null;
  }

  private @Nullable Refusal refusalOfPlan(PlaceOrder spec, ModelOrder order, Plan plan) {
    if (spec.postOnly && plan.meetsAnyone()) {
      return Refusal.of(Reason.POST_ONLY_WOULD_CROSS);
    }
    boolean usedUp = plan.exhausted || plan.cost + plan.fee == order.maxCost;
    if (spec.timeInForce == TimeInForce.FOK && (order.isBudget() ? !usedUp : plan.left > 0)) {
      return Refusal.of(Reason.FOK_UNFILLED);
    }
    if (order.type == OrderType.MARKET && plan.filled == 0) {
      if (plan.stoppedBySelfTrade) {
        return Refusal.of(Reason.SELF_TRADE);
      }
      return plan.firstLotCost > 0
          ? new Refusal(Reason.AMOUNT_OUT_OF_RANGE, 0, plan.firstLotCost, 0, 0, Asset.CASH, 0)
          : Refusal.of(Reason.NO_LIQUIDITY);
    }
    if (order.side == Side.SELL) {
      return refusalUnlessFree(
          Reason.INSUFFICIENT_HOLDINGS,
          order.account,
          order.market.shares(order.outcome),
          order.remaining);
    }
    long needed =
        order.type == OrderType.LIMIT ? worstCost(order, order.remaining) : plan.cost + plan.fee;
    Refusal means =
        refusalUnlessFree(Reason.INSUFFICIENT_BALANCE, order.account, Asset.CASH, needed);
    if (means != null) {
      return means;
    }
    long wanted = order.isBudget() ? plan.filled : order.remaining;
    boolean tooMuch =
        sharesOnceFilled(order) + wanted > limits.positionNotional() / order.market.payout();
    return tooMuch ? Refusal.of(Reason.LIMIT_EXCEEDED) : null;
  }

  private @Nullable Refusal refusalUnlessFree(
      Reason reason, long account, long asset, long needed) {
    Balance has = balances.of(account, asset);
    return has.free() >= needed
        ? null
        : new Refusal(reason, 0, needed, has.free(), has.held(), asset, 0);
  }

  private static Refusal nearest(Reason reason, long nearest) {
    return new Refusal(reason, 0, 0, 0, 0, 0, nearest);
  }

  // What an order comes to.

  /** Whether what is not filled at once stays in the book. */
  private static boolean mayRest(PlaceOrder spec, ModelMarket market) {
    boolean patient = spec.timeInForce == TimeInForce.GTC || spec.timeInForce == TimeInForce.GTD;
    return spec.type == OrderType.LIMIT && patient && market.spec.mode() != MarketMode.LMSR;
  }

  private long mostLots(ModelMarket market) {
    long most = limits.orderNotional() / market.payout();
    return most - most % market.spec.lot();
  }

  /** The order's quantity; the bound of all orders for a budget; cut down when it only reduces. */
  private long effectiveQuantity(PlaceOrder spec, ModelMarket market) {
    long quantity = spec.maxCost > 0 ? mostLots(market) : spec.quantity;
    if (!spec.reduceOnly) {
      return quantity;
    }
    long reducible = 0;
    if (spec.side == Side.SELL) {
      reducible = balances.free(spec.account, market.shares(spec.outcome));
    } else if (nets(spec.account)) {
      reducible = balances.free(spec.account, market.shares(spec.outcome.opposite()));
    }
    return Math.min(quantity, reducible - reducible % market.spec.lot());
  }

  /** Cost at the limit with the higher of the two fees. */
  private long worstCost(ModelOrder order, long quantity) {
    Fees fees = new Fees(order.market.spec);
    long cost = Units.money(order.price, quantity);
    int rate = Math.max(order.market.spec.takerRate(), order.market.spec.makerRate());
    return cost + fees.total(fees.numerator(rate, order.price, quantity, cost));
  }

  private long sharesOnceFilled(ModelOrder order) {
    long resting =
        open.values().stream()
            .filter(other -> other.account == order.account && other.market == order.market)
            .filter(other -> other.side == Side.BUY)
            .mapToLong(other -> other.remaining)
            .sum();
    return balances.of(order.account, order.market.shares(order.outcome)).total() + resting;
  }

  private long openOrders(long account, ModelMarket market) {
    return open.values().stream()
        .filter(order -> order.account == account && order.market == market)
        .count();
  }

  private boolean nets(long account) {
    return accounts.getOrDefault(account, false);
  }

  private void remember(ClientId id, long order, long nowMs) {
    clientIds.values().removeIf(use -> forgotten(use, nowMs));
    if (clientIds.size() == limits.clientOrderIds()) {
      clientIds.pollFirstEntry();
    }
    clientIds.put(id, new ClientIdUse(order, nowMs));
  }

  private boolean forgotten(ClientIdUse use, long nowMs) {
    return nowMs - use.timeMs() >= limits.clientOrderIdsForMs();
  }

  private static ClientId clientId(PlaceOrder spec) {
    return new ClientId(spec.account, spec.clientKeyHigh, spec.clientKeyLow);
  }

  /** The best price that an order of this side finds once {@code steps} are done; 0 for none. */
  private static int marketPrice(
      ModelOrder order, List<Plan.Step> steps, long yesSold, long noSold) {
    ModelMarket market = order.market;
    Map<ModelOrder, Long> gone = new HashMap<>();
    for (Plan.Step step : steps) {
      switch (step) {
        case Plan.Step.Meet meet -> gone.merge(meet.resting(), meet.quantity(), Long::sum);
        case Plan.Step.CancelOwn own -> gone.put(own.resting(), own.resting().remaining);
        case Plan.Step.Expire over -> gone.put(over.resting(), over.resting().remaining);
        case Plan.Step.Decrement off -> gone.merge(off.resting(), off.quantity(), Long::sum);
        case Plan.Step.Buy maker -> {}
      }
    }
    int best =
        market.side(!order.bid).stream()
            .filter(resting -> gone.getOrDefault(resting, 0L) < resting.remaining)
            .findFirst()
            .map(ModelOrder::yesPrice)
            .orElse(0);
    if (!market.hasMaker() || market.state == MarketState.CREATED) {
      return best;
    }
    int maker =
        market
            .rule
            .yesPrice(yesSold, noSold)
            .multiply(BigDecimal.valueOf(market.payout()))
            .setScale(0, RoundingMode.HALF_UP)
            .intValueExact();
    boolean makerIsBetter = order.bid ? maker < best : maker > best;
    return best == 0 || makerIsBetter ? maker : best;
  }

  // What an order does.

  private void carryOut(ModelOrder order, Plan plan, Answer answer) {
    for (Plan.Step step : plan.steps) {
      switch (step) {
        case Plan.Step.Meet meet -> trade(order, meet.resting(), meet.quantity(), answer);
        case Plan.Step.Buy maker -> tradeWithMaker(order, maker.quantity(), maker.cost(), answer);
        case Plan.Step.CancelOwn own -> takeDown(own.resting(), CloseReason.SELF_TRADE, answer);
        case Plan.Step.Expire over -> takeDown(over.resting(), CloseReason.EXPIRED, answer);
        case Plan.Step.Decrement off -> decrement(order, off.resting(), off.quantity(), answer);
      }
    }
  }

  private void finish(ModelOrder order, Plan plan, Answer answer) {
    if (order.remaining == 0) {
      answer.add(order.close(CloseReason.FILLED));
    } else if (plan.stoppedBySelfTrade) {
      answer.add(order.close(CloseReason.SELF_TRADE));
    } else if (order.rests()) {
      open.put(order.number, order);
      order.market.rest(order);
      hold(order);
    } else {
      answer.add(order.close(CloseReason.IMMEDIATE_REMAINDER));
    }
  }

  private void decrement(ModelOrder order, ModelOrder resting, long quantity, Answer answer) {
    order.remaining -= quantity;
    if (quantity == resting.remaining) {
      takeDown(resting, CloseReason.SELF_TRADE, answer);
    } else {
      release(resting);
      resting.remaining -= quantity;
      hold(resting);
    }
  }

  private void trade(ModelOrder taker, ModelOrder maker, long quantity, Answer answer) {
    ModelMarket market = taker.market;
    int yesPrice = maker.yesPrice();
    int takerPrice = taker.ownPrice(yesPrice);
    int makerPrice = maker.ownPrice(yesPrice);
    long takerCost = Units.money(takerPrice, quantity);
    long makerCost = Units.money(makerPrice, quantity);
    release(maker);
    taker.remaining -= quantity;
    maker.remaining -= quantity;
    long takerFee = charge(taker, market.spec.takerRate(), takerPrice, quantity, takerCost);
    long makerFee = charge(maker, market.spec.makerRate(), makerPrice, quantity, makerCost);
    exchange(taker, quantity, takerCost);
    exchange(maker, quantity, makerCost);
    TradeKind kind = kindOf(taker.side, maker.side);
    switch (kind) {
      case MINT -> issue(market, quantity);
      case BURN -> issue(market, -quantity);
      case TRANSFER, AMM -> {}
    }
    answer.add(
        new Fill(
            kind,
            yesPrice,
            quantity,
            taker.number,
            taker.account,
            takerCost,
            takerFee,
            taker.remaining,
            maker.number,
            maker.account,
            makerCost,
            makerFee,
            maker.remaining));
    if (maker.remaining == 0) {
      market.remove(maker);
      open.remove(maker.number);
      answer.add(maker.close(CloseReason.FILLED));
    } else {
      hold(maker);
    }
    net(taker, quantity);
    net(maker, quantity);
  }

  private void tradeWithMaker(ModelOrder taker, long quantity, long cost, Answer answer) {
    ModelMarket market = taker.market;
    boolean buys = taker.side == Side.BUY;
    long setsBefore = Math.max(market.yesSold, market.noSold);
    if (taker.outcome == Outcome.YES) {
      market.yesSold += buys ? quantity : -quantity;
    } else {
      market.noSold += buys ? quantity : -quantity;
    }
    long newSets = Math.max(market.yesSold, market.noSold) - setsBefore;
    taker.remaining -= quantity;
    int price = average(cost, quantity);
    long fee = charge(taker, market.spec.takerRate(), price, quantity, cost);
    exchange(taker, quantity, cost);
    // The maker gets the sets it has to deliver from, or gives back those it has no use for.
    issue(market, newSets);
    balances.add(market.maker(), Asset.CASH, -Units.money(market.payout(), newSets));
    balances.add(market.maker(), market.shares(Outcome.YES), newSets);
    balances.add(market.maker(), market.shares(Outcome.NO), newSets);
    balances.add(market.maker(), Asset.CASH, buys ? cost : -cost);
    balances.add(market.maker(), market.shares(taker.outcome), buys ? -quantity : quantity);
    net(taker, quantity);
    long payout = Units.money(market.payout(), quantity);
    int yesPrice = average(taker.outcome == Outcome.YES ? cost : payout - cost, quantity);
    answer.add(
        new Fill(
            TradeKind.AMM,
            yesPrice,
            quantity,
            taker.number,
            taker.account,
            cost,
            fee,
            taker.remaining,
            0,
            market.maker(),
            cost,
            0,
            0));
  }

  private static TradeKind kindOf(Side taker, Side maker) {
    if (taker != maker) {
      return TradeKind.TRANSFER;
    }
    return taker == Side.BUY ? TradeKind.MINT : TradeKind.BURN;
  }

  /** Charges a fill on the order's cumulative sum; answers this fill's fee. */
  private long charge(ModelOrder order, int rate, int price, long quantity, long cost) {
    Fees fees = new Fees(order.market.spec);
    order.feeNumerators = order.feeNumerators.add(fees.numerator(rate, price, quantity, cost));
    long fee = fees.total(order.feeNumerators) - order.feesPaid;
    order.feesPaid += fee;
    balances.move(order.account, Accounts.FEES, Asset.CASH, fee);
    return fee;
  }

  /** The party's side of a trade: cash against shares. */
  private void exchange(ModelOrder order, long quantity, long cost) {
    boolean buys = order.side == Side.BUY;
    balances.add(order.account, Asset.CASH, buys ? -cost : cost);
    balances.add(order.account, order.market.shares(order.outcome), buys ? quantity : -quantity);
  }

  /** The pool issues sets against their payout in cash, or takes them back. */
  private void issue(ModelMarket market, long sets) {
    balances.add(market.pool(), Asset.CASH, Units.money(market.payout(), sets));
    balances.add(market.pool(), market.shares(Outcome.YES), -sets);
    balances.add(market.pool(), market.shares(Outcome.NO), -sets);
  }

  /** Shares just acquired close the account's free opposite ones into cash. */
  private void net(ModelOrder order, long acquired) {
    if (order.side != Side.BUY || !nets(order.account)) {
      return;
    }
    ModelMarket market = order.market;
    long opposite = balances.free(order.account, market.shares(order.outcome.opposite()));
    long sets = Math.min(acquired, opposite);
    balances.add(order.account, market.shares(Outcome.YES), -sets);
    balances.add(order.account, market.shares(Outcome.NO), -sets);
    balances.add(order.account, Asset.CASH, Units.money(market.payout(), sets));
    issue(market, -sets);
  }

  // What a resting order reserves.

  private void hold(ModelOrder order) {
    balances.hold(
        order.account, heldAsset(order), holdOf(order, order.remaining, order.feeNumerators));
  }

  private void release(ModelOrder order) {
    balances.release(
        order.account, heldAsset(order), holdOf(order, order.remaining, order.feeNumerators));
  }

  private static long heldAsset(ModelOrder order) {
    return order.side == Side.BUY ? Asset.CASH : order.market.shares(order.outcome);
  }

  /** For a sell its shares; for a buy the cost at its price and the fee to come on that. */
  private static long holdOf(ModelOrder order, long quantity, BigInteger feeNumerators) {
    if (order.side == Side.SELL) {
      return quantity;
    }
    Fees fees = new Fees(order.market.spec);
    long cost = Units.money(order.price, quantity);
    BigInteger toCome = fees.numerator(order.market.spec.makerRate(), order.price, quantity, cost);
    return cost + fees.total(feeNumerators.add(toCome)) - fees.total(feeNumerators);
  }

  private static int average(long cost, long quantity) {
    return BigDecimal.valueOf(cost)
        .divide(BigDecimal.valueOf(quantity), 0, RoundingMode.HALF_UP)
        .intValueExact();
  }
}
