package sibyl.engine.market;

import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.SetReason;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;
import sibyl.engine.Units;
import sibyl.engine.book.Orders;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Trade;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;

/**
 * Carries one match into the ledger. Each party pays or receives the cost at its own outcome's
 * price, and gets or gives its shares; what the two together put in too much or too little is a set
 * that the pool issues or redeems:
 *
 * <pre>
 *   bid side   ask side
 *   BUY YES    SELL YES   transfer of YES
 *   BUY YES    BUY NO     mint: the two prices make one payout, the pool issues a set
 *   SELL NO    SELL YES   burn: a set goes back, its payout makes the two prices
 *   SELL NO    BUY NO     transfer of NO
 * </pre>
 */
final class TradeBooking {
  private final Ledger ledger;
  private final AccountTable accounts;
  private final Positions positions;
  private final Orders orders;
  private final Issuance issuance;
  private final OrderGroups groups;
  private final MakerBooking makers;
  private final EventStream events;
  private final int feeAccount;
  private final FeeMeter takerMeter = new FeeMeter();
  private final FeeMeter makerMeter = new FeeMeter();
  private final Trade trade = new Trade();
  private long lastTrade;

  TradeBooking(
      Ledger ledger, Orders orders, OrderGroups groups, EventStream events, int feeAccount) {
    this.ledger = ledger;
    this.orders = orders;
    this.groups = groups;
    this.events = events;
    this.feeAccount = feeAccount;
    issuance = new Issuance(ledger);
    makers = new MakerBooking(ledger, issuance, events);
    accounts = ledger.accounts();
    positions = ledger.positions();
  }

  long lastTrade() {
    return lastTrade;
  }

  long nextTrade() {
    return ++lastTrade;
  }

  void resumeAfter(long lastTrade) {
    this.lastTrade = lastTrade;
  }

  /**
   * Books a trade between an incoming and a resting order, neither of whose quantities has been
   * changed yet; takes the quantity off both.
   */
  void trade(Market market, int taker, int resting, long quantity) {
    trade(market, taker, resting, quantity, orders.tick(resting));
  }

  /** As {@link #trade(Market, int, int, long)}, at a price that is not the resting order's. */
  void trade(Market market, int taker, int resting, long quantity, int tick) {
    FeeSchedule schedule = market.fees();
    int takerPrice = market.ownPrice(orders.outcome(taker), tick);
    int makerPrice = market.ownPrice(orders.outcome(resting), tick);
    long takerFee = addFee(takerMeter, taker, schedule, schedule.takerRate(), takerPrice, quantity);
    long makerFee =
        addFee(makerMeter, resting, schedule, schedule.makerRate(), makerPrice, quantity);
    orders.remaining(taker, orders.remaining(taker) - quantity);
    market.book().fill(resting, quantity);

    describe(market, taker, quantity, Units.money(takerPrice, quantity), takerFee);
    trade.kind = kindOf(orders.side(taker), orders.side(resting));
    trade.yesPrice = market.yesPrice(tick);
    trade.makerOrder = orders.id(resting);
    trade.makerAccount = accounts.id(orders.account(resting));
    trade.makerSide = orders.side(resting);
    trade.makerOutcome = orders.outcome(resting);
    trade.makerCost = Units.money(makerPrice, quantity);
    trade.makerFee = makerFee;
    trade.makerRemaining = orders.remaining(resting);
    events.traded(trade);

    payTaker(taker, quantity);
    payMaker(resting, quantity);
    switch (trade.kind) {
      case MINT -> issuance.sets(market, quantity, PostingReason.TRADE);
      case BURN -> issuance.sets(market, -quantity, PostingReason.TRADE);
      case TRANSFER, AMM -> {}
    }
    collect(takerFee + makerFee);
    net(market, taker, quantity);
    net(market, resting, quantity);
    countFill(taker, quantity);
    countFill(resting, quantity);
  }

  /** Books a trade of an incoming order with the market maker. */
  void tradeWithMaker(Market market, int taker, long quantity, long cost) {
    Side side = orders.side(taker);
    Outcome outcome = orders.outcome(taker);
    FeeSchedule schedule = market.fees();
    int average = OrderPlan.averagePrice(cost, quantity);
    takerMeter.load(orders.feeWhole(taker), orders.feeRest(taker));
    long fee = takerMeter.addAverage(schedule, schedule.takerRate(), average, quantity, cost);
    orders.fee(taker, takerMeter.whole(), takerMeter.rest());
    orders.remaining(taker, orders.remaining(taker) - quantity);
    describe(market, taker, quantity, cost, fee);
    trade.kind = TradeKind.AMM;
    long yesCost = outcome == Outcome.YES ? cost : Units.money(market.payout(), quantity) - cost;
    trade.yesPrice =
        Units.strictlyWithin(OrderPlan.averagePrice(yesCost, quantity), market.payout());
    trade.makerOrder = 0;
    trade.makerAccount = accounts.id(market.existingMaker().account());
    trade.makerSide = side == Side.BUY ? Side.SELL : Side.BUY;
    trade.makerOutcome = outcome;
    trade.makerCost = cost;
    trade.makerFee = 0;
    trade.makerRemaining = 0;
    events.traded(trade);

    payTaker(taker, quantity);
    makers.trade(market, side, outcome, quantity, cost);
    collect(fee);
    net(market, taker, quantity);
    countFill(taker, quantity);
    makers.report(market);
  }

  private void describe(Market market, int taker, long quantity, long cost, long fee) {
    market.noteTrade();
    trade.trade = nextTrade();
    trade.market = market.id();
    trade.quantity = quantity;
    trade.takerOrder = orders.id(taker);
    trade.takerAccount = accounts.id(orders.account(taker));
    trade.takerSide = orders.side(taker);
    trade.takerOutcome = orders.outcome(taker);
    trade.takerCost = cost;
    trade.takerFee = fee;
    trade.takerRemaining = orders.remaining(taker);
  }

  private long addFee(
      FeeMeter meter, int order, FeeSchedule schedule, int rate, int price, long quantity) {
    if (schedule.isFree()) {
      return 0;
    }
    meter.load(orders.feeWhole(order), orders.feeRest(order));
    long fee = meter.add(schedule, rate, price, quantity);
    orders.fee(order, meter.whole(), meter.rest());
    return fee;
  }

  /** The incoming order holds nothing yet: all of it moves free. */
  private void payTaker(int taker, long quantity) {
    int account = orders.account(taker);
    boolean buys = trade.takerSide == Side.BUY;
    ledger.moveCash(account, buys ? -trade.takerCost : trade.takerCost, 0, PostingReason.TRADE);
    if (trade.takerFee != 0) {
      ledger.moveCash(account, -trade.takerFee, 0, PostingReason.FEE);
    }
    ledger.moveShares(
        orders.position(taker),
        trade.takerOutcome,
        buys ? quantity : -quantity,
        0,
        PostingReason.TRADE);
  }

  /** The resting order pays from what it holds; what it gets comes free. */
  private void payMaker(int resting, long quantity) {
    int account = orders.account(resting);
    int position = orders.position(resting);
    if (trade.makerSide == Side.BUY) {
      ledger.moveCash(account, 0, -trade.makerCost, PostingReason.TRADE);
      if (trade.makerFee != 0) {
        ledger.moveCash(account, 0, -trade.makerFee, PostingReason.FEE);
      }
      ledger.moveShares(position, trade.makerOutcome, quantity, 0, PostingReason.TRADE);
      positions.addRestingBuys(position, -quantity);
    } else {
      ledger.moveCash(account, trade.makerCost, 0, PostingReason.TRADE);
      if (trade.makerFee != 0) {
        ledger.moveCash(account, -trade.makerFee, 0, PostingReason.FEE);
      }
      ledger.moveShares(position, trade.makerOutcome, 0, -quantity, PostingReason.TRADE);
    }
  }

  private void countFill(int order, long quantity) {
    int group = orders.group(order);
    if (group != Orders.NONE) {
      groups.filled(group, quantity);
    }
  }

  private void collect(long fee) {
    if (fee != 0) {
      ledger.moveCash(feeAccount, fee, 0, PostingReason.FEE);
    }
  }

  private void net(Market market, int order, long bought) {
    if (orders.side(order) == Side.BUY) {
      net(market, orders.account(order), orders.position(order), orders.outcome(order), bought);
    }
  }

  /** Shares just bought close the account's free opposite ones into cash, if it wants that. */
  void net(Market market, int account, int position, Outcome outcome, long bought) {
    long sets = Math.min(bought, positions.free(position, outcome.opposite()));
    if (sets == 0 || !accounts.netting(account)) {
      return;
    }
    events.setsChanged(accounts.id(account), market.id(), -sets, SetReason.NETTING, Units.NO_MARK);
    ledger.moveShares(position, Outcome.YES, -sets, 0, PostingReason.NETTING);
    ledger.moveShares(position, Outcome.NO, -sets, 0, PostingReason.NETTING);
    ledger.moveCash(account, Units.money(market.payout(), sets), 0, PostingReason.NETTING);
    issuance.sets(market, -sets, PostingReason.NETTING);
  }

  private static TradeKind kindOf(Side taker, Side maker) {
    if (taker != maker) {
      return TradeKind.TRANSFER;
    }
    return taker == Side.BUY ? TradeKind.MINT : TradeKind.BURN;
  }
}
