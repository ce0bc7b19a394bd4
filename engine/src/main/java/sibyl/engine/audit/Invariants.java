package sibyl.engine.audit;

import java.util.Arrays;
import sibyl.engine.Accounts;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.Units;
import sibyl.engine.book.OrderBook;
import sibyl.engine.book.Orders;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
import sibyl.engine.limits.Limits;
import sibyl.engine.maker.EventMaker;
import sibyl.engine.maker.MarketMaker;
import sibyl.engine.market.Market;
import sibyl.engine.market.MarketEvent;
import sibyl.engine.market.Markets;
import sibyl.engine.market.OpenOrders;
import sibyl.engine.market.OrderGroups;

/**
 * The rules that hold between any two commands, checked against the whole state: all money and all
 * shares of a market sum to zero, a pool has what its shares can cost it, nothing is negative, what
 * is held is what open orders hold, books are uncrossed and whole, makers hold what they sold short
 * of, counters count, bounds bound. Slow (it walks everything) and allocating: for tests, and for
 * an operator who wants to know.
 */
public final class Invariants {
  private static final int SUMS = 4;
  private static final int HELD_YES = 0;
  private static final int HELD_NO = 1;
  private static final int OPEN = 2;
  private static final int BUYS = 3;

  private final Limits limits;
  private final AccountTable accounts;
  private final Positions positions;
  private final Orders orders;
  private final Markets markets;
  private final OpenOrders openOrders;
  private final OrderGroups groups;

  public Invariants(
      Limits limits,
      Ledger ledger,
      Orders orders,
      Markets markets,
      OpenOrders openOrders,
      OrderGroups groups) {
    this.limits = limits;
    this.orders = orders;
    this.markets = markets;
    this.openOrders = openOrders;
    this.groups = groups;
    accounts = ledger.accounts();
    positions = ledger.positions();
  }

  /**
   * @throws IllegalStateException naming the rule that is broken and where
   */
  public void check() {
    long[] heldCash = new long[accounts.slotCount()];
    long[] sums = new long[accounts.slotCount() * SUMS];
    int orderCount = 0;
    int positionCount = 0;
    int expiring = 0;
    int scheduled = 0;
    int producers = 0;
    for (int slot = 0; slot < markets.slotCount(); slot++) {
      Market market = markets.at(slot);
      if (market != null) {
        orderCount += market.book().size();
        positionCount += 1 + market.holders().count();
        expiring += checkBook(market);
        scheduled += checkTimes(market);
        checkPositions(market, heldCash, sums);
        checkPool(market);
        checkMaker(market);
        producers += market.kind() == MarketKind.ASSET ? market.good().producers() : 0;
      }
    }
    checkEvents();
    checkCash(heldCash);
    checkLists();
    groups.check();
    equal("live orders", orders.live(), orderCount);
    equal("positions", positions.size(), positionCount);
    equal("expiring orders", openOrders.expiring(), expiring);
    openOrders.checkExpiries();
    equal("producers", markets.producers(), producers);
    equal("markets with a time", markets.timetable().size(), scheduled);
    markets.timetable().check();
    atMost("accounts", accounts.size(), limits.accounts());
    atMost("open orders", orders.live(), limits.openOrders());
    atMost("positions", positions.size(), limits.positions());
    atMost("markets", markets.size(), limits.markets());
    atMost("producers", producers, limits.producers());
  }

  private void checkEvents() {
    EventCollateral collateral = new EventCollateral(accounts, positions);
    int found = 0;
    for (MarketEvent event : markets.events()) {
      for (int place = 0; place < event.size(); place++) {
        Market market = event.market(place);
        if (market != null) {
          found++;
          require(
              markets.find(market.id()) == market
                  && market.event() == event
                  && event.placeOf(market.id()) == place,
              "event " + event.id(),
              "market " + market.id() + " is not its own");
        }
      }
      require(!event.isOver(), "event " + event.id(), "over and not forgotten");
      if (event.exclusive()) {
        collateral.check(event);
      }
    }
    equal("markets of events", found, markets.size());
  }

  private void checkCash(long[] heldCash) {
    long sum = 0;
    int count = 0;
    for (int slot = 0; slot < accounts.slotCount(); slot++) {
      long id = accounts.id(slot);
      if (id == 0) {
        continue;
      }
      count++;
      sum = Math.addExact(sum, Math.addExact(accounts.free(slot), accounts.held(slot)));
      require(
          accounts.free(slot) >= 0 || Accounts.mayOwe(id), "account " + id, "less than nothing");
      equal("account " + id + " held cash", accounts.held(slot), heldCash[slot]);
      equal("slot of account " + id, accounts.find(id), slot);
    }
    equal("sum of all cash", sum, 0);
    equal("accounts", accounts.size(), count);
  }

  /** Only a market that could keep them has times; returns how many timetable entries it needs. */
  private static int checkTimes(Market market) {
    boolean mayTrade = market.state().compareTo(MarketState.CLOSED) < 0;
    boolean mayBecomeFinal = market.state() == MarketState.RESOLVED && !market.settling();
    String where = "market " + market.id();
    require(market.finalAtMs() == 0 || mayBecomeFinal, where, "final although " + market.state());
    boolean timed = market.nextMs() != Long.MAX_VALUE;
    require(!timed || mayTrade || mayBecomeFinal, where, "timed although " + market.state());
    return timed ? 1 : 0;
  }

  /** Walks both sides of a book; returns how many of its orders expire. */
  private int checkBook(Market market) {
    OrderBook book = market.book();
    book.checkChains();
    boolean mayHaveOrders = market.state() != MarketState.CREATED;
    require(mayHaveOrders || book.size() == 0, "market " + market.id(), "orders too early");
    int expiring = 0;
    for (boolean bidSide : new boolean[] {true, false}) {
      for (int order = book.first(bidSide); order != OrderBook.NONE; order = book.after(order)) {
        long id = orders.id(order);
        equal("slot of order " + id, orders.find(id), order);
        equal("market of order " + id, orders.market(order), market.id());
        require(
            orders.remaining(order) > 0 && orders.remaining(order) <= orders.quantity(order),
            "order " + id,
            orders.remaining(order) + " left of " + orders.quantity(order));
        equal(
            "position of order " + id,
            orders.position(order),
            positions.find(orders.account(order), market.holders()));
        if (orders.expiresAtMs(order) != 0) {
          expiring++;
        }
        int group = orders.group(order);
        require(
            group == Orders.NONE
                || (groups.belongsTo(group, orders.account(order)) && !groups.isTriggered(group)),
            "order " + id,
            "in no group that may have orders");
        int behind = book.after(order);
        require(
            behind == OrderBook.NONE
                || orders.tick(behind) != orders.tick(order)
                || orders.arrival(behind) > orders.arrival(order),
            "order " + id,
            "came after the one behind it");
      }
    }
    return expiring;
  }

  /**
   * Checks every holder against his orders, and adds what those hold in cash.
   *
   * @param sums per account four zeros, zero again afterwards
   */
  private void checkPositions(Market market, long[] heldCash, long[] sums) {
    sumUpOrders(market, true, heldCash, sums);
    sumUpOrders(market, false, heldCash, sums);
    int walked = 0;
    for (int position = market.holders().first();
        position != Positions.NONE;
        position = positions.next(position)) {
      walked++;
      int account = positions.account(position);
      int at = account * SUMS;
      String who = "account " + accounts.id(account) + " in market " + market.id();
      equal(who + " held YES", positions.held(position, Outcome.YES), sums[at + HELD_YES]);
      equal(who + " held NO", positions.held(position, Outcome.NO), sums[at + HELD_NO]);
      equal(who + " open orders", positions.openOrders(position), sums[at + OPEN]);
      equal(who + " resting buys", positions.restingBuys(position), sums[at + BUYS]);
      equal(who + " slot", positions.find(account, market.holders()), position);
      require(
          positions.free(position, Outcome.YES) >= 0 && positions.free(position, Outcome.NO) >= 0,
          who,
          "less than nothing");
      Arrays.fill(sums, at, at + SUMS, 0);
    }
    equal("holders of market " + market.id(), walked, market.holders().count());
  }

  private void sumUpOrders(Market market, boolean bidSide, long[] heldCash, long[] sums) {
    OrderBook book = market.book();
    for (int order = book.first(bidSide); order != OrderBook.NONE; order = book.after(order)) {
      int account = orders.account(order);
      int at = account * SUMS;
      long held = openOrders.held(market, order);
      sums[at + OPEN]++;
      if (orders.side(order) == Side.BUY) {
        heldCash[account] = Math.addExact(heldCash[account], held);
        sums[at + BUYS] += orders.remaining(order);
      } else {
        sums[at + (orders.outcome(order) == Outcome.YES ? HELD_YES : HELD_NO)] += held;
      }
    }
  }

  /** Walks the positions of every account, and the resting orders of each of them. */
  private void checkLists() {
    for (int account = 0; account < accounts.slotCount(); account++) {
      String who = "account " + accounts.id(account);
      int open = 0;
      int held = 0;
      for (int position = positions.firstOf(account);
          position != Positions.NONE;
          position = positions.nextOfAccount(position)) {
        equal(
            who + " position",
            positions.find(account, markets.get(positions.market(position)).holders()),
            position);
        int listed = 0;
        for (int order = positions.firstOrder(position);
            order != Orders.NONE;
            order = orders.nextOfPosition(order)) {
          equal(who + " order " + orders.id(order), orders.position(order), position);
          require(orders.isListed(order), who, "order listed and not listed");
          listed++;
        }
        equal(who + " listed orders", listed, positions.openOrders(position));
        open += listed;
        held++;
      }
      equal(who + " open orders", accounts.openOrders(account), open);
      atMost(who + " open orders", open, limits.openOrdersPerAccount());
      equal(who + " positions", positions.countOf(account), held);
    }
  }

  private void checkPool(Market market) {
    long yes = 0;
    long no = 0;
    for (int position = market.holders().first();
        position != Positions.NONE;
        position = positions.next(position)) {
      yes += positions.free(position, Outcome.YES) + positions.held(position, Outcome.YES);
      no += positions.free(position, Outcome.NO) + positions.held(position, Outcome.NO);
    }
    String where = "market " + market.id();
    equal(where + " YES issued", -positions.free(market.poolPosition(), Outcome.YES), yes);
    equal(where + " NO issued", -positions.free(market.poolPosition(), Outcome.NO), no);
    if (market.event().exclusive()) {
      return;
    }
    long cash = accounts.free(market.pool());
    if (market.kind() == MarketKind.ASSET) {
      equal(where + " NO of a good", no, 0);
      equal(where + " cash against a good", cash, 0);
      atMost(where + " supply", yes, market.mostSupply());
    } else if (market.settling()) {
      // Some are paid, the others not yet: enough must be there for them.
      int fraction = market.resolvedFraction();
      long owed =
          Math.addExact(
              shareOf(Units.money(market.payout(), yes), fraction),
              shareOf(Units.money(market.payout(), no), Units.WHOLE_FRACTION - fraction));
      require(cash >= owed, where, cash + " in its pool, owes " + owed);
    } else {
      equal(where + " YES against NO", yes, no);
      equal(where + " pool", cash, Units.money(market.payout(), yes));
    }
  }

  private void checkMaker(Market market) {
    MarketMaker maker = market.maker();
    if (maker == null || market.settling()) {
      return;
    }
    String who = "maker of market " + market.id();
    EventMaker shared = market.event().maker();
    if (shared != null) {
      equal(
          who + " YES", positions.free(maker.position(), Outcome.YES), shared.sets() - maker.net());
      equal(who + " NO", positions.free(maker.position(), Outcome.NO), 0);
      return;
    }
    equal(
        who + " YES",
        positions.free(maker.position(), Outcome.YES),
        maker.sets() - maker.yesSold());
    equal(who + " NO", positions.free(maker.position(), Outcome.NO), maker.sets() - maker.noSold());
  }

  private static long shareOf(long amount, int fraction) {
    return amount / Units.WHOLE_FRACTION * fraction
        + amount % Units.WHOLE_FRACTION * fraction / Units.WHOLE_FRACTION;
  }

  private static void equal(String what, long is, long shouldBe) {
    if (is != shouldBe) {
      throw new IllegalStateException(what + ": " + is + ", should be " + shouldBe);
    }
  }

  private static void atMost(String what, long is, long bound) {
    if (is > bound) {
      throw new IllegalStateException(what + ": " + is + " of at most " + bound);
    }
  }

  private static void require(boolean holds, String who, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(who + ": " + otherwise);
    }
  }
}
