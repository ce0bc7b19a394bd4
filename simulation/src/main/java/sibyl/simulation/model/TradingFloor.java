package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.GroupState;
import sibyl.engine.Outcome;
import sibyl.engine.ReduceReason;
import sibyl.engine.SetReason;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;
import sibyl.engine.Units;

/** Where orders meet and rest, and what that does to balances. */
final class TradingFloor {
  private final ModelState state;
  private final Balances balances;

  /** Groups whose orders traded in the command at hand. */
  private final Set<ModelGroup> traded = new LinkedHashSet<>();

  private long priorities;

  TradingFloor(ModelState state) {
    this.state = state;
    this.balances = state.balances;
  }

  /** Does what an order is going to do, and lets it rest or ends it. */
  void carryOut(Considered considered) {
    ModelOrder order = considered.order();
    for (Plan.Step step : considered.plan().steps) {
      switch (step) {
        case Plan.Step.Meet meet ->
            trade(order, meet.resting(), meet.quantity(), meet.resting().yesPrice());
        case Plan.Step.Buy maker -> tradeWithMaker(order, maker.quantity(), maker.cost());
        case Plan.Step.CancelOwn own -> takeDown(own.resting(), CloseReason.SELF_TRADE_PREVENTION);
        case Plan.Step.Expire over -> expire(over.resting());
        case Plan.Step.Decrement off -> decrement(order, off.resting(), off.quantity());
      }
    }
    if (considered.order().remaining > 0 && considered.rests()) {
      rest(order);
    } else {
      state.answer.add(order.close(considered.end()));
    }
  }

  /** Puts an order into the book, behind all others of its price. */
  void rest(ModelOrder order) {
    order.priority = ++priorities;
    stand(order);
  }

  /** Puts an order into the book where its priority says. */
  void stand(ModelOrder order) {
    state.open.put(order.number, order);
    order.market.rest(order);
    hold(order);
  }

  /** Takes an order out of the book, with what it holds. */
  void lift(ModelOrder order) {
    release(order);
    order.market.remove(order);
    state.open.remove(order.number);
  }

  void takeDown(ModelOrder order, CloseReason reason) {
    lift(order);
    state.answer.add(order.close(reason));
  }

  /** Another order of the same command may have done it already. */
  private void expire(ModelOrder order) {
    if (state.open.containsKey(order.number)) {
      takeDown(order, CloseReason.EXPIRED);
    }
  }

  private void decrement(ModelOrder order, ModelOrder resting, long quantity) {
    release(resting);
    reduce(order, quantity, ReduceReason.SELF_TRADE_PREVENTION);
    reduce(resting, quantity, ReduceReason.SELF_TRADE_PREVENTION);
    hold(resting);
    if (resting.remaining == 0) {
      takeDown(resting, CloseReason.SELF_TRADE_PREVENTION);
    }
  }

  void reduce(ModelOrder order, long quantity, ReduceReason reason) {
    order.reduce(quantity, reason);
    state.answer.add(new Note.Reduced(order.number, quantity, order.remaining, reason));
  }

  /** Two orders meet, mostly at the price of the one that rests. */
  void trade(ModelOrder taker, ModelOrder maker, long quantity, int yesPrice) {
    ModelMarket market = taker.market;
    int takerPrice = taker.ownPrice(yesPrice);
    int makerPrice = maker.ownPrice(yesPrice);
    long takerCost = Units.money(takerPrice, quantity);
    long makerCost = Units.money(makerPrice, quantity);
    release(maker);
    fill(taker, quantity);
    fill(maker, quantity);
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
    state.answer.add(
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
      state.open.remove(maker.number);
      state.answer.add(maker.close(maker.completed()));
    } else {
      hold(maker);
    }
    net(taker, quantity);
    net(maker, quantity);
  }

  private void fill(ModelOrder order, long quantity) {
    order.remaining -= quantity;
    order.market.traded = true;
    if (order.group != null) {
      order.group.fill(quantity, state.nowMs);
      traded.add(order.group);
    }
  }

  private void tradeWithMaker(ModelOrder taker, long quantity, long cost) {
    ModelMarket market = taker.market;
    ModelMaker maker = Objects.requireNonNull(market.maker());
    fill(taker, quantity);
    int price = average(cost, quantity);
    long fee = charge(taker, market.spec.takerRate(), price, quantity, cost);
    exchange(taker, quantity, cost);
    boolean buys = taker.side == Side.BUY;
    balances.add(maker.account, Asset.CASH, buys ? cost : -cost);
    balances.add(maker.account, market.shares(taker.outcome), buys ? -quantity : quantity);
    if (market.event.exclusive) {
      deliverFromEvent(market, maker, taker.outcome, buys ? quantity : -quantity);
    } else {
      deliverFromMarket(market, maker, taker.outcome, buys ? quantity : -quantity);
    }
    net(taker, quantity);
    long payout = Units.money(market.payout(), quantity);
    int average = average(taker.outcome == Outcome.YES ? cost : payout - cost, quantity);
    int yesPrice = Math.min(Math.max(average, 1), market.payout() - 1);
    state.answer.add(
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
            maker.account,
            cost,
            0,
            0));
  }

  /** The maker gets the sets it has to deliver from, or gives back those it has no use for. */
  private void deliverFromMarket(ModelMarket market, ModelMaker maker, Outcome outcome, long sold) {
    long before = maker.sets();
    maker.sell(outcome == Outcome.YES ? 0 : 1, sold);
    issueTo(maker, market, maker.sets() - before);
  }

  /**
   * A maker of several markets holds YES only. It makes the NO shares that it delivers from sets of
   * that one market and keeps their YES shares; and it has as many YES of every market as it needs.
   */
  private void deliverFromEvent(ModelMarket market, ModelMaker maker, Outcome outcome, long sold) {
    long before = maker.sets();
    if (outcome == Outcome.YES) {
      maker.sell(market.index, sold);
    } else {
      issueTo(maker, market, sold);
      maker.sellNo(market.index, sold);
    }
    long sets = maker.sets() - before;
    long cash = Units.money(market.payout(), sets);
    balances.move(maker.account, market.pool(), Asset.CASH, cash);
    for (ModelMarket each : market.event.markets) {
      balances.move(market.pool(), maker.account, each.shares(Outcome.YES), sets);
    }
  }

  /** The maker buys sets of one market from its pool. */
  private void issueTo(ModelMaker maker, ModelMarket market, long sets) {
    issue(market, sets);
    balances.add(maker.account, Asset.CASH, -Units.money(market.payout(), sets));
    balances.add(maker.account, market.shares(Outcome.YES), sets);
    balances.add(maker.account, market.shares(Outcome.NO), sets);
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
  void issue(ModelMarket market, long sets) {
    balances.add(market.pool(), Asset.CASH, Units.money(market.payout(), sets));
    balances.add(market.pool(), market.shares(Outcome.YES), -sets);
    balances.add(market.pool(), market.shares(Outcome.NO), -sets);
  }

  /** Shares just acquired close the account's free opposite ones into cash. */
  private void net(ModelOrder order, long acquired) {
    if (order.side != Side.BUY || !state.nets(order.account)) {
      return;
    }
    ModelMarket market = order.market;
    long opposite = balances.free(order.account, market.shares(order.outcome.opposite()));
    long sets = Math.min(acquired, opposite);
    if (sets > 0) {
      changeSets(order.account, market, -sets, SetReason.NETTING);
    }
  }

  /** An account gets sets of a market for cash; with a negative quantity the other way round. */
  void changeSets(long account, ModelMarket market, long sets, SetReason reason) {
    issue(market, sets);
    balances.add(account, market.shares(Outcome.YES), sets);
    balances.add(account, market.shares(Outcome.NO), sets);
    balances.add(account, Asset.CASH, -Units.money(market.payout(), sets));
    state.answer.add(new Note.Sets(account, market.number, sets, reason));
  }

  /** Groups that filled more than they may: their orders are taken down, and they take no more. */
  void triggerGroups() {
    for (ModelGroup group : traded) {
      trigger(group);
    }
    traded.clear();
  }

  void trigger(ModelGroup group) {
    if (group.triggered || !group.isPastLimit(state.nowMs)) {
      return;
    }
    group.triggered = true;
    state.answer.add(
        new Note.Group(
            group.number, group.account, group.limit, group.windowMs, GroupState.TRIGGERED));
    takeDownAll(group, CloseReason.GROUP_TRIGGERED);
  }

  void takeDownAll(ModelGroup group, CloseReason reason) {
    state.ordersOf(group.account).stream()
        .filter(order -> order.group == group)
        .forEach(order -> takeDown(order, reason));
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

  static long heldAsset(ModelOrder order) {
    return order.side == Side.BUY ? Asset.CASH : order.market.shares(order.outcome);
  }

  /** For a sell its shares; for a buy the cost at its price and the fee to come on that. */
  static long holdOf(ModelOrder order, long quantity, BigInteger feeNumerators) {
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
