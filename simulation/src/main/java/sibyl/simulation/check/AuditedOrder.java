package sibyl.simulation.check;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Canonical;
import sibyl.engine.CloseReason;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.ReduceReason;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.PlaceOrder;

/** An order as its events tell it. */
final class AuditedOrder {
  /** By acceptance, from 1. */
  final long number;

  final long id;
  final long account;
  final long market;
  final Side side;
  final Outcome outcome;
  final boolean limit;

  /** Given as a budget: how much it can trade is not known. */
  final boolean budget;

  final boolean bid;

  /** Whether it must not rest. */
  final boolean immediate;

  /** The number of its group; 0 for none. */
  final long group;

  private final int payout;

  /** Canonical; meaningless for a market order. */
  int yesPrice;

  /** What it is for, filled part included; not kept for a budget. */
  long quantity;

  /** What was taken off since its owner last stated a quantity, and why at last. */
  long reduced;

  @Nullable ReduceReason reducedFor;
  long filled;
  long remaining;
  boolean resting;

  AuditedOrder(long number, long id, long quantity, PlaceOrder spec, int payout) {
    this.number = number;
    this.id = id;
    this.account = spec.account;
    this.market = spec.market;
    this.side = spec.side;
    this.outcome = spec.outcome;
    this.limit = spec.type == OrderType.LIMIT;
    this.budget = spec.maxCost > 0;
    this.bid = Canonical.isBid(spec.side, spec.outcome);
    this.immediate =
        spec.type == OrderType.MARKET
            || spec.timeInForce == TimeInForce.IOC
            || spec.timeInForce == TimeInForce.FOK;
    this.group = spec.orderGroup;
    this.payout = payout;
    this.yesPrice = Canonical.yesPrice(spec.outcome, spec.price, payout);
    this.quantity = quantity;
    this.remaining = quantity;
    this.reduced = budget ? 0 : spec.quantity - quantity;
    this.reducedFor = reduced == 0 ? null : ReduceReason.REDUCE_ONLY;
  }

  /** In terms of its own outcome. */
  int price() {
    return Canonical.yesPrice(outcome, yesPrice, payout);
  }

  void reprice(int price) {
    yesPrice = Canonical.yesPrice(outcome, price, payout);
  }

  void fill(long quantity) {
    filled += quantity;
    if (!budget) {
      remaining -= quantity;
    }
  }

  /** How it ends with nothing left. */
  CloseReason completed() {
    return switch (reducedFor) {
      case null -> CloseReason.FILLED;
      case SELF_TRADE_PREVENTION -> CloseReason.SELF_TRADE_PREVENTION;
      case REDUCE_ONLY -> CloseReason.REDUCE_ONLY;
    };
  }

  @Override
  public String toString() {
    return "order %d (account %d, market %d, %s at %d, %d left)"
        .formatted(number, account, market, bid ? "bid" : "ask", yesPrice, remaining);
  }
}
