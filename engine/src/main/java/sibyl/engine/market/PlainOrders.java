package sibyl.engine.market;

import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.book.OrderBook;
import sibyl.engine.book.Orders;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.EventStream;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
import sibyl.engine.limits.ClientOrderIds;
import sibyl.engine.limits.Limits;

/**
 * The short path for nearly all there is to do on an exchange: a limit order that is accepted, in a
 * market with a book, one tick and no fees; its cancellation, and its reduction. Whatever is not of
 * that kind, and whatever would be refused, it leaves alone, and then {@link OrderEntry}, {@link
 * Cancellations} and {@link OrderAmendment} carry it out, which say what the rules are.
 *
 * <p>It does what they do, to the last bit of state and event, in less time: all that a command
 * needs is read once, decided, and written back to the tables' own records. That is its one reason
 * to exist, and {@code ShortPathTest} holds it to that.
 */
public final class PlainOrders {
  private static final int NONE = Orders.NONE;

  private final Limits limits;
  private final Markets markets;
  private final AccountTable accounts;
  private final Positions positions;
  private final Orders orders;
  private final PlainRecords steps;
  private final PlainTrades trades;
  private final ClientOrderIds clientOrderIds;
  private final EventStream events;

  public PlainOrders(
      Limits limits,
      Markets markets,
      Ledger ledger,
      Orders orders,
      OrderEntry orderEntry,
      ClientOrderIds clientOrderIds,
      EventStream events) {
    this.limits = limits;
    this.markets = markets;
    this.orders = orders;
    this.clientOrderIds = clientOrderIds;
    this.events = events;
    accounts = ledger.accounts();
    positions = ledger.positions();
    steps = new PlainRecords(ledger, events);
    trades = new PlainTrades(ledger, orders, orderEntry.booking(), steps, events);
  }

  // ---- placing ----------------------------------------------------------------------------------

  /**
   * Carries out an order, if it is plain and accepted.
   *
   * @return whether it did; if not, nothing has changed and nothing was said
   */
  public boolean place(CommandHeader header, PlaceOrder order, long nowMs) {
    boolean mayRest = order.timeInForce == TimeInForce.GTC;
    if ((order.maxCost | order.expiresAtMs | order.validUntilMs | order.orderGroup) != 0
        || order.type != OrderType.LIMIT
        || !(mayRest || (order.timeInForce == TimeInForce.IOC && !order.postOnly))
        || order.reduceOnly
        || orders.isFull()) {
      return false;
    }
    int account = accounts.findPerson(order.account);
    Market market = markets.find(order.market);
    if (account == AccountTable.NONE
        || market == null
        || !market.isPlain()
        || !market.isFor(order.account)
        || market.state() != MarketState.OPEN) {
      return false;
    }
    boolean buys = order.side == Side.BUY;
    boolean yes = order.outcome == Outcome.YES;
    boolean bid = buys == yes;
    int price = order.price;
    int yesPrice = yes ? price : market.payout() - price;
    int tick = yesPrice / market.tick();
    long quantity = order.quantity;
    if (price <= 0
        || price >= market.payout()
        || tick * market.tick() != yesPrice
        || quantity <= 0
        || quantity > market.mostPerOrder()
        || quantity % market.lot() != 0) {
      return false;
    }
    OrderBook book = market.book();
    boolean crosses = book.crosses(bid, tick);
    if (crosses && (order.postOnly || !meetsPlainOrders(book, bid, tick, quantity, account))) {
      return false;
    }
    if (order.hasClientKey() && isKnown(order, nowMs)) {
      return false;
    }
    int position = positions.find(account, market.holders());
    long[] cash = accounts.records();
    int a = account * AccountTable.FIELDS;
    if ((buys && cash[a + AccountTable.FREE] < quantity * price)
        || (mayRest
            && cash[a + AccountTable.ORDERS_FLAGS] >>> 32 >= limits.openOrdersPerAccount())) {
      return false;
    }
    if (position == Positions.NONE) {
      if (!buys || quantity > market.mostPerPosition() || !positions.hasRoomFor(account, 1)) {
        return false;
      }
      position = positions.open(account, market.id(), market.holders());
    } else {
      long[] shares = positions.records();
      int p = position * Positions.FIELDS;
      int own = p + Positions.of(order.outcome);
      if ((mayRest && (int) shares[p + Positions.ORDERS] >= limits.openOrdersPerPosition())
          || (buys
              ? shares[own] + shares[own + 1] + shares[p + Positions.RESTING_BUYS] + quantity
                  > market.mostPerPosition()
              : shares[own] < quantity)) {
        return false;
      }
    }
    int terms =
        Orders.terms(
            order.side,
            order.outcome,
            order.selfTradePrevention,
            order.postOnly,
            order.cancelOnHalt);
    events.begin(nowMs, header);
    int slot = orders.take();
    long id = orders.lastId(slot);
    if (order.hasClientKey()) {
      clientOrderIds.add(order.account, order.clientKeyHigh, order.clientKeyLow, id, nowMs);
    }
    events.orderPlaced(id, quantity, order);
    long left = crosses ? trades.trade(order, market, account, position, id, tick) : quantity;
    if (left > 0 && mayRest) {
      rest(order, market, account, position, slot, terms, tick, left);
    } else {
      CloseReason reason = left == 0 ? CloseReason.FILLED : CloseReason.IMMEDIATE_REMAINDER;
      events.orderClosed(id, order.account, order.market, reason, left);
      orders.free(slot);
      steps.closeIfEmpty(position, market);
    }
    events.end();
    return true;
  }

  private boolean isKnown(PlaceOrder order, long nowMs) {
    return clientOrderIds.find(order.account, order.clientKeyHigh, order.clientKeyLow, nowMs)
        != ClientOrderIds.NONE;
  }

  /** Whether whoever it meets is somebody else, whose order has no end, no group and is whole. */
  private boolean meetsPlainOrders(
      OrderBook book, boolean bid, int tick, long quantity, int account) {
    long[] records = orders.records();
    long left = quantity;
    int resting = book.first(!bid);
    while (resting != NONE && left > 0) {
      int r = resting * Orders.FIELDS;
      long terms = records[r + Orders.TICK_FLAGS];
      int price = (int) (terms >>> 32);
      if (bid ? price > tick : price < tick) {
        return true;
      }
      if ((terms & (Orders.ENDS | Orders.GROUPED | Orders.REDUCED)) != 0
          || (int) (records[r + Orders.ACCOUNT_POSITION] >>> 32) == account) {
        return false;
      }
      left -= records[r + Orders.REMAINING];
      resting = book.after(resting);
    }
    return true;
  }

  /** Puts what is left of an order into the book, and holds what it may need. */
  private void rest(
      PlaceOrder order,
      Market market,
      int account,
      int position,
      int slot,
      int terms,
      int tick,
      long left) {
    long[] records = orders.records();
    long[] shares = positions.records();
    long[] cash = accounts.records();
    int a = account * AccountTable.FIELDS;
    int r = slot * Orders.FIELDS;
    records[r + Orders.ID] = orders.lastId(slot);
    records[r + Orders.REMAINING] = left;
    records[r + Orders.TICK_FLAGS] = PlainRecords.pair(tick, terms | Orders.LISTED);
    records[r + Orders.ACCOUNT_POSITION] = PlainRecords.pair(account, position);
    records[r + Orders.MARKET_EXPIRY] = PlainRecords.pair(market.id(), NONE);
    records[r + Orders.QUANTITY] = order.quantity;
    steps.list(records, slot, shares, position, cash, a);
    market.book().enter(slot, tick, left, (terms & Orders.BID) != 0);
    steps.reserve(market, terms, tick, left, position, cash, a);
  }

  // ---- canceling and amending -------------------------------------------------------------------

  /** Carries out a cancellation, as {@link #place} an order. */
  public boolean cancel(CommandHeader header, CancelOrder command, long nowMs) {
    int slot = orders.find(command.order);
    if (slot == NONE) {
      return false;
    }
    long[] records = orders.records();
    int r = slot * Orders.FIELDS;
    long terms = records[r + Orders.TICK_FLAGS];
    long owner = records[r + Orders.ACCOUNT_POSITION];
    long quantity = records[r + Orders.REMAINING];
    long[] cash = accounts.records();
    int a = (int) (owner >>> 32) * AccountTable.FIELDS;
    Market market = markets.get((int) (records[r + Orders.MARKET_EXPIRY] >>> 32));
    if (cash[a + AccountTable.ID] != command.account
        || (terms & Orders.ENDS) != 0
        || !market.isFree()) {
      return false;
    }
    events.begin(nowMs, header);
    int tick = (int) (terms >>> 32);
    market.book().remove(slot, tick, quantity, (terms & Orders.BID) != 0);

    int position = (int) owner;
    long[] shares = positions.records();
    steps.forget(records, slot, shares, position, cash, a);
    steps.reserve(market, terms, tick, -quantity, position, cash, a);
    events.orderClosed(command.order, command.account, market.id(), CloseReason.CANCELED, quantity);
    orders.free(slot);
    steps.closeIfEmpty(position, market);
    events.end();
    return true;
  }

  /** Carries out an amendment, as {@link #place} an order. */
  public boolean amend(CommandHeader header, AmendOrder command, long nowMs) {
    int slot = orders.find(command.order);
    if (slot == NONE || command.validUntilMs != 0) {
      return false;
    }
    long[] records = orders.records();
    int r = slot * Orders.FIELDS;
    long terms = records[r + Orders.TICK_FLAGS];
    long owner = records[r + Orders.ACCOUNT_POSITION];
    long remaining = records[r + Orders.REMAINING];
    boolean restated = command.quantity != AmendOrder.SAME_QUANTITY;
    long quantity = restated ? command.quantity : records[r + Orders.QUANTITY];
    long left = quantity - (records[r + Orders.QUANTITY] - remaining);
    long[] cash = accounts.records();
    int a = (int) (owner >>> 32) * AccountTable.FIELDS;
    Market market = markets.get((int) (records[r + Orders.MARKET_EXPIRY] >>> 32));
    boolean yes = (terms & Orders.NO) == 0;
    boolean repriced = command.price != AmendOrder.SAME_PRICE;
    int price =
        repriced
            ? command.price
            : market.ownPrice(yes ? Outcome.YES : Outcome.NO, (int) (terms >>> 32));
    int yesPrice = yes ? price : market.payout() - price;
    int tick = yesPrice / market.tick();
    boolean samePrice = tick == (int) (terms >>> 32);
    if (cash[a + AccountTable.ID] != command.account
        || (terms & (Orders.ENDS | Orders.GROUPED | Orders.REDUCE_ONLY | Orders.REDUCED)) != 0
        || !(restated || repriced)
        || !market.isPlain()
        || market.state() != MarketState.OPEN
        || price <= 0
        || price >= market.payout()
        || tick * market.tick() != yesPrice
        || left <= 0
        || (samePrice && left == remaining)
        || quantity > market.mostPerOrder()
        || quantity % market.lot() != 0) {
      return false;
    }
    boolean stays = samePrice && left < remaining;
    if (!stays && !mayMove(market, terms, (int) owner, cash, a, remaining, left, price, tick)) {
      return false;
    }
    events.begin(nowMs, header);
    events.orderAmended(
        command.order, command.account, market.id(), price, quantity, left, stays, restated);
    records[r + Orders.QUANTITY] = quantity;
    records[r + Orders.REMAINING] = left;
    if (stays) {
      OrderBook book = market.book();
      long by = remaining - left;
      book.ladder()[(tick - book.minTick()) * OrderBook.FIELDS + OrderBook.QUANTITY] -= by;
      steps.reserve(market, terms, tick, -by, (int) owner, cash, a);
    } else {
      move(market, slot, records, tick, remaining, left, cash, a);
    }
    events.end();
    return true;
  }

  /** Whether an order may stand elsewhere, or for more, and meets nobody there. */
  private boolean mayMove(
      Market market,
      long terms,
      int position,
      long[] cash,
      int a,
      long remaining,
      long left,
      int price,
      int tick) {
    if (market.book().crosses((terms & Orders.BID) != 0, tick)) {
      return false;
    }
    Outcome outcome = (terms & Orders.NO) == 0 ? Outcome.YES : Outcome.NO;
    if ((terms & Orders.SELL) != 0) {
      return positions.free(position, outcome) + remaining >= left;
    }
    long held = remaining * market.ownPrice(outcome, (int) (terms >>> 32));
    return cash[a + AccountTable.FREE] + held >= left * price
        && positions.free(position, outcome)
                + positions.held(position, outcome)
                + positions.restingBuys(position)
                - remaining
                + left
            <= market.mostPerPosition();
  }

  /** Takes an order out and puts it in elsewhere, under the same number. */
  private void move(
      Market market,
      int slot,
      long[] records,
      int tick,
      long remaining,
      long left,
      long[] cash,
      int a) {
    OrderBook book = market.book();
    int r = slot * Orders.FIELDS;
    long terms = records[r + Orders.TICK_FLAGS];
    int position = (int) records[r + Orders.ACCOUNT_POSITION];
    int from = (int) (terms >>> 32);
    boolean bid = (terms & Orders.BID) != 0;
    book.remove(slot, from, remaining, bid);
    steps.reserve(market, terms, from, -remaining, position, cash, a);
    records[r + Orders.TICK_FLAGS] = PlainRecords.pair(tick, (int) terms);
    book.enter(slot, tick, left, bid);
    steps.reserve(market, terms, tick, left, position, cash, a);
  }
}
