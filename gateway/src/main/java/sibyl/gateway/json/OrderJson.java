package sibyl.gateway.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.GroupState;
import sibyl.engine.Outcome;
import sibyl.engine.ReduceReason;
import sibyl.engine.Side;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.FillView;
import sibyl.gateway.read.OfferView;
import sibyl.gateway.read.OrderGroupView;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.QueuePosition;
import sibyl.protocol.derive.OrderFigures;

/** Orders, fills and quotes. */
public final class OrderJson {
  private OrderJson() {}

  public static JsonObject order(OrderView order) {
    OrderFigures figures = order.figures();
    ReduceReason reduced = figures.reducedReason();
    return new JsonObject()
        .put("order_id", Long.toString(order.order()))
        .put("client_order_id", order.clientOrderId())
        .put("basket_id", order.basket() == 0 ? null : Long.toString(order.basket()))
        .put("market_id", Long.toString(order.market()))
        .put("side", Names.of(order.side()))
        .put("outcome", Names.of(order.outcome()))
        .put("type", Names.of(order.type()))
        .put("price", MarketJson.priceOrNull(order.price()))
        .put("quantity", Decimals.quantity(order.quantity()))
        .put("max_cost", order.maxCost() == 0 ? null : Decimals.money(order.maxCost()))
        .put("filled_quantity", Decimals.quantity(order.filledQuantity()))
        .put("remaining_quantity", Decimals.quantity(order.remainingQuantity()))
        .put("reduced_quantity", Decimals.quantity(figures.reduced()))
        .put("reduced_reason", reduced == null ? null : Names.of(reduced))
        .put("canceled_quantity", Decimals.quantity(figures.canceled()))
        .put("average_price", averageOrNull(order))
        .put("filled_cost", Decimals.money(order.filledCost()))
        .put("fees", Decimals.money(order.fees()))
        .put("status", Names.of(order.status()))
        .put("close_reason", order.closeReason() == null ? null : Names.of(order.closeReason()))
        .put("time_in_force", Names.of(order.timeInForce()))
        .put("post_only", order.postOnly())
        .put("reduce_only", order.reduceOnly())
        .put("self_trade_prevention", Names.of(order.selfTradePrevention()))
        .put("cancel_on_halt", order.cancelOnHalt())
        .put("order_group_id", order.orderGroup() == 0 ? null : Long.toString(order.orderGroup()))
        .put("expires_at", Times.formatOrNull(order.expiresAtMs()))
        .put("message", order.message())
        .put("created_at", Times.format(order.createdAtMs()))
        .put("updated_at", Times.format(order.updatedAtMs()))
        .put("seq", order.seq());
  }

  public static JsonObject fill(FillView fill) {
    return new JsonObject()
        .put("trade_id", Long.toString(fill.trade()))
        .put("order_id", Long.toString(fill.order()))
        .put("market_id", Long.toString(fill.market()))
        .put("side", Names.of(fill.side()))
        .put("outcome", Names.of(fill.outcome()))
        .put("price", Decimals.price(fill.price()))
        .put("quantity", Decimals.quantity(fill.quantity()))
        .put("cost", Decimals.money(fill.cost()))
        .put("fee", Decimals.money(fill.fee()))
        .put("liquidity", fill.maker() ? "maker" : "taker")
        .put("kind", Names.of(fill.kind()))
        .put("counterparty_message", fill.counterpartyMessage())
        .put("at", Times.format(fill.atMs()))
        .put("seq", fill.seq());
  }

  public static JsonObject orderAnswer(OrderView order, List<FillView> fills, long asOfSeq) {
    JsonArray items = new JsonArray();
    fills.forEach(fill -> items.add(fill(fill)));
    return new JsonObject()
        .put("order", order(order))
        .put("fills", items)
        .put("as_of_seq", asOfSeq);
  }

  public static JsonObject ahead(OrderView order, QueuePosition ahead) {
    return new JsonObject()
        .put("order_id", Long.toString(order.order()))
        .put("price", Decimals.price(order.price()))
        .put("orders_ahead", ahead.orders())
        .put("quantity_ahead", Decimals.quantity(ahead.quantity()))
        .put("level_quantity", Decimals.quantity(ahead.level()));
  }

  public static JsonObject group(OrderGroupView group) {
    GroupState state = group.triggered() ? GroupState.TRIGGERED : GroupState.ACTIVE;
    return group(group.group(), group.limit(), group.windowMs(), state);
  }

  public static JsonObject group(Change.OrderGroupChanged group) {
    return group(group.group(), group.limit(), group.windowMs(), group.state());
  }

  private static JsonObject group(long group, long limit, long windowMs, GroupState state) {
    return new JsonObject()
        .put("order_group_id", Long.toString(group))
        .put("limit", Decimals.quantity(limit))
        .put("window_ms", windowMs)
        .put("state", Names.of(state));
  }

  public static JsonObject offer(OfferView offer) {
    return new JsonObject()
        .put("offer_id", Long.toString(offer.order()))
        .put("market_id", Long.toString(offer.market()))
        .put("price", Decimals.price(offer.price()))
        .put("quantity", Decimals.quantity(offer.quantity()))
        .put("expires_at", Times.formatOrNull(offer.expiresAtMs()))
        .put("at", Times.format(offer.createdAtMs()));
  }

  /**
   * @param payout of the market, to state prices in terms of the asked outcome
   */
  public static JsonObject quote(Change.Quoted quote, int payout, long asOfSeq) {
    long total = quote.side() == Side.BUY ? quote.cost() + quote.fee() : quote.cost() - quote.fee();
    int before = inTermsOf(quote.outcome(), quote.yesPriceBefore(), payout);
    int after = inTermsOf(quote.outcome(), quote.yesPriceAfter(), payout);
    return new JsonObject()
        .put("market_id", Long.toString(quote.market()))
        .put("side", Names.of(quote.side()))
        .put("outcome", Names.of(quote.outcome()))
        .put("refusal", quote.refusal() == null ? null : Names.of(quote.refusal()))
        .put("filled_quantity", Decimals.quantity(quote.filled()))
        .put("resting_quantity", Decimals.quantity(quote.resting()))
        .put(
            "average_price",
            quote.filled() == 0
                ? null
                : Decimals.averagePrice(quote.cost(), quote.filled(), payout))
        .put("worst_price", MarketJson.priceOrNull(quote.worstPrice()))
        .put("cost", Decimals.money(quote.cost()))
        .put("fee", Decimals.money(quote.fee()))
        .put("total", Decimals.money(total))
        .put("price_before", MarketJson.priceOrNull(before))
        .put("price_after", MarketJson.priceOrNull(after))
        .put("price_impact", before == 0 || after == 0 ? null : Decimals.price(after - before))
        .put(
            "hold",
            quote.side() == Side.BUY
                ? Decimals.money(quote.hold())
                : Decimals.quantity(quote.hold()))
        .put("payout_if_right", Decimals.money(quote.payoutIfRight()))
        .put("as_of_seq", asOfSeq);
  }

  /** What an amendment of an order would do. */
  public static JsonObject amendmentQuote(
      Change.Quoted quote, long order, int payout, long asOfSeq) {
    return new JsonObject()
        .put("order_id", Long.toString(order))
        .put("keeps_priority", quote.keepsPriority())
        .mergeIn(quote(quote, payout, asOfSeq));
  }

  private static int inTermsOf(Outcome outcome, int yesPrice, int payout) {
    return yesPrice == 0 || outcome == Outcome.YES ? yesPrice : payout - yesPrice;
  }

  private static @Nullable String averageOrNull(OrderView order) {
    return order.filledQuantity() == 0
        ? null
        : Decimals.averagePrice(order.filledCost(), order.filledQuantity(), order.payout());
  }
}
