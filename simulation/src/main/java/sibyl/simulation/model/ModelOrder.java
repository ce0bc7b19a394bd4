package sibyl.simulation.model;

import java.math.BigInteger;
import sibyl.engine.Canonical;
import sibyl.engine.CloseReason;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.PlaceOrder;

/** An order: what it said, and what has become of it so far. */
final class ModelOrder {
  /** By acceptance, from 1; 0 while it is only looked at. */
  long number;

  final long account;
  final ModelMarket market;
  final Side side;
  final Outcome outcome;
  final OrderType type;
  final TimeInForce timeInForce;
  final SelfTradePrevention selfTrade;
  final boolean cancelOnHalt;
  final long expiresAtMs;
  final boolean bid;

  /** In terms of its own outcome. */
  final int price;

  /** What it may still spend, fees included; only meaningful for a budget. */
  final long maxCost;

  long remaining;

  /** Σ rate × base of its fills, in the fee's own fraction of a millionth. */
  BigInteger feeNumerators = BigInteger.ZERO;

  long feesPaid;

  ModelOrder(PlaceOrder spec, ModelMarket market) {
    this.account = spec.account;
    this.market = market;
    this.side = spec.side;
    this.outcome = spec.outcome;
    this.type = spec.type;
    this.timeInForce = spec.timeInForce;
    this.selfTrade = spec.selfTradePrevention;
    this.cancelOnHalt = spec.cancelOnHalt;
    this.expiresAtMs = spec.timeInForce == TimeInForce.GTD ? spec.expiresAtMs : 0;
    this.bid = Canonical.isBid(spec.side, spec.outcome);
    this.price = spec.price;
    this.maxCost = spec.maxCost;
    this.remaining = spec.quantity;
  }

  boolean isBudget() {
    return maxCost > 0;
  }

  int yesPrice() {
    return Canonical.yesPrice(outcome, price, market.spec.payout());
  }

  /** The price of a trade at {@code yesPrice} in terms of this order's outcome. */
  int ownPrice(int yesPrice) {
    return Canonical.yesPrice(outcome, yesPrice, market.spec.payout());
  }

  boolean accepts(int yesPrice) {
    return type == OrderType.MARKET || (bid ? yesPrice <= yesPrice() : yesPrice >= yesPrice());
  }

  /** Whether what is not filled at once stays in the book. */
  boolean rests() {
    boolean patient = timeInForce == TimeInForce.GTC || timeInForce == TimeInForce.GTD;
    return type == OrderType.LIMIT && patient && market.hasBook();
  }

  boolean expired(long nowMs) {
    return expiresAtMs != 0 && expiresAtMs <= nowMs;
  }

  RestingOrder resting() {
    return new RestingOrder(number, account, market.number, side, outcome, price, remaining);
  }

  Closure close(CloseReason reason) {
    return new Closure(number, reason, remaining);
  }
}
