package sibyl.simulation.check;

import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.PlaceOrder;

/** All that an order says, to be compared with what the events say it said. */
public record StatedOrder(
    long account,
    long market,
    Side side,
    Outcome outcome,
    OrderType type,
    TimeInForce timeInForce,
    SelfTradePrevention selfTradePrevention,
    int price,
    long quantity,
    long maxCost,
    long expiresAtMs,
    long validUntilMs,
    boolean postOnly,
    boolean reduceOnly,
    boolean cancelOnHalt,
    long orderGroup,
    long clientKeyHigh,
    long clientKeyLow,
    String clientOrderId,
    String message) {
  public static StatedOrder of(PlaceOrder order) {
    return new StatedOrder(
        order.account,
        order.market,
        order.side,
        order.outcome,
        order.type,
        order.timeInForce,
        order.selfTradePrevention,
        order.price,
        order.quantity,
        order.maxCost,
        order.expiresAtMs,
        order.validUntilMs,
        order.postOnly,
        order.reduceOnly,
        order.cancelOnHalt,
        order.orderGroup,
        order.clientKeyHigh,
        order.clientKeyLow,
        order.clientOrderId.toString(),
        order.message.toString());
  }
}
