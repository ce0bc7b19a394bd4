package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketState;
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
  private static final long GREATEST_LOG_ODDS = 64;

  private final ModelOrder order;
  private final ModelMarket market;
  private final Fees fees;
  private final MakerRounding rounding;
  private final long nowMs;
  private final List<ModelOrder> book;
  private final Plan plan = new Plan();
  private int next;

  private Planner(ModelOrder order, long quantity, MakerRounding rounding, long nowMs) {
    this.order = order;
    this.market = order.market;
    this.fees = new Fees(market.spec);
    this.rounding = rounding;
    this.nowMs = nowMs;
    this.book = market.hasBook() ? market.side(!order.bid) : List.of();
    plan.left = quantity;
    plan.yesSold = market.yesSold;
    plan.noSold = market.noSold;
  }

  /**
   * @param quantity the order's, or for a budget the most it could come to
   */
  static Plan plan(ModelOrder order, long quantity, MakerRounding rounding, long nowMs) {
    Planner planner = new Planner(order, quantity, rounding, nowMs);
    planner.run();
    return planner.plan;
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
    if (next == book.size() || !order.accepts(book.get(next).yesPrice())) {
      return null;
    }
    return book.get(next);
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
    if (!market.hasMaker() || market.state == MarketState.CREATED) {
      return 0;
    }
    long lots = plan.left / market.spec.lot();
    Integer bound = resting == null ? limit() : Integer.valueOf(resting.yesPrice());
    lots = mostLots(lots, guessUpTo(bound), q -> withinBound(q, bound));
    long offered = lots * market.spec.lot();
    long quantity =
        affordable(offered, guessForBudget(), this::makerCost, q -> average(makerCost(q), q));
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
      plan.yesSold = yesSoldAfter(quantity);
      plan.noSold = noSoldAfter(quantity);
    }
    return quantity;
  }

  /** The order's limit in YES terms; null when it has none. */
  private @Nullable Integer limit() {
    return order.type == OrderType.LIMIT ? Integer.valueOf(order.yesPrice()) : null;
  }

  private long yesSoldAfter(long quantity) {
    long sold = order.side == Side.BUY ? quantity : -quantity;
    return order.outcome == Outcome.YES ? plan.yesSold + sold : plan.yesSold;
  }

  private long noSoldAfter(long quantity) {
    long sold = order.side == Side.BUY ? quantity : -quantity;
    return order.outcome == Outcome.NO ? plan.noSold + sold : plan.noSold;
  }

  /** Whether the marginal price after trading {@code quantity} has not passed the bound. */
  private boolean withinBound(long quantity, @Nullable Integer bound) {
    long yes = yesSoldAfter(quantity);
    long no = noSoldAfter(quantity);
    long net = order.bid ? yes - no : no - yes;
    if (net > GREATEST_LOG_ODDS * market.spec.liquidity()) {
      return false;
    }
    if (bound == null) {
      return true;
    }
    BigDecimal price = market.rule.yesPrice(yes, no).multiply(BigDecimal.valueOf(market.payout()));
    int comparison = price.compareTo(BigDecimal.valueOf(bound));
    return order.bid ? comparison <= 0 : comparison >= 0;
  }

  /** Where to look first for the most lots within the bound; need not be right. */
  private long guessUpTo(@Nullable Integer bound) {
    double b = market.spec.liquidity();
    double logOdds =
        bound == null
            ? (order.bid ? GREATEST_LOG_ODDS : -GREATEST_LOG_ODDS)
            : Math.log((double) bound / (market.payout() - bound));
    double net = plan.yesSold - plan.noSold;
    double quantity = order.bid ? logOdds * b - net : net - logOdds * b;
    return (long) (quantity / market.spec.lot());
  }

  private long makerCost(long quantity) {
    BigDecimal before = market.rule.cost(plan.yesSold, plan.noSold);
    BigDecimal after = market.rule.cost(yesSoldAfter(quantity), noSoldAfter(quantity));
    BigDecimal exact = order.side == Side.BUY ? after.subtract(before) : before.subtract(after);
    return rounding.cost(order.side, exact, Units.money(market.payout(), quantity));
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
    double b = market.spec.liquidity();
    double odds = Math.exp((plan.yesSold - plan.noSold) / b);
    double price = order.outcome == Outcome.YES ? odds / (1 + odds) : 1 / (1 + odds);
    double quantity = b * Math.log1p(Math.expm1(rest() / (b * market.payout())) / price);
    return (long) (quantity / market.spec.lot());
  }

  private long feeOf(long quantity, long cost, int price) {
    BigInteger sum = plan.feeNumerators.add(numerator(quantity, cost, price));
    return fees.total(sum) - plan.fee;
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
    plan.fee = fees.total(plan.feeNumerators);
    plan.filled += quantity;
    plan.left -= quantity;
    plan.cost += cost;
    boolean worse = order.side == Side.BUY ? price > plan.worstPrice : price < plan.worstPrice;
    if (plan.worstPrice == 0 || worse) {
      plan.worstPrice = price;
    }
  }
}
