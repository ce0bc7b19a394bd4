package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.Units;

/**
 * Works out whom an order meets. The best resting order of the other side is met first, at its
 * price; a market maker comes before it for as long as its marginal price is better. This goes on
 * until the order is filled, its limit or budget is reached, it meets an own order that stops it,
 * or nobody is left.
 */
final class Planner {
  /** The maker does not trade where e to the power of net/b would leave this range. */
  private static final BigDecimal GREATEST_LOG_ODDS = BigDecimal.valueOf(64);

  /** What is beyond a bound by no more than this has just reached it, in log odds: 2⁻⁴⁰. */
  private static final BigDecimal REACH = BigDecimal.ONE.divide(BigDecimal.TWO.pow(40));

  /** Where other markets of an event may drive one to; it does not trade beyond. */
  private static final BigDecimal OUT_OF_REACH = GREATEST_LOG_ODDS.multiply(BigDecimal.TWO);

  private final ModelOrder order;
  private final ModelMarket market;
  private final Fees fees;
  private final MakerRounding rounding;
  private final long nowMs;
  private final List<ModelOrder> book;
  private final @Nullable ModelMaker maker;
  private final BigDecimal others;
  private final Plan plan = new Plan();
  private final @Nullable Integer limit;
  private int next;
  private int makerTrades;

  private Planner(ModelOrder order, MakerRounding rounding, long nowMs) {
    this.order = order;
    this.market = order.market;
    this.fees = new Fees(market.spec);
    this.rounding = rounding;
    this.nowMs = nowMs;
    this.book = market.hasBook() ? market.side(!order.bid) : List.of();
    this.maker = market.maker();
    this.others = maker == null ? BigDecimal.ZERO : maker.againstOthers(market.makersOutcome());
    plan.left = order.remaining;
    plan.feeNumerators = order.feeNumerators;
    plan.net = maker == null ? 0 : maker.sold(market.makersOutcome());
    plan.priceBefore = priceAfter(Map.of());
    this.limit = limit();
  }

  /**
   * @param order a budget with the most quantity it could come to
   */
  static Plan plan(ModelOrder order, MakerRounding rounding, long nowMs) {
    Planner planner = new Planner(order, rounding, nowMs);
    planner.run();
    return planner.plan;
  }

  /** The best price that an order of this side finds once a plan is carried out; 0 for none. */
  static int priceAfter(ModelOrder order, Plan plan, MakerRounding rounding, long nowMs) {
    Map<ModelOrder, Long> gone = new HashMap<>();
    for (Plan.Step step : plan.steps) {
      switch (step) {
        case Plan.Step.Meet meet -> gone.merge(meet.resting(), meet.quantity(), Long::sum);
        case Plan.Step.CancelOwn own -> gone.put(own.resting(), own.resting().remaining);
        case Plan.Step.Expire over -> gone.put(over.resting(), over.resting().remaining);
        case Plan.Step.Decrement off -> gone.merge(off.resting(), off.quantity(), Long::sum);
        case Plan.Step.Buy maker -> {}
      }
    }
    Planner planner = new Planner(order, rounding, nowMs);
    planner.plan.net = plan.net;
    return planner.priceAfter(gone);
  }

  /**
   * @param gone what is taken off resting orders
   */
  private int priceAfter(Map<ModelOrder, Long> gone) {
    int best =
        book.stream()
            .filter(resting -> gone.getOrDefault(resting, 0L) < resting.remaining)
            .findFirst()
            .map(ModelOrder::yesPrice)
            .orElse(0);
    if (maker == null) {
      return best;
    }
    int makers =
        scaled(maker().rule().price(logOdds(plan.net)))
            .setScale(0, RoundingMode.HALF_UP)
            .max(BigDecimal.ONE)
            .min(BigDecimal.valueOf(market.payout() - 1L))
            .intValueExact();
    boolean makerIsBetter = order.bid ? makers < best : makers > best;
    return best == 0 || makerIsBetter ? makers : best;
  }

  /** The resting orders whose time is over, which nobody meets any more. */
  private Map<ModelOrder, Long> ended() {
    return book.stream()
        .filter(resting -> resting.expired(nowMs))
        .collect(Collectors.toMap(resting -> resting, resting -> resting.remaining));
  }

  private BigDecimal scaled(BigDecimal fraction) {
    return fraction.multiply(BigDecimal.valueOf(market.payout()));
  }

  private ModelMaker maker() {
    return Objects.requireNonNull(maker);
  }

  private BigDecimal logOdds(long net) {
    return maker().rule().logOdds(net, others);
  }

  /** In YES terms: the order's own, or how far a market order may go; null when it has none. */
  private @Nullable Integer limit() {
    if (order.type == OrderType.LIMIT) {
      return order.yesPrice();
    }
    int collar = market.spec.rules().collar();
    int best = priceAfter(ended());
    if (collar == 0 || best == 0) {
      return null;
    }
    int furthest = best + (order.bid ? collar : -collar);
    return furthest > 0 && furthest < market.payout() ? furthest : null;
  }

  private void run() {
    while (plan.left > 0 && !plan.stopped() && !plan.exhausted) {
      ModelOrder resting = nextResting();
      if (meetMaker(resting) > 0) {
        continue;
      }
      if (resting == null || plan.exhausted) {
        return;
      }
      meet(resting);
    }
  }

  private @Nullable ModelOrder nextResting() {
    if (next == book.size()) {
      return null;
    }
    ModelOrder resting = book.get(next);
    boolean within =
        limit == null || (order.bid ? resting.yesPrice() <= limit : resting.yesPrice() >= limit);
    return within ? resting : null;
  }

  // The book.

  private void meet(ModelOrder resting) {
    if (resting.expired(nowMs)) {
      plan.steps.add(new Plan.Step.Expire(resting));
      next++;
    } else if (resting.account == order.account) {
      meetOwn(resting);
    } else {
      trade(resting);
    }
  }

  private void trade(ModelOrder resting) {
    int price = order.ownPrice(resting.yesPrice());
    long wanted = Math.min(plan.left, resting.remaining);
    long guess = rest() / (Units.money(price, 1) * market.spec.lot());
    long quantity = affordable(wanted, guess, q -> Units.money(price, q), q -> price);
    if (quantity > 0) {
      plan.steps.add(new Plan.Step.Meet(resting, quantity));
      count(quantity, Units.money(price, quantity), price);
    }
    if (quantity < wanted) {
      plan.exhausted = true;
    }
    next++;
  }

  private void meetOwn(ModelOrder resting) {
    switch (order.selfTrade) {
      case CANCEL_TAKER -> plan.stoppedBySelfTrade = true;
      case CANCEL_MAKER -> plan.steps.add(new Plan.Step.CancelOwn(resting));
      case CANCEL_BOTH -> {
        plan.steps.add(new Plan.Step.CancelOwn(resting));
        plan.stoppedBySelfTrade = true;
      }
      case DECREMENT -> {
        long off = Math.min(plan.left, resting.remaining);
        plan.steps.add(new Plan.Step.Decrement(resting, off));
        plan.decremented += off;
        plan.left -= off;
      }
    }
    next++;
  }

  // The market maker.

  /** Trades with the maker while it is better than {@code resting}; answers how much. */
  private long meetMaker(@Nullable ModelOrder resting) {
    if (maker == null || !isWithin(logOdds(plan.net).abs(), OUT_OF_REACH)) {
      return 0;
    }
    long lots = plan.left / market.spec.lot();
    Integer bound = resting == null ? limit : Integer.valueOf(resting.yesPrice());
    lots = mostLots(lots, guessUpTo(bound), q -> withinBound(q, bound));
    long offered = lots * market.spec.lot();
    long quantity =
        affordable(offered, guessForBudget(), this::makerCost, q -> average(makerCost(q), q));
    long seen = rounding.quantitySeen(makerTrades);
    if (order.isBudget() && seen != quantity && isMostAffordable(seen, offered)) {
      quantity = seen;
    }
    if (quantity < offered) {
      plan.exhausted = true;
    }
    while (quantity > 0 && !averageWithinLimit(quantity)) {
      quantity -= market.spec.lot();
    }
    if (quantity > 0) {
      long cost = makerCost(quantity);
      plan.steps.add(new Plan.Step.Buy(quantity, cost));
      count(quantity, cost, average(cost, quantity));
      plan.net = netAfter(quantity);
      makerTrades++;
    }
    return quantity;
  }

  /**
   * Whether a budget buys this of the maker and not a lot more. The fee goes by an average price
   * that is rounded, so where that changes more than one quantity can be the most.
   */
  private boolean isMostAffordable(long quantity, long offered) {
    long lot = market.spec.lot();
    return quantity % lot == 0
        && quantity <= offered
        && (quantity == 0 || isAffordable(quantity))
        && (quantity == offered || !isAffordable(quantity + lot));
  }

  private boolean isAffordable(long quantity) {
    long cost = makerCost(quantity);
    return cost + feeOf(quantity, cost, average(cost, quantity)) <= rest();
  }

  private long netAfter(long quantity) {
    return order.bid ? plan.net + quantity : plan.net - quantity;
  }

  /** Whether the marginal price after trading {@code quantity} has not passed the bound. */
  private boolean withinBound(long quantity, @Nullable Integer bound) {
    BigDecimal after = logOdds(netAfter(quantity));
    BigDecimal towards = order.bid ? after : after.negate();
    if (!isWithin(towards, GREATEST_LOG_ODDS)) {
      return false;
    }
    if (bound == null) {
      return true;
    }
    // A small step of the log odds moves a price p by p·(1 − p) of it.
    BigDecimal price = BigDecimal.valueOf(bound);
    BigDecimal rest = BigDecimal.valueOf(market.payout() - bound);
    BigDecimal slack =
        price.multiply(rest).multiply(REACH).divide(price.add(rest), Decimals.DIGITS);
    BigDecimal beyond = scaled(maker().rule().price(after)).subtract(price);
    return (order.bid ? beyond : beyond.negate()).compareTo(slack) <= 0;
  }

  private static boolean isWithin(BigDecimal logOdds, BigDecimal most) {
    return logOdds.subtract(REACH).compareTo(most) <= 0;
  }

  /** Where to look first for the most lots within the bound; need not be right. */
  private long guessUpTo(@Nullable Integer bound) {
    double most = GREATEST_LOG_ODDS.doubleValue();
    double logOdds =
        bound == null
            ? (order.bid ? most : -most)
            : Math.log((double) bound / (market.payout() - bound));
    double towards = logOdds - logOdds(plan.net).doubleValue();
    double quantity = (order.bid ? towards : -towards) * maker().liquidity();
    return (long) (quantity / market.spec.lot());
  }

  private long makerCost(long quantity) {
    BigDecimal exact =
        maker()
            .rule()
            .cost(order.side, order.outcome, quantity, plan.net, netAfter(quantity), others);
    long most = Units.money(market.payout(), quantity);
    return rounding.cost(order.side, exact, makerTrades, quantity, most);
  }

  /** A limit order does not pay more on average than its limit, roundings included. */
  private boolean averageWithinLimit(long quantity) {
    if (order.type == OrderType.MARKET) {
      return true;
    }
    long atLimit = Units.money(order.price, quantity);
    long cost = makerCost(quantity);
    return order.side == Side.BUY ? cost <= atLimit : cost >= atLimit;
  }

  private static int average(long cost, long quantity) {
    return BigDecimal.valueOf(cost)
        .divide(BigDecimal.valueOf(quantity), 0, RoundingMode.HALF_UP)
        .intValueExact();
  }

  // Budgets.

  /** How much of {@code wanted} the rest of the budget buys, in whole lots; all without budget. */
  private long affordable(
      long wanted, long guess, LongUnaryOperator costOf, LongToIntFunction priceOf) {
    if (!order.isBudget()) {
      return wanted;
    }
    long lot = market.spec.lot();
    long rest = rest();
    LongUnaryOperator all =
        q -> {
          long cost = costOf.applyAsLong(q);
          return cost + feeOf(q, cost, priceOf.applyAsInt(q));
        };
    long lots = mostLots(wanted / lot, guess, q -> all.applyAsLong(q) <= rest);
    if (lots == 0 && plan.filled == 0 && wanted > 0) {
      plan.firstLotCost = all.applyAsLong(lot);
    }
    return lots * lot;
  }

  private long rest() {
    return order.maxCost - plan.cost - plan.fee;
  }

  /** Where to look first for what the rest of a budget buys from the maker; need not be right. */
  private long guessForBudget() {
    if (!order.isBudget()) {
      return 0;
    }
    double b = maker().liquidity();
    double odds = Math.exp(logOdds(plan.net).doubleValue());
    double price = order.outcome == Outcome.YES ? odds / (1 + odds) : 1 / (1 + odds);
    double quantity = b * Math.log1p(Math.expm1(rest() / (b * market.payout())) / price);
    return (long) (quantity / market.spec.lot());
  }

  private long feeOf(long quantity, long cost, int price) {
    BigInteger sum = plan.feeNumerators.add(numerator(quantity, cost, price));
    return fees.total(sum) - order.feesPaid - plan.fee;
  }

  private BigInteger numerator(long quantity, long cost, int price) {
    return fees.numerator(market.spec.takerRate(), price, quantity, cost);
  }

  /** The most lots from 0 to {@code most} whose quantity passes; fewer always pass as well. */
  private long mostLots(long most, long guess, LongPredicate passes) {
    long lot = market.spec.lot();
    long low = 0;
    long high = most;
    long probe = Math.clamp(guess, 0, most);
    long step = 1;
    while (low < high) {
      probe = Math.clamp(probe, low + 1, high);
      if (passes.test(probe * lot)) {
        low = probe;
        probe += step;
      } else {
        high = probe - 1;
        probe -= step;
      }
      step = high - low > 4 * step ? 4 * step : Math.max(1, (high - low) / 2);
    }
    return low;
  }

  private void count(long quantity, long cost, int price) {
    plan.feeNumerators = plan.feeNumerators.add(numerator(quantity, cost, price));
    plan.fee = fees.total(plan.feeNumerators) - order.feesPaid;
    plan.filled += quantity;
    plan.left -= quantity;
    plan.cost += cost;
    int shown = Math.min(Math.max(price, 1), market.payout() - 1);
    boolean worse = order.side == Side.BUY ? shown > plan.worstPrice : shown < plan.worstPrice;
    if (plan.worstPrice == 0 || worse) {
      plan.worstPrice = shown;
    }
  }
}
