package sibyl.gateway.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.Units;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Decimals;

/**
 * An order as a request states it, in the engine's units. Judges only what cannot be expressed in
 * them; whether the order is allowed is the exchange's to say.
 */
record OrderForm(
    long account,
    long market,
    Side side,
    Outcome outcome,
    OrderType type,
    int price,
    long quantity,
    long maxCost,
    TimeInForce timeInForce,
    SelfTradePrevention selfTradePrevention,
    long expiresAtMs,
    long validUntilMs,
    boolean postOnly,
    boolean reduceOnly,
    boolean cancelOnHalt,
    long orderGroup,
    @Nullable String clientOrderId,
    @Nullable String message) {

  /**
   * @param spec of the order's market, to name the nearest valid values
   * @throws Problem 400 for fields that do not go together, 422 for prices and quantities finer
   *     than any grid
   */
  static OrderForm of(Request request, MarketSpec spec) {
    OrderType type = request.constant(OrderType.class, "type", OrderType.LIMIT);
    Optional<BigDecimal> price = request.decimal("price");
    Optional<BigDecimal> quantity = request.decimal("quantity");
    boolean budget = request.body().containsKey("max_cost");
    requireCoherent(type, price.isPresent(), quantity.isPresent(), budget);
    return new OrderForm(
        request.account(),
        request.bodyId("market_id"),
        request.constant(Side.class, "side", Side.BUY),
        request.constant(Outcome.class, "outcome", Outcome.YES),
        type,
        price.isEmpty() ? 0 : price(price.get(), spec),
        quantity.isEmpty() ? 0 : quantity(quantity.get(), spec),
        budget ? budget(request) : 0,
        request.constant(
            TimeInForce.class,
            "time_in_force",
            type == OrderType.LIMIT ? TimeInForce.GTC : TimeInForce.IOC),
        request.constant(
            SelfTradePrevention.class, "self_trade_prevention", SelfTradePrevention.CANCEL_TAKER),
        request.time("expires_at"),
        request.time("valid_until"),
        request.flag("post_only"),
        request.flag("reduce_only"),
        request.flag("cancel_on_halt"),
        request.bodyId("order_group_id"),
        request.text("client_order_id"),
        request.text("message"));
  }

  void writeTo(PlaceOrder order) {
    order.clear();
    order.account = account;
    order.market = market;
    order.side = side;
    order.outcome = outcome;
    order.type = type;
    order.price = price;
    order.quantity = quantity;
    order.maxCost = maxCost;
    order.timeInForce = timeInForce;
    order.selfTradePrevention = selfTradePrevention;
    order.expiresAtMs = expiresAtMs;
    order.validUntilMs = validUntilMs;
    order.postOnly = postOnly;
    order.reduceOnly = reduceOnly;
    order.cancelOnHalt = cancelOnHalt;
    order.orderGroup = orderGroup;
    if (clientOrderId != null) {
      Fingerprint fingerprint = Fingerprint.of(clientOrderId);
      order.clientKeyHigh = fingerprint.high();
      order.clientKeyLow = fingerprint.low();
      order.clientOrderId.set(clientOrderId);
    }
    if (message != null) {
      order.message.set(message);
    }
  }

  private static void requireCoherent(
      OrderType type, boolean price, boolean quantity, boolean budget) {
    if (type == OrderType.LIMIT && !price) {
      throw Problems.malformed("/price", "A limit order needs a price.");
    }
    if (type == OrderType.MARKET && price) {
      throw Problems.malformed("/price", "A market order takes no price; use type limit.");
    }
    if (quantity == budget) {
      throw Problems.malformed(
          quantity ? "/max_cost" : "/quantity", "Give either quantity or max_cost.");
    }
    if (type == OrderType.LIMIT && budget) {
      throw Problems.malformed("/max_cost", "Only a market order can be given as a budget.");
    }
  }

  private static int price(BigDecimal price, MarketSpec spec) {
    if (price.signum() <= 0 || price.compareTo(decimal(spec.payout())) >= 0) {
      int nearest = price.signum() <= 0 ? spec.tick() : spec.payout() - spec.tick();
      throw Refusals.priceOutOfRange(nearest);
    }
    try {
      return Decimals.toPrice(price);
    } catch (ArithmeticException finerThanAnyGrid) {
      BigDecimal ticks = price.divide(decimal(spec.tick()), 0, RoundingMode.HALF_UP);
      int nearest = ticks.intValue() * spec.tick();
      throw Refusals.priceOffGrid(Math.clamp(nearest, spec.tick(), spec.payout() - spec.tick()));
    }
  }

  private static long quantity(BigDecimal quantity, MarketSpec spec) {
    try {
      return Decimals.toQuantity(quantity);
    } catch (ArithmeticException finerThanAnyLot) {
      BigDecimal lot =
          BigDecimal.valueOf(spec.lot()).divide(BigDecimal.valueOf(Units.QUANTITY_PER_CONTRACT));
      BigDecimal lots = quantity.divide(lot, 0, RoundingMode.DOWN);
      throw Refusals.quantityOffLot(lots.longValue() * spec.lot());
    }
  }

  private static long budget(Request request) {
    long maxCost = request.money("max_cost");
    if (maxCost <= 0) {
      throw Problems.malformed("/max_cost", "The budget must be more than zero.");
    }
    return maxCost;
  }

  private static BigDecimal decimal(int price) {
    return BigDecimal.valueOf(price).divide(BigDecimal.valueOf(Units.PRICE_PER_UNIT));
  }
}
