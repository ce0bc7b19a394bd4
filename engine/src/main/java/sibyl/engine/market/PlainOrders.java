package sibyl.engine.market;

import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TradeKind;
import sibyl.engine.book.OrderBook;
import sibyl.engine.book.Orders;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Trade;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
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
  private static final long LOW = 0xFFFF_FFFFL;
  private static final long HIGH = ~LOW;
  private static final long ONE_ORDER = 1L << 32;

  private final Limits limits;
  private final Markets markets;
  private final AccountTable accounts;
  private final Positions positions;
  private final Orders orders;
  private final TradeBooking booking;
  private final Issuance issuance;
  private final EventStream events;
  private final Trade trade = new Trade();

  public PlainOrders(
      Limits limits,
      Markets markets,
      Ledger ledger,
      Orders orders,
      OrderEntry orderEntry,
      EventStream events) {
    this.limits = limits;
    this.markets = markets;
    this.orders = orders;
    this.events = events;
    accounts = ledger.accounts();
    positions = ledger.positions();
    booking = orderEntry.booking();
    issuance = new Issuance(ledger);
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
        || order.hasClientKey()
        || orders.isFull()) {
      return false;
    }
    int account = accounts.findPerson(order.account);
    Market market = markets.find(order.market);
    if (account == AccountTable.NONE
        || market == null
        || !market.isPlain()
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
    int position = positions.find(account, market.holders());
    long[] cash = accounts.records();
    int a = account * AccountTable.FIELDS;
    if ((buys && cash[a + AccountTable.FREE] < quantity * price)
        || (mayRest
            && cash[a + AccountTable.ORDERS_FLAGS] >>> 32 >= limits.openOrdersPerAccount())) {
      return false;
    }
    if (position == Positions.NONE) {
      if (!buys || quantity > market.mostPerPosition() || !positions.hasRoomFor(1)) {
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
        (bid ? Orders.BID : 0)
            | (buys ? 0 : Orders.SELL)
            | (yes ? 0 : Orders.NO)
            | (order.postOnly ? Orders.POST_ONLY : 0)
            | (order.cancelOnHalt ? Orders.CANCEL_ON_HALT : 0)
            | order.selfTradePrevention.ordinal() << Orders.PREVENTION_SHIFT;
    events.begin(nowMs, header);
    int slot = orders.take();
    long id = orders.lastId(slot);
    events.orderPlaced(id, quantity, order);
    long left = crosses ? trade(order, market, account, position, id, tick) : quantity;
    if (left > 0 && mayRest) {
      rest(order, market, account, position, slot, terms, tick, left);
    } else {
      CloseReason reason = left == 0 ? CloseReason.FILLED : CloseReason.IMMEDIATE_REMAINDER;
      events.orderClosed(id, order.account, order.market, reason, left);
      orders.free(slot);
      closeIfEmpty(position, market);
    }
    events.end();
    return true;
  }

  /** Whether whoever it meets is somebody else, whose order has no end and no group. */
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
      if ((terms & (Orders.ENDS | Orders.GROUPED)) != 0
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
    int p = position * Positions.FIELDS;
    int a = account * AccountTable.FIELDS;
    long ofOwner = shares[p + Positions.ORDERS];
    int first = (int) (ofOwner >>> 32) - 1;

    int r = slot * Orders.FIELDS;
    records[r + Orders.ID] = orders.lastId(slot);
    records[r + Orders.REMAINING] = left;
    records[r + Orders.TICK_FLAGS] = pair(tick, terms | Orders.LISTED);
    records[r + Orders.ACCOUNT_POSITION] = pair(account, position);
    records[r + Orders.MARKET_EXPIRY] = pair(market.id(), NONE);
    records[r + Orders.QUANTITY] = order.quantity;
    records[r + Orders.OWNER_LINKS] = pair(first, NONE);
    if (first != NONE) {
      int f = first * Orders.FIELDS + Orders.OWNER_LINKS;
      records[f] = records[f] & HIGH | slot;
    }
    enterLevel(market.book(), records, slot, tick, left, (terms & Orders.BID) != 0);
    shares[p + Positions.ORDERS] = pair(slot + 1, (int) ofOwner + 1);
    cash[a + AccountTable.ORDERS_FLAGS] += ONE_ORDER;
    reserve(market, terms, tick, left, position, cash, a);
  }

  // ---- trading ----------------------------------------------------------------------------------

  /**
   * Lets an order trade with whom it meets.
   *
   * @return what is left of it
   */
  private long trade(
      PlaceOrder order, Market market, int account, int position, long id, int tick) {
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
      pay(cash, taker, -takerCost, 0);
      deliver(shares, position, trade.takerOutcome, quantity, 0, trade.takerAccount, market);
    } else {
      pay(cash, taker, takerCost, 0);
      deliver(shares, position, trade.takerOutcome, -quantity, 0, trade.takerAccount, market);
    }
    if (makerBuys) {
      pay(cash, maker, 0, -makerCost);
      deliver(shares, makerPosition, outcome, quantity, 0, trade.makerAccount, market);
      shares[makerPosition * Positions.FIELDS + Positions.RESTING_BUYS] -= quantity;
    } else {
      pay(cash, maker, makerCost, 0);
      deliver(shares, makerPosition, outcome, 0, -quantity, trade.makerAccount, market);
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
      leaveLevel(
          book,
          records,
          records[r + Orders.NEXT_PREVIOUS],
          tick,
          quantity,
          (terms & Orders.BID) != 0);
      forget(records, resting, shares, makerPosition, cash, maker);
      events.orderClosed(trade.makerOrder, trade.makerAccount, trade.market, CloseReason.FILLED, 0);
      orders.free(resting);
      closeIfEmpty(makerPosition, market);
    } else {
      records[r + Orders.REMAINING] = before - quantity;
      book.ladder()[(tick - book.minTick()) * OrderBook.FIELDS + OrderBook.QUANTITY] -= quantity;
    }
    return wanted - quantity;
  }

  private void pay(long[] cash, int a, long freeMore, long heldMore) {
    long free = cash[a + AccountTable.FREE] + freeMore;
    long held = cash[a + AccountTable.HELD] + heldMore;
    cash[a + AccountTable.FREE] = free;
    cash[a + AccountTable.HELD] = held;
    long account = cash[a + AccountTable.ID];
    requireNotBelowZero(account, free, held);
    events.posting(account, Asset.CASH, freeMore + heldMore, free, held, PostingReason.TRADE);
  }

  private void deliver(
      long[] shares,
      int position,
      Outcome outcome,
      long freeMore,
      long heldMore,
      long account,
      Market market) {
    int own = position * Positions.FIELDS + Positions.of(outcome);
    long free = shares[own] + freeMore;
    long held = shares[own + 1] + heldMore;
    shares[own] = free;
    shares[own + 1] = held;
    requireNotBelowZero(account, free, held);
    events.posting(
        account,
        Asset.of(market.id(), outcome),
        freeMore + heldMore,
        free,
        held,
        PostingReason.TRADE);
  }

  // ---- canceling and reducing -------------------------------------------------------------------

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
    long inLevel = records[r + Orders.NEXT_PREVIOUS];
    long[] cash = accounts.records();
    int a = (int) (owner >>> 32) * AccountTable.FIELDS;
    Market market = markets.get((int) (records[r + Orders.MARKET_EXPIRY] >>> 32));
    if (cash[a + AccountTable.ID] != command.account
        || (terms & Orders.ENDS) != 0
        || !market.isFree()) {
      return false;
    }
    events.begin(nowMs, header);
    OrderBook book = market.book();
    int tick = (int) (terms >>> 32);
    leaveLevel(book, records, inLevel, tick, quantity, (terms & Orders.BID) != 0);

    int position = (int) owner;
    long[] shares = positions.records();
    forget(records, slot, shares, position, cash, a);
    reserve(market, terms, tick, -quantity, position, cash, a);
    events.orderClosed(command.order, command.account, market.id(), CloseReason.CANCELED, quantity);
    orders.free(slot);
    closeIfEmpty(position, market);
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
    long left = command.quantity - (records[r + Orders.QUANTITY] - remaining);
    long[] cash = accounts.records();
    int a = (int) (owner >>> 32) * AccountTable.FIELDS;
    Market market = markets.get((int) (records[r + Orders.MARKET_EXPIRY] >>> 32));
    int price = command.price;
    int yesPrice = (terms & Orders.NO) == 0 ? price : market.payout() - price;
    int tick = yesPrice / market.tick();
    boolean samePrice = tick == (int) (terms >>> 32);
    if (cash[a + AccountTable.ID] != command.account
        || (terms & (Orders.ENDS | Orders.GROUPED)) != 0
        || !market.isPlain()
        || market.state() != MarketState.OPEN
        || price <= 0
        || price >= market.payout()
        || tick * market.tick() != yesPrice
        || left <= 0
        || (samePrice && left == remaining)
        || command.quantity > market.mostPerOrder()
        || command.quantity % market.lot() != 0) {
      return false;
    }
    boolean stays = samePrice && left < remaining;
    if (!stays && !mayMove(market, terms, (int) owner, cash, a, remaining, left, price, tick)) {
      return false;
    }
    events.begin(nowMs, header);
    events.orderAmended(
        command.order, command.account, market.id(), price, command.quantity, left, stays);
    records[r + Orders.QUANTITY] = command.quantity;
    records[r + Orders.REMAINING] = left;
    if (stays) {
      OrderBook book = market.book();
      long by = remaining - left;
      book.ladder()[(tick - book.minTick()) * OrderBook.FIELDS + OrderBook.QUANTITY] -= by;
      reserve(market, terms, tick, -by, (int) owner, cash, a);
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
    leaveLevel(book, records, records[r + Orders.NEXT_PREVIOUS], from, remaining, bid);
    reserve(market, terms, from, -remaining, position, cash, a);
    records[r + Orders.TICK_FLAGS] = pair(tick, (int) terms);
    enterLevel(book, records, slot, tick, left, bid);
    reserve(market, terms, tick, left, position, cash, a);
  }

  /** Puts an order at the back of a level. */
  private void enterLevel(
      OrderBook book, long[] records, int slot, int tick, long quantity, boolean bid) {
    int level = tick - book.minTick();
    int l = level * OrderBook.FIELDS;
    long[] ladder = book.ladder();
    long ends = ladder[l + OrderBook.ENDS];
    int last = (int) ends;
    ladder[l + OrderBook.QUANTITY] += quantity;
    records[slot * Orders.FIELDS + Orders.NEXT_PREVIOUS] = pair(NONE, last);
    orders.arrive(slot);
    book.count(1);
    if (last == NONE) {
      ladder[l + OrderBook.ENDS] = pair(slot, slot);
      book.opened(level, bid);
    } else {
      int b = last * Orders.FIELDS + Orders.NEXT_PREVIOUS;
      records[b] = (long) slot << 32 | records[b] & LOW;
      ladder[l + OrderBook.ENDS] = ends & HIGH | slot;
    }
  }

  private static void leaveLevel(
      OrderBook book, long[] records, long inLevel, int tick, long quantity, boolean bid) {
    int next = (int) (inLevel >>> 32);
    int previous = (int) inLevel;
    int level = tick - book.minTick();
    int l = level * OrderBook.FIELDS;
    long[] ladder = book.ladder();
    ladder[l + OrderBook.QUANTITY] -= quantity;
    book.count(-1);
    if (next != NONE) {
      int n = next * Orders.FIELDS + Orders.NEXT_PREVIOUS;
      records[n] = records[n] & HIGH | previous & LOW;
    }
    if (previous != NONE) {
      int b = previous * Orders.FIELDS + Orders.NEXT_PREVIOUS;
      records[b] = inLevel & HIGH | records[b] & LOW;
    }
    if (next == NONE || previous == NONE) {
      long ends = ladder[l + OrderBook.ENDS];
      int first = previous == NONE ? next : (int) (ends >>> 32);
      ladder[l + OrderBook.ENDS] = pair(first, next == NONE ? previous : (int) ends);
      if (first == NONE) {
        book.emptied(level, bid);
      }
    }
  }

  /** Takes an order off its owner's list and counts. */
  private static void forget(
      long[] records, int slot, long[] shares, int position, long[] cash, int a) {
    long links = records[slot * Orders.FIELDS + Orders.OWNER_LINKS];
    int next = (int) (links >>> 32);
    int previous = (int) links;
    int p = position * Positions.FIELDS;
    long ofOwner = shares[p + Positions.ORDERS];
    int first = (int) (ofOwner >>> 32) - 1;
    if (next != NONE) {
      int n = next * Orders.FIELDS + Orders.OWNER_LINKS;
      records[n] = records[n] & HIGH | previous & LOW;
    }
    if (previous == NONE) {
      first = next;
    } else {
      int b = previous * Orders.FIELDS + Orders.OWNER_LINKS;
      records[b] = links & HIGH | records[b] & LOW;
    }
    shares[p + Positions.ORDERS] = pair(first + 1, (int) ofOwner - 1);
    cash[a + AccountTable.ORDERS_FLAGS] -= ONE_ORDER;
  }

  private void closeIfEmpty(int position, Market market) {
    if (positions.isEmpty(position)) {
      positions.close(position, market.holders());
    }
  }

  // ---- what orders hold -------------------------------------------------------------------------

  /** Moves what an order holds for a quantity that came into the book or, negative, left it. */
  private void reserve(
      Market market, long terms, int tick, long quantity, int position, long[] cash, int a) {
    long account = cash[a + AccountTable.ID];
    Outcome outcome = (terms & Orders.NO) == 0 ? Outcome.YES : Outcome.NO;
    long[] shares = positions.records();
    int p = position * Positions.FIELDS;
    if ((terms & Orders.SELL) == 0) {
      long amount = quantity * market.ownPrice(outcome, tick);
      long free = cash[a + AccountTable.FREE] - amount;
      long held = cash[a + AccountTable.HELD] + amount;
      shares[p + Positions.RESTING_BUYS] += quantity;
      cash[a + AccountTable.FREE] = free;
      cash[a + AccountTable.HELD] = held;
      requireNotBelowZero(account, free, held);
      events.posting(account, Asset.CASH, 0, free, held, PostingReason.HOLD);
    } else {
      int own = p + Positions.of(outcome);
      long free = shares[own] - quantity;
      long held = shares[own + 1] + quantity;
      shares[own] = free;
      shares[own + 1] = held;
      requireNotBelowZero(account, free, held);
      long asset = Asset.of(market.id(), outcome);
      events.posting(account, asset, 0, free, held, PostingReason.HOLD);
    }
  }

  private static void requireNotBelowZero(long account, long free, long held) {
    if ((free | held) < 0) {
      throw new IllegalStateException(
          "account " + account + " would have free " + free + ", held " + held);
    }
  }

  private static long pair(int high, int low) {
    return (long) high << 32 | low & LOW;
  }
}
