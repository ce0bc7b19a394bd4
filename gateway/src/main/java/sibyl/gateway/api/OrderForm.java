package sibyl.gateway.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.Units;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.gateway.exchange.Fingerprint;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Refusals;
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
   * @param patience what an order without a time in force has, if it is a limit order
   * @throws Problem 400 for fields that do not go together, 422 for prices and quantities finer
   *     than any grid
   */
  static OrderForm of(long account, Fields order, MarketSpec spec, TimeInForce patience) {
    OrderType type = order.constant(OrderType.class, "type", OrderType.LIMIT);
    Optional<BigDecimal> price = order.decimal("price");
    Optional<BigDecimal> quantity = order.decimal("quantity");
    requireCoherent(order, type, price.isPresent(), quantity.isPresent());
    TimeInForce timeInForce =
        order.constant(
            TimeInForce.class, "time_in_force", patience(type, order.has("expires_at"), patience));
    requireTaken(order, type, timeInForce, spec);
    return new OrderForm(
        account,
        order.id("market_id"),
        order.constant(Side.class, "side", Side.BUY),
        order.constant(Outcome.class, "outcome", Outcome.YES),
        type,
        price.isEmpty() ? 0 : at(order, "price", () -> price(price.get(), spec)),
        quantity.isEmpty() ? 0 : at(order, "quantity", () -> quantity(quantity.get(), spec)),
        order.has("max_cost") ? budget(order) : 0,
        timeInForce,
        order.constant(
            SelfTradePrevention.class, "self_trade_prevention", SelfTradePrevention.CANCEL_TAKER),
        order.time("expires_at"),
        order.time("valid_until"),
        order.flag("post_only"),
        order.flag("reduce_only"),
        order.flag("cancel_on_halt"),
        order.id("order_group_id"),
        order.text("client_order_id"),
        order.text("message"));
  }

  private static TimeInForce patience(OrderType type, boolean expires, TimeInForce otherwise) {
    if (otherwise != TimeInForce.GTC) {
      return otherwise;
    }
    return type == OrderType.MARKET ? TimeInForce.IOC : expires ? TimeInForce.GTD : otherwise;
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
      Fields order, OrderType type, boolean price, boolean quantity) {
    boolean budget = order.has("max_cost");
    if (type == OrderType.LIMIT && !price) {
      throw order.malformed("price", "A limit order needs a price.");
    }
    if (type == OrderType.MARKET && price) {
      throw order.malformed("price", "A market order takes no price; use type limit.");
    }
    if (quantity == budget) {
      throw order.malformed(
          quantity ? "max_cost" : "quantity", "Give either quantity or max_cost.");
    }
    if (type == OrderType.LIMIT && budget) {
      throw order.malformed("max_cost", "Only a market order can be given as a budget.");
    }
    boolean gtd = "gtd".equals(order.text("time_in_force", order.has("expires_at") ? "gtd" : ""));
    if (gtd != order.has("expires_at")) {
      throw order.malformed(
          "expires_at", "An order with time_in_force gtd needs expires_at, others take none.");
    }
  }

  /** What no exchange would take, whatever its state: it tells less of why. */
  private static void requireTaken(
      Fields order, OrderType type, TimeInForce timeInForce, MarketSpec spec) {
    boolean buys = "buy".equals(order.text("side"));
    boolean waits = timeInForce == TimeInForce.GTC || timeInForce == TimeInForce.GTD;
    boolean rests = type == OrderType.LIMIT && waits && spec.mode() != MarketMode.LMSR;
    if (type == OrderType.MARKET && timeInForce == TimeInForce.GTD) {
      throw order.malformed(
          "time_in_force", "A market order does not wait: give ioc or fok, and no expires_at.");
    }
    if (order.flag("post_only") && !rests) {
      throw order.malformed(
          "post_only",
          type == OrderType.MARKET || !waits
              ? "A post_only order has to rest: make it a limit order with time_in_force gtc or gtd,"
                  + " or drop post_only."
              : "In this market orders meet the AMM only and none rests: drop post_only.");
    }
    if (order.flag("reduce_only") && buys && rests) {
      throw order.malformed(
          "reduce_only",
          "A buying reduce_only order cannot rest: give time_in_force ioc or fok, or sell the other"
              + " outcome.");
    }
    if (spec.rules().kind() == MarketKind.ASSET && "no".equals(order.text("outcome"))) {
      throw Refusals.contradiction(
          order.pointer("outcome"), "A good has no 'no': give outcome yes.");
    }
    if (order.has("max_cost") && !buys) {
      throw order.malformed(
          "max_cost", "Only buying can be given as a budget: give the quantity to sell.");
    }
    if (order.has("max_cost") && "decrement".equals(order.text("self_trade_prevention"))) {
      throw order.malformed(
          "self_trade_prevention",
          "A budget has no quantity to decrement: give cancel_taker, cancel_maker or cancel_both.");
    }
  }

  private static <T> T at(Fields order, String field, Supplier<T> read) {
    try {
      return read.get();
    } catch (Problem problem) {
      throw problem.with("pointer", order.pointer(field));
    }
  }

  static int price(BigDecimal price, MarketSpec spec) {
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

  static long quantity(BigDecimal quantity, MarketSpec spec) {
    try {
      return Decimals.toQuantity(quantity);
    } catch (ArithmeticException finerThanAnyLot) {
      BigDecimal lot =
          BigDecimal.valueOf(spec.lot()).divide(BigDecimal.valueOf(Units.QUANTITY_PER_CONTRACT));
      BigDecimal lots = quantity.divide(lot, 0, RoundingMode.DOWN);
      throw Refusals.quantityOffLot(lots.longValue() * spec.lot());
    }
  }

  private static long budget(Fields order) {
    long maxCost = order.money("max_cost");
    if (maxCost <= 0) {
      throw order.malformed("max_cost", "The budget must be more than zero.");
    }
    return maxCost;
  }

  private static BigDecimal decimal(int price) {
    return BigDecimal.valueOf(price).divide(BigDecimal.valueOf(Units.PRICE_PER_UNIT));
  }
}
