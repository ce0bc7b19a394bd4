package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketMode;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.Units;
import sibyl.engine.book.Matches;
import sibyl.engine.book.Matching;
import sibyl.engine.book.OrderBook;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.maker.MarketMaker;

/**
 * What an order would do now, worked out to the last millionth before anything changes: whom it
 * meets in the book and at the maker, what it pays, what is left of it. Placing an order carries
 * its plan out; a quote stops there. Mutable and reused.
 *
 * <p>In hybrid mode every step goes to the better of the next book level and the maker's marginal
 * price, at equal price to the book: the maker trades until its price reaches the next level, then
 * that level trades, and so on.
 */
final class OrderPlan {
  private final Matching matching = new Matching();
  private final Matching.Allowance withinBudget = this::affordable;
  private final FeeMeter fees = new FeeMeter();
  private final FeeMeter trial = new FeeMeter();

  final Matches matches = new Matches();

  /** What would trade, hundredths. */
  long filled;

  /** What would neither trade nor be taken off by self-trade prevention. */
  long left;

  /** Taken off by self-trade prevention without a trade. */
  long decremented;

  /** Paid or received for {@link #filled}, before the fee. */
  long cost;

  long fee;

  /** The worst price of a fill in the order's outcome; 0 without fills. */
  int worstPrice;

  /** Net sale of the maker afterwards. */
  long makerNet;

  /** Cost and fee of the smallest quantity that a too small budget could not buy; 0 otherwise. */
  long firstLotCost;

  private Market market = NoMarket.INSTANCE;
  private Side side = Side.BUY;
  private Outcome outcome = Outcome.YES;
  private boolean bid;
  private int limitTick;
  private int ownLimit;
  private long budget;
  private long spent;
  private boolean exhausted;
  private boolean canceledOwn;
  private long feeWhole;
  private long feeRest;

  /** What the order was charged before, if it is amended; as {@link FeeMeter} counts. */
  void chargedBefore(long whole, long rest) {
    feeWhole = whole;
    feeRest = rest;
  }

  /**
   * Works out an order that was checked for form.
   *
   * @param quantity its quantity, or for a budget the most it may come to
   * @param account slot of its owner
   */
  void make(Market market, PlaceOrder order, long quantity, int account, long nowMs) {
    this.market = market;
    side = order.side;
    outcome = order.outcome;
    bid = (side == Side.BUY) == (outcome == Outcome.YES);
    boolean limited = order.type == OrderType.LIMIT;
    ownLimit = limited ? order.price : 0;
    budget = order.maxCost;
    spent = 0;
    exhausted = false;
    firstLotCost = 0;
    matches.clear();
    fees.load(feeWhole, feeRest);
    left = quantity;
    MarketMaker maker = market.maker();
    makerNet = maker == null ? 0 : maker.net();
    matching.begin(market.book(), bid, account, order.selfTradePrevention, nowMs);
    int yesLimit = limited ? yesLimit(order.price) : collar(nowMs);
    limitTick =
        limited ? market.tickOf(outcome, order.price) : market.lastTickWithin(yesLimit, bid);
    if (!limited || market.mode() != MarketMode.BOOK || market.book().crosses(bid, limitTick)) {
      route(yesLimit);
    }
    total();
  }

  /** Whether the order buys in YES terms. */
  boolean isBid() {
    return bid;
  }

  boolean tradesWithMaker() {
    for (int step = 0; step < matches.size(); step++) {
      if (matches.kind(step) == Matches.Kind.MAKER) {
        return true;
      }
    }
    return false;
  }

  boolean stoppedBySelfTrade() {
    return matching.metOwnOrder();
  }

  /** Whether any step would trade. */
  boolean trades() {
    return filled > 0;
  }

  /** Whether it was the budget that ended the order, and not a lack of somebody to trade with. */
  boolean budgetUsedUp() {
    return exhausted || cost + fee == budget;
  }

  /** Whether it meets anybody whose time is not over, be it the account itself. */
  boolean meetsAnyone() {
    return filled > 0 || canceledOwn || decremented > 0 || matching.metOwnOrder();
  }

  /** What the order would hold for what is left of it, if that rested at its price. */
  long holdForRest(int price) {
    return side == Side.SELL
        ? left
        : Units.money(price, left)
            + trial.load(fees).add(market.fees(), market.fees().makerRate(), price, left);
  }

  /** The best YES price this order finds; 0 when there is none. */
  int yesPriceBefore() {
    OrderBook book = market.book();
    int tick = bid ? book.bestAsk() : book.bestBid();
    MarketMaker maker = market.maker();
    return better(bid ? book.hasAsk() : book.hasBid(), tick, maker == null ? 0 : maker.net());
  }

  /** The best YES price the next order like this one would find; 0 when there is none. */
  int yesPriceAfter() {
    boolean bookHasMore = matching.hasNext();
    return better(bookHasMore, bookHasMore ? matching.nextTick() : 0, makerNet);
  }

  private int better(boolean inBook, int tick, long net) {
    int best = inBook ? market.yesPrice(tick) : 0;
    MarketMaker maker = market.maker();
    if (maker == null) {
      return best;
    }
    int own = maker.yesPriceAt(net);
    return !inBook || (bid ? own < best : own > best) ? own : best;
  }

  /** The YES price that a market order may trade at and no further. */
  private int collar(long nowMs) {
    int farthest = bid ? market.payout() : 0;
    int collar = market.spec().rules().collar();
    if (collar == 0) {
      return farthest;
    }
    OrderBook book = market.book();
    int first = book.first(!bid);
    while (first != OrderBook.NONE && book.orders().hasEnded(first, nowMs)) {
      first = book.after(first);
    }
    boolean inBook = first != OrderBook.NONE;
    int best = better(inBook, inBook ? book.orders().tick(first) : 0, makerNet);
    if (best == 0) {
      return farthest;
    }
    return bid
        ? (int) Math.min(farthest, (long) best + collar)
        : (int) Math.max(farthest, (long) best - collar);
  }

  private void route(int yesLimit) {
    if (market.mode() == MarketMode.BOOK) {
      meetBook(limitTick);
      return;
    }
    if (market.mode() == MarketMode.LMSR) {
      meetMaker(yesLimit);
      return;
    }
    while (left > 0 && !exhausted && !matching.ended()) {
      boolean bookHasMore = matching.canMeet(limitTick);
      int bound = bookHasMore ? market.yesPrice(matching.nextTick()) : yesLimit;
      if (meetMaker(bound) == 0) {
        if (!bookHasMore || exhausted) {
          return;
        }
        meetBook(matching.nextTick());
      }
    }
  }

  private void meetBook(int tick) {
    left = matching.meet(tick, left, budget > 0 ? withinBudget : Matching.ANY_QUANTITY, matches);
  }

  /** Trades with the maker until its price reaches {@code yesBound}; returns how much. */
  private long meetMaker(int yesBound) {
    MarketMaker maker = market.maker();
    if (maker == null) {
      return 0;
    }
    long lot = market.lot();
    long offered = Math.min(left, maker.quantityUpTo(makerNet, bid, yesBound));
    long quantity = offered - offered % lot;
    if (budget > 0) {
      long affordable = affordableAtMaker(maker, quantity);
      exhausted = affordable < quantity;
      quantity = affordable;
    }
    while (quantity > 0 && !withinLimit(maker.cost(makerNet, side, outcome, quantity), quantity)) {
      quantity -= lot;
    }
    if (quantity > 0) {
      long makerCost = maker.cost(makerNet, side, outcome, quantity);
      matches.addMaker(quantity, makerCost);
      spend(quantity, makerCost);
      makerNet += bid ? quantity : -quantity;
      left -= quantity;
    }
    return quantity;
  }

  private boolean withinLimit(long makerCost, long quantity) {
    if (ownLimit == 0) {
      return true;
    }
    long atLimit = Units.money(ownLimit, quantity);
    return side == Side.BUY ? makerCost <= atLimit : makerCost >= atLimit;
  }

  // ---- budgets ----------------------------------------------------------------------------------

  /** How much of a resting order the rest of the budget buys, in whole lots. */
  private long affordable(int tick, long wanted) {
    int price = market.ownPrice(outcome, tick);
    long quantity = mostLots(null, price, wanted);
    if (quantity > 0) {
      spent += Units.money(price, quantity);
      fees.add(market.fees(), market.fees().takerRate(), price, quantity);
    }
    exhausted = quantity < wanted;
    return quantity;
  }

  private long affordableAtMaker(MarketMaker maker, long offered) {
    long rest = budget - spent - fees.charged();
    long closedForm = maker.quantityForBudget(makerNet, outcome, rest);
    long most = closedForm - closedForm % market.lot() + market.lot();
    return mostLots(maker, 0, Math.min(offered, most));
  }

  /** The most whole lots up to {@code wanted} that the rest of the budget buys, fees included. */
  private long mostLots(@Nullable MarketMaker maker, int price, long wanted) {
    long lot = market.lot();
    long rest = budget - spent - fees.charged();
    long high = wanted / lot;
    if (high > 0 && costWithFee(maker, price, high * lot) <= rest) {
      return high * lot;
    }
    long low = 0;
    long guess = high - 1;
    while (high - low > 1) {
      if (costWithFee(maker, price, guess * lot) <= rest) {
        low = guess;
      } else {
        high = guess;
      }
      guess = (low + high) >>> 1;
    }
    if (low == 0 && spent == 0 && wanted >= lot) {
      firstLotCost = costWithFee(maker, price, lot);
    }
    return low * lot;
  }

  /** What a quantity costs at the maker, or without one at a price, with the fee it would add. */
  private long costWithFee(@Nullable MarketMaker maker, int price, long quantity) {
    if (maker == null) {
      return Units.money(price, quantity) + feeAt(price, quantity);
    }
    long makerCost = maker.cost(makerNet, side, outcome, quantity);
    return makerCost + feeAtAverage(makerCost, quantity);
  }

  private void spend(long quantity, long makerCost) {
    if (budget > 0) {
      spent += makerCost;
      fees.addAverage(
          market.fees(),
          market.fees().takerRate(),
          averagePrice(makerCost, quantity),
          quantity,
          makerCost);
    }
  }

  private long feeAt(int price, long quantity) {
    return trial.load(fees).add(market.fees(), market.fees().takerRate(), price, quantity);
  }

  private long feeAtAverage(long makerCost, long quantity) {
    return trial
        .load(fees)
        .addAverage(
            market.fees(),
            market.fees().takerRate(),
            averagePrice(makerCost, quantity),
            quantity,
            makerCost);
  }

  // ---- totals -----------------------------------------------------------------------------------

  private void total() {
    filled = 0;
    decremented = 0;
    canceledOwn = false;
    cost = 0;
    fee = 0;
    worstPrice = 0;
    fees.load(feeWhole, feeRest);
    FeeSchedule schedule = market.fees();
    for (int step = 0; step < matches.size(); step++) {
      long quantity = matches.quantity(step);
      switch (matches.kind(step)) {
        case TRADE -> {
          int price = market.ownPrice(outcome, market.book().orders().tick(matches.order(step)));
          filled += quantity;
          cost += Units.money(price, quantity);
          fee += fees.add(schedule, schedule.takerRate(), price, quantity);
          worse(price);
        }
        case MAKER -> {
          int price = averagePrice(matches.cost(step), quantity);
          filled += quantity;
          cost += matches.cost(step);
          fee +=
              fees.addAverage(schedule, schedule.takerRate(), price, quantity, matches.cost(step));
          worse(Units.strictlyWithin(price, market.payout()));
        }
        case DECREMENT -> decremented += quantity;
        case CANCEL_OWN -> canceledOwn = true;
        case EXPIRE -> {}
      }
    }
  }

  private void worse(int price) {
    if (worstPrice == 0 || (side == Side.BUY ? price > worstPrice : price < worstPrice)) {
      worstPrice = price;
    }
  }

  /** Average price of a trade in ten-thousandths, rounded half up. */
  static int averagePrice(long cost, long quantity) {
    return Math.toIntExact((2 * cost + quantity) / (2 * quantity));
  }

  private int yesLimit(int price) {
    return outcome == Outcome.YES ? price : market.payout() - price;
  }
}
