package sibyl.simulation.model;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Canonical;
import sibyl.engine.CloseReason;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.ReduceReason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.PlaceOrder;

/** An order: what it said, and what has become of it so far. */
final class ModelOrder {
  /** By acceptance, from 1; 0 while it is only looked at. */
  long number;

  /** Who is first at one price: the lower number. */
  long priority;

  final long account;
  final ModelMarket market;
  final Side side;
  final Outcome outcome;
  final OrderType type;
  final TimeInForce timeInForce;
  final SelfTradePrevention selfTrade;
  final boolean postOnly;
  final boolean cancelOnHalt;
  final long expiresAtMs;
  final boolean bid;

  /** Null for none. */
  final @Nullable ModelGroup group;

  /** In terms of its own outcome. */
  int price;

  /** What it may still spend, fees included; only meaningful for a budget. */
  final long maxCost;

  final boolean reduceOnly;

  /** In all: what is filled and what remains. */
  long quantity;

  /** Why some of it was taken off since the owner last stated a quantity; null if nothing was. */
  @Nullable ReduceReason reduced;

  long remaining;

  /** Σ rate × base of its fills, in the fee's own fraction of a millionth. */
  BigInteger feeNumerators = BigInteger.ZERO;

  long feesPaid;

  ModelOrder(PlaceOrder spec, ModelMarket market, @Nullable ModelGroup group, long quantity) {
    this.account = spec.account;
    this.market = market;
    this.side = spec.side;
    this.outcome = spec.outcome;
    this.type = spec.type;
    this.timeInForce = spec.timeInForce;
    this.selfTrade = spec.selfTradePrevention;
    this.postOnly = spec.postOnly;
    this.cancelOnHalt = spec.cancelOnHalt;
    this.expiresAtMs = spec.timeInForce == TimeInForce.GTD ? spec.expiresAtMs : 0;
    this.bid = Canonical.isBid(spec.side, spec.outcome);
    this.group = group;
    this.price = spec.price;
    this.maxCost = spec.maxCost;
    this.reduceOnly = spec.reduceOnly;
    this.reduced = quantity < spec.quantity ? ReduceReason.REDUCE_ONLY : null;
    this.quantity = quantity;
    this.remaining = quantity;
  }

  /** The same order with other terms, to see what it would do with them. */
  private ModelOrder(ModelOrder from, int price) {
    this.number = from.number;
    this.priority = from.priority;
    this.account = from.account;
    this.market = from.market;
    this.side = from.side;
    this.outcome = from.outcome;
    this.type = from.type;
    this.timeInForce = from.timeInForce;
    this.selfTrade = from.selfTrade;
    this.postOnly = from.postOnly;
    this.cancelOnHalt = from.cancelOnHalt;
    this.expiresAtMs = from.expiresAtMs;
    this.bid = from.bid;
    this.group = from.group;
    this.maxCost = from.maxCost;
    this.reduceOnly = from.reduceOnly;
    this.reduced = from.reduced;
    this.price = price;
    this.quantity = from.quantity;
    this.remaining = from.remaining;
    this.feeNumerators = from.feeNumerators;
    this.feesPaid = from.feesPaid;
  }

  ModelOrder amended(int newPrice, long newQuantity, boolean restated) {
    ModelOrder next = new ModelOrder(this, newPrice);
    next.restate(newQuantity, restated);
    return next;
  }

  /** Has another quantity; one that the owner stated makes up for what was taken off before. */
  void restate(long newQuantity, boolean byOwner) {
    remaining += newQuantity - quantity;
    quantity = newQuantity;
    if (byOwner) {
      reduced = null;
    }
  }

  boolean isBudget() {
    return maxCost > 0;
  }

  long filled() {
    return quantity - remaining;
  }

  int yesPrice() {
    return ownPrice(price);
  }

  /** The price of a trade at {@code yesPrice} in terms of this order's outcome, and back. */
  int ownPrice(int yesPrice) {
    return Canonical.yesPrice(outcome, yesPrice, market.spec.payout());
  }

  /** Whether what is not filled at once stays in the book. */
  boolean rests() {
    boolean patient = timeInForce == TimeInForce.GTC || timeInForce == TimeInForce.GTD;
    return type == OrderType.LIMIT && patient && market.hasBook();
  }

  boolean expired(long nowMs) {
    return expiresAtMs != 0 && expiresAtMs <= nowMs;
  }

  /** Takes some off without a trade. */
  void reduce(long by, ReduceReason reason) {
    quantity -= by;
    remaining -= by;
    reduced = reason;
  }

  /** The end of an order of which nothing is left. */
  CloseReason completed() {
    return switch (reduced) {
      case null -> CloseReason.FILLED;
      case SELF_TRADE_PREVENTION -> CloseReason.SELF_TRADE_PREVENTION;
      case REDUCE_ONLY -> CloseReason.REDUCE_ONLY;
    };
  }

  RestingOrder resting() {
    return new RestingOrder(
        number, account, market.number, side, outcome, price, quantity, remaining);
  }

  Closure close(CloseReason reason) {
    return new Closure(number, reason, remaining);
  }
}
