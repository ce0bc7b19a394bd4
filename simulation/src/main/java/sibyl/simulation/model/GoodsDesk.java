package sibyl.simulation.model;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.Units;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Produce;
import sibyl.engine.command.SetRecipe;

/** Goods: who has them, who makes them and from what, and who sells them to whom. */
final class GoodsDesk {
  private final ModelState state;
  private final OrderDesk orders;

  GoodsDesk(ModelState state, OrderDesk orders) {
    this.state = state;
    this.orders = orders;
  }

  // By staff.

  void adjust(AdjustInventory command) {
    ModelMarket good = state.market(command.market());
    if (!state.refused(refusalOf(command, good))) {
      give(command.account(), Objects.requireNonNull(good), command.quantity(), command.reason());
    }
  }

  private @Nullable Refusal refusalOf(AdjustInventory command, @Nullable ModelMarket good) {
    if (state.person(command.account()) == null) {
      return Refusal.of(Reason.UNKNOWN_ACCOUNT);
    }
    Refusal refusal = refusalOfGood(good);
    if (refusal != null) {
      return refusal;
    }
    boolean meant =
        switch (command.reason()) {
          case INITIAL, ADJUSTMENT, RESET -> true;
          case SPLIT_ALL, MERGE_ALL, CONVERT, PRODUCTION, CONSUMPTION -> false;
        };
    if (!Objects.requireNonNull(good).isFor(command.account())) {
      return Refusal.of(Reason.OTHER_SEGMENT);
    }
    if (!meant) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    Objects.requireNonNull(good);
    Refusal quantity = refusalOfChange(command.quantity(), good);
    if (quantity != null) {
      return quantity;
    }
    return refusalOfChange(command.account(), good, command.quantity());
  }

  /** A change may take away as well. */
  private @Nullable Refusal refusalOfChange(long quantity, ModelMarket good) {
    long lot = good.spec.lot();
    long most = state.mostLots(good);
    if (quantity == 0) {
      return Refusal.nearest(Reason.QUANTITY_OUT_OF_RANGE, lot);
    }
    if (quantity < -most || quantity > most) {
      return Refusal.nearest(Reason.QUANTITY_OUT_OF_RANGE, Math.clamp(quantity, -most, most));
    }
    Refusal size = state.refusalOfQuantity(Math.abs(quantity), good);
    return size == null
        ? null
        : Refusal.nearest(size.reason(), quantity < 0 ? -size.nearest() : size.nearest());
  }

  void authorise(AuthoriseProducer command) {
    ModelMarket good = state.market(command.market());
    ModelState.Producer producer = new ModelState.Producer(command.account(), command.market());
    if (state.person(command.account()) == null) {
      state.refuse(Reason.UNKNOWN_ACCOUNT);
    } else if (!state.refused(refusalOfGood(good))) {
      if (!Objects.requireNonNull(good).isFor(command.account())) {
        state.refuse(Reason.OTHER_SEGMENT);
        return;
      }
      if (!command.authorised()) {
        state.producers.remove(producer);
      } else if (!state.producers.contains(producer)
          && state.producers.size() >= state.limits.producers()) {
        state.refuse(Reason.LIMIT_EXCEEDED);
        return;
      } else {
        state.producers.add(producer);
      }
      state.answer.add(
          new Note.Producer(command.account(), command.market(), command.authorised()));
    }
  }

  void setRecipe(SetRecipe command) {
    ModelMarket good = state.market(command.market());
    if (!state.refused(refusalOf(command, good))) {
      Objects.requireNonNull(good).recipe = command.ingredients();
      state.answer.add(new Note.Recipe(good.number, command.ingredients().toString()));
    }
  }

  private @Nullable Refusal refusalOf(SetRecipe command, @Nullable ModelMarket good) {
    Refusal refusal = refusalOfGood(good);
    if (refusal != null) {
      return refusal;
    }
    if (command.ingredients().size() > state.limits.ingredients()) {
      return Refusal.of(Reason.LIMIT_EXCEEDED);
    }
    Objects.requireNonNull(good);
    Set<Long> seen = new HashSet<>();
    seen.add(command.market());
    for (Ingredient ingredient : command.ingredients()) {
      ModelMarket other = state.market(ingredient.market());
      Refusal unfit = refusalOfGood(other);
      if (unfit != null) {
        return unfit;
      }
      if (!seen.add(ingredient.market())) {
        return Refusal.of(Reason.INVALID_COMMAND);
      }
      if (Objects.requireNonNull(other).spec.rules().segment() != good.spec.rules().segment()) {
        return Refusal.of(Reason.OTHER_SEGMENT);
      }
      Refusal quantity = refusalOf(ingredient, good, Objects.requireNonNull(other));
      if (quantity != null) {
        return quantity;
      }
    }
    return null;
  }

  /** A lot of the product uses whole lots of the ingredient, so that nothing is rounded. */
  private @Nullable Refusal refusalOf(
      Ingredient ingredient, ModelMarket product, ModelMarket other) {
    long step = 1;
    while (step * product.spec.lot() % (other.spec.lot() * Units.QUANTITY_PER_CONTRACT) != 0) {
      step++;
    }
    long quantity = ingredient.quantity();
    long most = state.mostLots(other);
    if (quantity <= 0 || quantity > most) {
      long least = Math.min(step, most);
      return Refusal.nearest(Reason.QUANTITY_OUT_OF_RANGE, Math.clamp(quantity, least, most));
    }
    return quantity % step == 0
        ? null
        : Refusal.nearest(Reason.QUANTITY_OFF_LOT, Math.max(step, quantity - quantity % step));
  }

  // By those who make them.

  void produce(Produce command) {
    ModelMarket good = state.market(command.market());
    Refusal barred = state.barredOrUnknown(command.account(), ModelState.Wish.TRADE);
    if (state.refused(barred != null ? barred : refusalOf(command, good))) {
      return;
    }
    Objects.requireNonNull(good);
    for (Ingredient ingredient : good.recipe) {
      give(
          command.account(),
          Objects.requireNonNull(state.markets.get(ingredient.market())),
          -used(ingredient, command.quantity()),
          HoldingReason.CONSUMPTION);
    }
    give(command.account(), good, command.quantity(), HoldingReason.PRODUCTION);
  }

  private @Nullable Refusal refusalOf(Produce command, @Nullable ModelMarket good) {
    Refusal refusal = refusalOfGood(good);
    if (refusal != null) {
      return refusal;
    }
    Objects.requireNonNull(good);
    if (good.state != MarketState.OPEN) {
      return Refusal.of(Reason.MARKET_NOT_OPEN);
    }
    if (!state.producers.contains(new ModelState.Producer(command.account(), command.market()))) {
      return Refusal.of(Reason.NOT_AUTHORISED);
    }
    Refusal quantity = state.refusalOfQuantity(command.quantity(), good);
    if (quantity != null) {
      return quantity;
    }
    for (Ingredient ingredient : good.recipe) {
      ModelMarket other = state.market(ingredient.market());
      Refusal unfit = refusalOfGood(other);
      if (unfit != null) {
        return unfit;
      }
      if (Objects.requireNonNull(other).state != MarketState.OPEN) {
        return Refusal.of(Reason.MARKET_NOT_OPEN);
      }
      long used = used(ingredient, command.quantity());
      long asset = other.shares(Outcome.YES);
      Refusal lack = state.lack(Reason.INSUFFICIENT_HOLDINGS, command.account(), asset, used);
      if (lack != null) {
        return lack;
      }
    }
    return refusalOfChange(command.account(), good, command.quantity());
  }

  /** What producing a quantity uses up; recipes are such that nothing is rounded. */
  private static long used(Ingredient ingredient, long quantity) {
    return Math.multiplyExact(ingredient.quantity(), quantity) / Units.QUANTITY_PER_CONTRACT;
  }

  // By those who sell them.

  void accept(AcceptOffer command) {
    ModelOrder offer = state.open.get(command.order());
    Refusal barred = state.barred(command.account(), ModelState.Wish.TRADE);
    if (state.refused(barred)) {
      return;
    }
    Refusal refusal =
        state.person(command.account()) == null
            ? Refusal.of(Reason.UNKNOWN_ACCOUNT)
            : refusalOf(command, offer);
    if (refusal != null) {
      state.answer.refuse(refusal.ofOrder(command.order()));
      return;
    }
    Objects.requireNonNull(offer);
    PlaceOrder sale = new PlaceOrder();
    sale.account = command.account();
    sale.market = offer.market.number;
    sale.side = Side.SELL;
    sale.timeInForce = TimeInForce.IOC;
    sale.price = command.price();
    sale.quantity = command.quantity();
    orders.sell(sale, offer);
  }

  private @Nullable Refusal refusalOf(AcceptOffer command, @Nullable ModelOrder offer) {
    if (offer == null) {
      return Refusal.of(Reason.UNKNOWN_ORDER);
    }
    if (!offer.market.isFor(command.account())) {
      return Refusal.of(Reason.OTHER_SEGMENT);
    }
    if (!offer.market.isGood() || offer.side != Side.BUY) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    if (offer.market.state != MarketState.OPEN) {
      return Refusal.of(Reason.MARKET_NOT_OPEN);
    }
    if (offer.account == command.account()) {
      return Refusal.of(Reason.SELF_TRADE);
    }
    if (offer.expired(state.nowMs)) {
      return Refusal.of(Reason.TOO_LATE);
    }
    Refusal price = OrderChecks.ofPrice(command.price(), offer.market);
    if (price != null) {
      return price;
    }
    if (command.price() > offer.price) {
      return Refusal.nearest(Reason.PRICE_OUT_OF_RANGE, offer.price);
    }
    if (command.quantity() > offer.remaining) {
      return Refusal.nearest(Reason.QUANTITY_OUT_OF_RANGE, offer.remaining);
    }
    Refusal quantity = state.refusalOfQuantity(command.quantity(), offer.market);
    if (quantity != null) {
      return quantity;
    }
    long shares = offer.market.shares(Outcome.YES);
    Refusal lack =
        state.lack(Reason.INSUFFICIENT_HOLDINGS, command.account(), shares, command.quantity());
    boolean full = state.open.size() >= state.limits.openOrders();
    return lack == null && full ? Refusal.of(Reason.LIMIT_EXCEEDED) : lack;
  }

  private static @Nullable Refusal refusalOfGood(@Nullable ModelMarket good) {
    if (good == null) {
      return Refusal.of(Reason.UNKNOWN_MARKET);
    }
    if (!good.isGood()) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    return good.state == MarketState.RESOLVED ? Refusal.of(Reason.MARKET_NOT_OPEN) : null;
  }

  /** Nobody has less than nothing of a good, nor more than anybody may. */
  private @Nullable Refusal refusalOfChange(long account, ModelMarket good, long quantity) {
    long asset = good.shares(Outcome.YES);
    if (quantity < 0) {
      return state.lack(Reason.INSUFFICIENT_HOLDINGS, account, asset, -quantity);
    }
    long issued = -state.balances.free(good.pool(), asset);
    boolean fits =
        state.hasRoomFor(account, asset, quantity)
            && issued + quantity <= state.limits.houseDebt() / good.payout();
    return fits ? null : Refusal.of(Reason.LIMIT_EXCEEDED);
  }

  private void give(long account, ModelMarket good, long quantity, HoldingReason reason) {
    long asset = good.shares(Outcome.YES);
    state.balances.move(good.pool(), account, asset, quantity);
    state.answer.add(new Note.Holding(account, good.number, Outcome.YES, quantity, 0, reason));
  }
}
