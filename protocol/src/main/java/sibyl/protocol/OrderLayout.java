package sibyl.protocol;

import sibyl.engine.command.PlaceOrder;
import sibyl.protocol.sbe.OrderFlagsDecoder;
import sibyl.protocol.sbe.OrderTermsDecoder;
import sibyl.protocol.sbe.OrderTermsEncoder;

/** How an order is laid out in the three messages that carry one. */
final class OrderLayout {
  private static final int POST_ONLY = 1;
  private static final int REDUCE_ONLY = 1 << 1;
  private static final int CANCEL_ON_HALT = 1 << 2;

  private OrderLayout() {}

  static void write(PlaceOrder order, OrderTermsEncoder terms) {
    terms
        .account(order.account)
        .market(order.market)
        .quantity(order.quantity)
        .maxCost(order.maxCost)
        .expiresAtMs(order.expiresAtMs)
        .validUntilMs(order.validUntilMs)
        .orderGroup(order.orderGroup)
        .clientKeyHigh(order.clientKeyHigh)
        .clientKeyLow(order.clientKeyLow)
        .price(order.price)
        .side(WireCode.SIDE.of(order.side))
        .outcome(WireCode.OUTCOME.of(order.outcome))
        .type(WireCode.ORDER_TYPE.of(order.type))
        .timeInForce(WireCode.TIME_IN_FORCE.of(order.timeInForce))
        .selfTradePrevention(WireCode.SELF_TRADE_PREVENTION.of(order.selfTradePrevention))
        .flags()
        .clear()
        .postOnly(order.postOnly)
        .reduceOnly(order.reduceOnly)
        .cancelOnHalt(order.cancelOnHalt);
  }

  static int flags(PlaceOrder order) {
    return (order.postOnly ? POST_ONLY : 0)
        | (order.reduceOnly ? REDUCE_ONLY : 0)
        | (order.cancelOnHalt ? CANCEL_ON_HALT : 0);
  }

  static void writeTexts(PlaceOrder order, MessageWriter out) {
    out.shortText("client order id", order.clientOrderId, PlaceOrder.CLIENT_ORDER_ID_MAX);
    out.longText("message", order.message, PlaceOrder.MESSAGE_MAX);
  }

  /** Reads the terms, and the texts that come next in {@code in}. */
  static void read(OrderTermsDecoder terms, MessageReader in, PlaceOrder order) {
    order.account = terms.account();
    order.market = terms.market();
    order.quantity = terms.quantity();
    order.maxCost = terms.maxCost();
    order.expiresAtMs = terms.expiresAtMs();
    order.validUntilMs = terms.validUntilMs();
    order.orderGroup = terms.orderGroup();
    order.clientKeyHigh = terms.clientKeyHigh();
    order.clientKeyLow = terms.clientKeyLow();
    order.price = terms.price();
    order.side = in.value(WireCode.SIDE, terms.sideRaw());
    order.outcome = in.value(WireCode.OUTCOME, terms.outcomeRaw());
    order.type = in.value(WireCode.ORDER_TYPE, terms.typeRaw());
    order.timeInForce = in.value(WireCode.TIME_IN_FORCE, terms.timeInForceRaw());
    order.selfTradePrevention =
        in.value(WireCode.SELF_TRADE_PREVENTION, terms.selfTradePreventionRaw());
    OrderFlagsDecoder flags = terms.flags();
    in.onlyFlags(flags.getRaw(), POST_ONLY | REDUCE_ONLY | CANCEL_ON_HALT);
    order.postOnly = flags.postOnly();
    order.reduceOnly = flags.reduceOnly();
    order.cancelOnHalt = flags.cancelOnHalt();
    in.shortText(order.clientOrderId, PlaceOrder.CLIENT_ORDER_ID_MAX);
    in.longText(order.message, PlaceOrder.MESSAGE_MAX);
  }
}
