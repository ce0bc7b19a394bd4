package sibyl.gateway.read;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Canonical;
import sibyl.engine.CloseReason;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;

/**
 * An order and what has become of it. Units are the engine's: prices in ten-thousandths, quantities
 * in hundredths, money in millionths.
 *
 * @param quantity 0 when the order was given as a budget
 * @param maxCost the budget; 0 when the order was given as a quantity
 * @param orderGroup 0 for none
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
    long quantity,
    long maxCost,
    long filledQuantity,
    long remainingQuantity,
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
    @Nullable String message,
    long createdAtMs,
    long updatedAtMs,
    long placedSeq,
    long seq) {

  OrderView filled(long atMs, long atSeq, long shares, long cost, long fee, long remaining) {
    return with(
        price,
        quantity,
        filledQuantity + shares,
        remaining,
        filledCost + cost,
        fees + fee,
        OrderStatus.PARTIALLY_FILLED,
        null,
        atMs,
        atSeq);
  }

  OrderView closed(long atMs, long atSeq, CloseReason reason, long remaining) {
    return standing(price, quantity, remaining, OrderStatus.of(reason), reason, atMs, atSeq);
  }

  OrderView amended(long atMs, long atSeq, int newPrice, long newQuantity, long remaining) {
    return standing(newPrice, newQuantity, remaining, status, closeReason, atMs, atSeq);
  }

  OrderView reduced(long atMs, long atSeq, long remaining) {
    return standing(price, quantity, remaining, status, closeReason, atMs, atSeq);
  }

  private OrderView standing(
      int newPrice,
      long newQuantity,
      long remaining,
      OrderStatus newStatus,
      @Nullable CloseReason reason,
      long atMs,
      long atSeq) {
    return with(
        newPrice,
        newQuantity,
        filledQuantity,
        remaining,
        filledCost,
        fees,
        newStatus,
        reason,
        atMs,
        atSeq);
  }

  private OrderView with(
      int newPrice,
      long newQuantity,
      long filled,
      long remaining,
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
        newQuantity,
        maxCost,
        filled,
        remaining,
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
