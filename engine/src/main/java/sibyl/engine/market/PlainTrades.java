package sibyl.engine.market;

import sibyl.engine.CloseReason;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;
import sibyl.engine.book.OrderBook;
import sibyl.engine.book.Orders;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Trade;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;

/**
 * The trades of the short path, which are those of {@link TradeBooking} without fees and groups.
 */
final class PlainTrades {
  private final AccountTable accounts;
  private final Positions positions;
  private final Orders orders;
  private final TradeBooking booking;
  private final Issuance issuance;
  private final PlainRecords steps;
  private final EventStream events;
  private final Trade trade = new Trade();

  PlainTrades(
      Ledger ledger, Orders orders, TradeBooking booking, PlainRecords steps, EventStream events) {
    this.orders = orders;
    this.booking = booking;
    this.steps = steps;
    this.events = events;
    accounts = ledger.accounts();
    positions = ledger.positions();
    issuance = new Issuance(ledger);
  }

  /**
   * Lets an order trade with whom it meets.
   *
   * @return what is left of it
   */
  long trade(PlaceOrder order, Market market, int account, int position, long id, int tick) {
    OrderBook book = market.book();
    boolean bid = (order.side == Side.BUY) == (order.outcome == Outcome.YES);
    trade.market = market.id();
    trade.takerOrder = id;
    trade.takerAccount = order.account;
    trade.takerSide = order.side;
    trade.takerOutcome = order.outcome;
    trade.takerFee = 0;
    trade.makerFee = 0;
    long left = order.quantity;
    while (left > 0 && book.crosses(bid, tick)) {
      left = trade(market, book, account, position, book.first(!bid), left);
    }
    return left;
  }

  /** One trade, as {@link TradeBooking} has it; returns what is left of the incoming order. */
  private long trade(
      Market market, OrderBook book, int account, int position, int resting, long wanted) {
    long[] records = orders.records();
    long[] cash = accounts.records();
    int r = resting * Orders.FIELDS;
    long terms = records[r + Orders.TICK_FLAGS];
    long owner = records[r + Orders.ACCOUNT_POSITION];
    long before = records[r + Orders.REMAINING];
    long quantity = Math.min(wanted, before);
    int tick = (int) (terms >>> 32);
    int maker = (int) (owner >>> 32) * AccountTable.FIELDS;
    int taker = account * AccountTable.FIELDS;
    boolean makerBuys = (terms & Orders.SELL) == 0;
    boolean takerBuys = trade.takerSide == Side.BUY;
    Outcome outcome = (terms & Orders.NO) == 0 ? Outcome.YES : Outcome.NO;
    long takerCost = quantity * market.ownPrice(trade.takerOutcome, tick);
    long makerCost = quantity * market.ownPrice(outcome, tick);
    market.noteTrade();
    trade.trade = booking.nextTrade();
    trade.kind =
        takerBuys != makerBuys ? TradeKind.TRANSFER : takerBuys ? TradeKind.MINT : TradeKind.BURN;
    trade.yesPrice = market.yesPrice(tick);
    trade.quantity = quantity;
    trade.takerCost = takerCost;
    trade.takerRemaining = wanted - quantity;
    trade.makerOrder = records[r + Orders.ID];
    trade.makerAccount = cash[maker + AccountTable.ID];
    trade.makerSide = makerBuys ? Side.BUY : Side.SELL;
    trade.makerOutcome = outcome;
    trade.makerCost = makerCost;
    trade.makerRemaining = before - quantity;
    events.traded(trade);

    long[] shares = positions.records();
    int makerPosition = (int) owner;
    if (takerBuys) {
      steps.pay(cash, taker, -takerCost, 0);
      steps.deliver(shares, position, trade.takerOutcome, quantity, 0, trade.takerAccount, market);
    } else {
      steps.pay(cash, taker, takerCost, 0);
      steps.deliver(shares, position, trade.takerOutcome, -quantity, 0, trade.takerAccount, market);
    }
    if (makerBuys) {
      steps.pay(cash, maker, 0, -makerCost);
      steps.deliver(shares, makerPosition, outcome, quantity, 0, trade.makerAccount, market);
      shares[makerPosition * Positions.FIELDS + Positions.RESTING_BUYS] -= quantity;
    } else {
      steps.pay(cash, maker, makerCost, 0);
      steps.deliver(shares, makerPosition, outcome, 0, -quantity, trade.makerAccount, market);
    }
    if (takerBuys == makerBuys) {
      issuance.sets(market, takerBuys ? quantity : -quantity, PostingReason.TRADE);
    }
    if (takerBuys) {
      booking.net(market, account, position, trade.takerOutcome, quantity);
    }
    if (makerBuys) {
      booking.net(market, (int) (owner >>> 32), makerPosition, outcome, quantity);
    }
    if (quantity == before) {
      book.remove(resting, tick, quantity, (terms & Orders.BID) != 0);
      steps.forget(records, resting, shares, makerPosition, cash, maker);
      events.orderClosed(trade.makerOrder, trade.makerAccount, trade.market, CloseReason.FILLED, 0);
      orders.free(resting);
      steps.closeIfEmpty(makerPosition, market);
    } else {
      records[r + Orders.REMAINING] = before - quantity;
      book.ladder()[(tick - book.minTick()) * OrderBook.FIELDS + OrderBook.QUANTITY] -= quantity;
    }
    return wanted - quantity;
  }
}
