package sibyl.gateway.read;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Canonical;
import sibyl.engine.CloseReason;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.ReduceReason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.protocol.derive.OrderFigures;

/**
 * An order and what has become of it. Units are the engine's: prices in ten-thousandths, quantities
 * in hundredths, money in millionths.
 *
 * @param figures its quantities
 * @param payout of its market; 0 in the event that accepted it, which does not know it
 * @param maxCost the budget; 0 when the order was given as a quantity
 * @param orderGroup 0 for none
 * @param basket what it was placed as a part of; 0 when by itself
 * @param filledCost Σ of the fills' costs, fees not counted
 * @param placedSeq number of the event that accepted it; orders are listed by it
 * @param seq number of the last event that changed it
 */
public record OrderView(
    long order,
    @Nullable String clientOrderId,
    long account,
    long market,
    Side side,
    Outcome outcome,
    OrderType type,
    int price,
    OrderFigures figures,
    int payout,
    long maxCost,
    long filledCost,
    long fees,
    OrderStatus status,
    @Nullable CloseReason closeReason,
    TimeInForce timeInForce,
    SelfTradePrevention selfTradePrevention,
    boolean postOnly,
    boolean reduceOnly,
    boolean cancelOnHalt,
    long expiresAtMs,
    long orderGroup,
    long basket,
    @Nullable String message,
    long createdAtMs,
    long updatedAtMs,
    long placedSeq,
    long seq) {

  /** What it is for. */
  public long quantity() {
    return figures.quantity();
  }

  public long filledQuantity() {
    return figures.filled();
  }

  /** What can still trade. */
  public long remainingQuantity() {
    return figures.remaining();
  }

  OrderView inMarketOf(int itsPayout) {
    return new OrderView(
        order,
        clientOrderId,
        account,
        market,
        side,
        outcome,
        type,
        price,
        figures,
        itsPayout,
        maxCost,
        filledCost,
        fees,
        status,
        closeReason,
        timeInForce,
        selfTradePrevention,
        postOnly,
        reduceOnly,
        cancelOnHalt,
        expiresAtMs,
        orderGroup,
        basket,
        message,
        createdAtMs,
        updatedAtMs,
        placedSeq,
        seq);
  }

  OrderView filled(long atMs, long atSeq, long shares, long cost, long fee, long remaining) {
    return with(
        price,
        figures.filled(shares, remaining),
        filledCost + cost,
        fees + fee,
        OrderStatus.PARTIALLY_FILLED,
        null,
        atMs,
        atSeq);
  }

  OrderView closed(long atMs, long atSeq, CloseReason reason, long remaining) {
    return with(
        price,
        figures.closed(remaining),
        filledCost,
        fees,
        OrderStatus.of(reason),
        reason,
        atMs,
        atSeq);
  }

  OrderView amended(
      long atMs, long atSeq, int newPrice, long newQuantity, long remaining, boolean restated) {
    return with(
        newPrice,
        figures.amended(newQuantity, remaining, restated),
        filledCost,
        fees,
        status,
        closeReason,
        atMs,
        atSeq);
  }

  OrderView reduced(long atMs, long atSeq, long by, long remaining, ReduceReason reason) {
    return with(
        price,
        figures.reduced(by, remaining, reason),
        filledCost,
        fees,
        status,
        closeReason,
        atMs,
        atSeq);
  }

  private OrderView with(
      int newPrice,
      OrderFigures newFigures,
      long cost,
      long allFees,
      OrderStatus newStatus,
      @Nullable CloseReason reason,
      long atMs,
      long atSeq) {
    return new OrderView(
        order,
        clientOrderId,
        account,
        market,
        side,
        outcome,
        type,
        newPrice,
        newFigures,
        payout,
        maxCost,
        cost,
        allFees,
        newStatus,
        reason,
        timeInForce,
        selfTradePrevention,
        postOnly,
        reduceOnly,
        cancelOnHalt,
        expiresAtMs,
        orderGroup,
        basket,
        message,
        createdAtMs,
        atMs,
        placedSeq,
        atSeq);
  }

  boolean isBid() {
    return Canonical.isBid(side, outcome);
  }
}
