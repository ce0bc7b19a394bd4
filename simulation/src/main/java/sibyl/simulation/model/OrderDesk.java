package sibyl.simulation.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.ReduceReason;
import sibyl.engine.Side;
import sibyl.engine.Units;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OrderNumbers;
import sibyl.engine.command.PlaceOrder;

/** Takes orders one at a time, changes and cancels them. Orders are meant by their numbers. */
final class OrderDesk {
  /** What became of looking at an order: it was refused, or it is known what it will do. */
  record Look(@Nullable Refusal refusal, @Nullable Considered considered) {}

  private final ModelState state;
  private final TradingFloor floor;
  private final ClientIds clientIds;
  private final OrderChecks checks;
  private long placed;

  OrderDesk(ModelState state, TradingFloor floor, ClientIds clientIds) {
    this.state = state;
    this.floor = floor;
    this.clientIds = clientIds;
    this.checks = new OrderChecks(state, clientIds);
  }

  // New orders.

  void place(PlaceOrder spec) {
    if (state.refused(state.barred(spec.account, ModelState.Wish.TRADE))) {
      return;
    }
    Look look = look(spec, new Claims());
    if (!state.refused(look.refusal())) {
      accept(spec, Objects.requireNonNull(look.considered()));
    }
  }

  /** Looks at an order, changing nothing. A refused one has been planned if it got that far. */
  Look look(PlaceOrder spec, Claims claims) {
    Refusal early = checks.beforePlanning(spec, claims);
    if (early != null) {
      return new Look(early, null);
    }
    ModelMarket market = Objects.requireNonNull(state.market(spec.market));
    ModelOrder order =
        new ModelOrder(
            spec,
            market,
            state.groups.get(spec.orderGroup),
            checks.effectiveQuantity(spec, market, claims));
    state.rounding.plan(placed + claims.orders() + 1);
    Plan plan = Planner.plan(order, state.rounding, state.nowMs);
    Considered considered = new Considered(order, plan, OrderChecks.needed(order, plan));
    return new Look(checks.ofPlan(order, plan, claims), considered);
  }

  void accept(PlaceOrder spec, Considered considered) {
    ModelOrder order = considered.order();
    order.number = ++placed;
    state.answer.place(order.number);
    if (spec.hasClientKey()) {
      clientIds.add(ClientIds.Id.of(spec), order.number, state.nowMs);
    }
    if (order.isBudget()) {
      order.quantity = considered.plan().filled;
      order.remaining = order.quantity;
    }
    floor.carryOut(considered);
  }

  /** Sells to one resting order at the price that the seller states. */
  void sell(PlaceOrder spec, ModelOrder offer) {
    ModelOrder sale = new ModelOrder(spec, offer.market, null, spec.quantity);
    sale.number = ++placed;
    state.answer.place(sale.number);
    floor.trade(sale, offer, sale.remaining, sale.yesPrice());
    state.answer.add(sale.close(sale.completed()));
  }

  void quote(PlaceOrder spec) {
    estimate(look(spec, new Claims()), spec.account, 0);
  }

  void estimate(Look look, long account, int item) {
    Refusal barred = state.barred(account, ModelState.Wish.TRADE);
    Refusal first = barred != null ? barred : look.refusal();
    Reason refusal = first == null ? null : first.reason();
    Considered considered = look.considered();
    if (considered == null) {
      state.answer.quote(Estimate.refused(item, Objects.requireNonNull(refusal)));
      return;
    }
    estimate(considered.order(), considered.plan(), refusal, item);
  }

  private void estimate(ModelOrder order, Plan plan, @Nullable Reason refusal, int item) {
    boolean rests = order.rests() && !plan.stopped();
    boolean winsShares = order.side == Side.BUY && !order.market.isGood();
    state.answer.quote(
        new Estimate(
            item,
            refusal,
            plan.filled,
            rests ? plan.left : 0,
            plan.cost,
            plan.fee,
            plan.worstPrice,
            plan.priceBefore,
            Planner.priceAfter(order, plan, state.rounding, state.nowMs),
            rests ? TradingFloor.holdOf(order, plan.left, plan.feeNumerators) : 0,
            winsShares ? Units.money(order.market.payout(), plan.filled) : 0,
            false));
  }

  // Open orders.

  /** What {@link #amend} would do. */
  void quote(AmendOrder command) {
    ModelOrder order = own(command.account, command.order);
    if (order == null) {
      state.answer.refuse(Refusal.of(Reason.UNKNOWN_ORDER).ofOrder(command.order));
      return;
    }
    Refusal barred = state.barred(command.account, ModelState.Wish.TRADE);
    Refusal refusal = refusalOf(command, order);
    if (refusal != null) {
      Refusal first = barred != null ? barred : refusal;
      state.answer.quote(Estimate.refused(0, first.reason()));
      return;
    }
    Reason bar = barred == null ? null : barred.reason();
    int price = isRepriced(command) ? command.price : order.price;
    long quantity = isRestated(command) ? command.quantity : order.quantity;
    if (quantity <= order.filled()) {
      state.answer.quote(Estimate.apart(bar, 0, 0, false));
    } else if (price == order.price && quantity <= order.quantity) {
      long left = quantity - order.filled();
      long hold = TradingFloor.holdOf(order, left, order.feeNumerators);
      state.answer.quote(Estimate.apart(bar, left, hold, true));
    } else {
      quoteReplacement(order, order.amended(price, quantity, isRestated(command)), bar);
    }
  }

  /** Tried while the order as it was is out of the way. */
  private void quoteReplacement(ModelOrder order, ModelOrder next, @Nullable Reason bar) {
    floor.lift(order);
    next.remaining = checks.reducible(next);
    state.rounding.plan(order.number);
    Plan plan = Planner.plan(next, state.rounding, state.nowMs);
    Refusal refusal = checks.ofPlan(next, plan, new Claims());
    Reason why = bar != null ? bar : refusal == null ? null : refusal.reason();
    if (next.remaining > 0) {
      estimate(next, plan, why, 0);
    } else {
      state.answer.quote(Estimate.refused(0, Objects.requireNonNull(why)));
    }
    floor.stand(order);
  }

  void amend(AmendOrder command) {
    ModelOrder order = own(command.account, command.order);
    Refusal barred = state.barred(command.account, ModelState.Wish.TRADE);
    if (state.refused(barred)) {
      return;
    }
    Refusal refusal = refusalOf(command, order);
    if (refusal != null) {
      state.answer.refuse(refusal.ofOrder(command.order));
      return;
    }
    Objects.requireNonNull(order);
    boolean restated = isRestated(command);
    int price = isRepriced(command) ? command.price : order.price;
    long quantity = restated ? command.quantity : order.quantity;
    if (quantity <= order.filled()) {
      floor.takeDown(order, CloseReason.CANCELED);
    } else if (price == order.price && quantity <= order.quantity) {
      floor.lift(order);
      order.restate(quantity, restated);
      noteAmended(order, true, restated);
      floor.stand(order);
    } else {
      replace(order, order.amended(price, quantity, restated), restated);
    }
  }

  private static boolean isRepriced(AmendOrder command) {
    return command.price != AmendOrder.SAME_PRICE;
  }

  private static boolean isRestated(AmendOrder command) {
    return command.quantity != AmendOrder.SAME_QUANTITY;
  }

  private @Nullable Refusal refusalOf(AmendOrder command, @Nullable ModelOrder order) {
    if (order == null) {
      return Refusal.of(Reason.UNKNOWN_ORDER);
    }
    boolean late = command.validUntilMs != 0 && state.nowMs > command.validUntilMs;
    if (late || order.expired(state.nowMs)) {
      return Refusal.of(Reason.TOO_LATE);
    }
    if (order.market.state != MarketState.OPEN) {
      return Refusal.of(Reason.MARKET_NOT_OPEN);
    }
    if (!isRepriced(command) && !isRestated(command)) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    Refusal price = isRepriced(command) ? OrderChecks.ofPrice(command.price, order.market) : null;
    return price == null && isRestated(command)
        ? refusalOfTotal(command.quantity, order.market)
        : price;
  }

  /** A total may also be nothing, which cancels. */
  private @Nullable Refusal refusalOfTotal(long quantity, ModelMarket market) {
    long most = state.mostLots(market);
    long beyondLot = quantity % market.spec.lot();
    if (quantity < 0 || quantity > most) {
      return Refusal.nearest(Reason.QUANTITY_OUT_OF_RANGE, Math.clamp(quantity, 0, most));
    }
    return beyondLot == 0 ? null : Refusal.nearest(Reason.QUANTITY_OFF_LOT, quantity - beyondLot);
  }

  /** The order as it should be takes the place of the order as it was, if it may. */
  private void replace(ModelOrder order, ModelOrder next, boolean restated) {
    long held = state.balances.of(order.account, TradingFloor.heldAsset(order)).held();
    floor.lift(order);
    final long stated = next.remaining;
    next.remaining = checks.reducible(next);
    next.quantity -= stated - next.remaining;
    state.rounding.plan(order.number);
    Plan plan = Planner.plan(next, state.rounding, state.nowMs);
    Refusal refusal = checks.ofPlan(next, plan, new Claims());
    if (refusal != null) {
      floor.stand(order);
      boolean aboutMeans = refusal.needed() > 0;
      state.answer.refuse(refusal.ofOrder(order.number).holding(aboutMeans ? held : 0));
      return;
    }
    long cut = stated - next.remaining;
    next.remaining = stated;
    next.quantity += cut;
    noteAmended(next, false, restated);
    if (cut > 0) {
      floor.reduce(next, cut, ReduceReason.REDUCE_ONLY);
    }
    floor.carryOut(new Considered(next, plan, OrderChecks.needed(next, plan)));
  }

  private void noteAmended(ModelOrder order, boolean keptPriority, boolean restated) {
    state.answer.add(
        new Note.Amended(
            order.number, order.price, order.quantity, order.remaining, keptPriority, restated));
  }

  void cancel(CancelOrder command) {
    Refusal refusal = state.barred(command.account, ModelState.Wish.CANCEL);
    ModelOrder order = own(command.account, command.order);
    if (refusal == null && order == null) {
      refusal = Refusal.about(Reason.UNKNOWN_ORDER, command.order);
    }
    if (!state.refused(refusal)) {
      floor.takeDown(Objects.requireNonNull(order), CloseReason.CANCELED);
    }
  }

  void cancel(CancelOrders command) {
    boolean filtered = command.market != 0 || command.event != 0 || command.group != 0;
    Refusal refusal = state.barred(command.account, ModelState.Wish.CANCEL);
    if (refusal == null && !state.accounts.containsKey(command.account)) {
      refusal = Refusal.of(Reason.UNKNOWN_ACCOUNT);
    }
    if (refusal == null && filtered && !command.orders.isEmpty()) {
      refusal = Refusal.of(Reason.INVALID_COMMAND);
    }
    if (state.refused(refusal)) {
      return;
    }
    if (command.orders.isEmpty()) {
      cancelFiltered(command);
    }
    for (int i = 0; i < command.orders.size(); i++) {
      ModelOrder order = own(command.account, command.orders.get(i));
      if (order == null) {
        state.answer.refuseItem(
            Refusal.about(Reason.UNKNOWN_ORDER, command.orders.get(i)).ofItem(i));
      } else {
        floor.takeDown(order, CloseReason.CANCELED);
      }
    }
  }

  private void cancelFiltered(CancelOrders command) {
    List<ModelOrder> left =
        state.ordersOf(command.account).stream()
            .filter(order -> command.market == 0 || order.market.number == command.market)
            .filter(order -> command.event == 0 || order.market.event.number == command.event)
            .filter(order -> command.group == 0 || isOf(order, command.group))
            .toList();
    if (left.isEmpty()) {
      state.refuse(Reason.UNKNOWN_ORDER);
    }
    left.forEach(order -> floor.takeDown(order, CloseReason.CANCELED));
  }

  private static boolean isOf(ModelOrder order, long group) {
    return order.group != null && order.group.number == group;
  }

  void merge(MergeOrders command) {
    Refusal barred = state.barred(command.account, ModelState.Wish.ARRANGE);
    if (state.refused(barred != null ? barred : refusalOf(command))) {
      return;
    }
    List<ModelOrder> merged = new ArrayList<>();
    for (int i = 0; i < command.orders.size(); i++) {
      merged.add(own(command.account, command.orders.get(i)));
    }
    merged.sort(Comparator.comparingLong(order -> order.priority));
    ModelOrder last = merged.removeLast();
    merged.forEach(order -> floor.takeDown(order, CloseReason.MERGED));
    long more = merged.stream().mapToLong(order -> order.remaining).sum();
    floor.lift(last);
    last.quantity += more;
    last.remaining += more;
    noteAmended(last, true, false);
    floor.stand(last);
  }

  private @Nullable Refusal refusalOf(MergeOrders command) {
    OrderNumbers numbers = command.orders;
    Set<Long> distinct = new HashSet<>();
    for (int i = 0; i < numbers.size(); i++) {
      distinct.add(numbers.get(i));
    }
    if (numbers.size() < 2 || distinct.size() < numbers.size()) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    List<ModelOrder> orders = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      ModelOrder order = own(command.account, numbers.get(i));
      if (order == null) {
        return Refusal.about(Reason.UNKNOWN_ORDER, numbers.get(i));
      }
      if (order.expired(state.nowMs)) {
        return Refusal.about(Reason.TOO_LATE, order.number);
      }
      orders.add(order);
      if (!alike(orders.getFirst(), order)) {
        return Refusal.about(Reason.NOT_MERGEABLE, order.number);
      }
    }
    ModelOrder last = Collections.max(orders, Comparator.comparingLong(o -> o.priority));
    Refusal refusal = refusalTogether(orders, last);
    return refusal == null ? null : refusal.ofOrder(last.number);
  }

  /** One order may be too large, or its fee rounded up where those of several were not. */
  private @Nullable Refusal refusalTogether(List<ModelOrder> orders, ModelOrder last) {
    if (last.market.state != MarketState.OPEN) {
      return Refusal.of(Reason.MARKET_NOT_OPEN);
    }
    long together = orders.stream().mapToLong(order -> order.remaining).sum();
    long most = state.mostLots(last.market);
    if (last.filled() + together > most) {
      return Refusal.nearest(Reason.QUANTITY_OUT_OF_RANGE, most);
    }
    long held =
        orders.stream().mapToLong(o -> TradingFloor.holdOf(o, o.remaining, o.feeNumerators)).sum();
    long more = TradingFloor.holdOf(last, together, last.feeNumerators) - held;
    return last.side == Side.SELL
        ? null
        : state.lack(Reason.INSUFFICIENT_BALANCE, last.account, Asset.CASH, more);
  }

  private static boolean alike(ModelOrder one, ModelOrder other) {
    return one.market == other.market
        && one.side == other.side
        && one.outcome == other.outcome
        && one.price == other.price;
  }

  /** The order, if the account has it open. */
  private @Nullable ModelOrder own(long account, long number) {
    ModelOrder order = state.open.get(number);
    return order == null || order.account != account ? null : order;
  }

  /** Takes down orders whose time is over, the earliest first. */
  void expire() {
    state.open.values().stream()
        .filter(order -> order.expired(state.nowMs))
        .sorted(
            Comparator.comparingLong((ModelOrder order) -> order.expiresAtMs)
                .thenComparingLong(order -> order.number))
        .toList()
        .forEach(order -> floor.takeDown(order, CloseReason.EXPIRED));
  }
}
