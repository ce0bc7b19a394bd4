package sibyl.engine.settlement;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.Units;
import sibyl.engine.book.OrderBook;
import sibyl.engine.command.DeleteEvent;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
import sibyl.engine.limits.Limits;
import sibyl.engine.maker.MarketMaker;
import sibyl.engine.market.Market;
import sibyl.engine.market.MarketEvent;
import sibyl.engine.market.Markets;
import sibyl.engine.market.OpenOrders;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * Takes down the orders of closed markets and pays the holders of resolved ones, a bounded slice at
 * a time: what a command starts, timers go on with, so that a market with a million holders delays
 * no other.
 *
 * <p>A YES share pays the resolved fraction of the payout, rounded down on the sum of a holder's
 * shares; a NO share pays the rest of it, rounded down likewise. A good pays nothing: it is written
 * off. What rounding leaves in the pool goes to the fees, for an exclusive event with its last
 * market; what is left at the maker goes to the house.
 */
public final class Settlement {
  private final Limits limits;
  private final Markets markets;
  private final Ledger ledger;
  private final AccountTable accounts;
  private final Positions positions;
  private final OpenOrders openOrders;
  private final EventStream events;
  private final int feeAccount;
  private final int house;

  // Markets with work left, in the order in which it came up.
  private final WorkQueue work = new WorkQueue();

  public Settlement(
      Limits limits,
      Markets markets,
      Ledger ledger,
      OpenOrders openOrders,
      EventStream events,
      int feeAccount,
      int house) {
    this.limits = limits;
    this.markets = markets;
    this.ledger = ledger;
    this.openOrders = openOrders;
    this.events = events;
    this.feeAccount = feeAccount;
    this.house = house;
    accounts = ledger.accounts();
    positions = ledger.positions();
  }

  public @Nullable Reason check(SettleMarket command, long nowMs, Rejection rejection) {
    Market market = markets.find(command.market());
    rejection.market = command.market();
    if (market == null) {
      return Reason.UNKNOWN_MARKET;
    }
    if (market.state() != MarketState.RESOLVED || market.settling()) {
      return Reason.ILLEGAL_TRANSITION;
    }
    return market.isChallengeable(nowMs) ? Reason.CHALLENGE_WINDOW : null;
  }

  /** Starts paying the holders of a market that {@link #check} found ready, with one slice. */
  public void settle(long marketId) {
    Market market = markets.get(Math.toIntExact(marketId));
    start(market);
    begin(market);
  }

  /** Whether nothing has happened in an event that could not be taken back. */
  public @Nullable Reason check(DeleteEvent command, Rejection rejection) {
    MarketEvent event = markets.findEvent(command.event());
    if (event == null) {
      return Reason.UNKNOWN_EVENT;
    }
    for (int place = 0; place < event.size(); place++) {
      Market market = event.market(place);
      if (market == null || market.settling() || market.state() == MarketState.RESOLVED) {
        return market != null && market.isDeleted()
            ? Reason.UNKNOWN_EVENT
            : Reason.ILLEGAL_TRANSITION;
      }
      if (market.traded() || isHeld(market)) {
        rejection.market = market.id();
        return Reason.EVENT_TRADED;
      }
    }
    return command.reason().length() > limits.eventText() ? Reason.LIMIT_EXCEEDED : null;
  }

  private boolean isHeld(Market market) {
    int pool = market.poolPosition();
    return (positions.free(pool, Outcome.YES) | positions.free(pool, Outcome.NO)) != 0;
  }

  /**
   * Takes an event back that {@link #check} found untouched. Its orders are taken down by and by,
   * like those of a closed market, and then what its pools and makers have is returned.
   */
  public void delete(DeleteEvent command) {
    MarketEvent event = Objects.requireNonNull(markets.findEvent(command.event()));
    events.eventDeleted(event.id(), command.reason());
    for (int place = 0; place < event.size(); place++) {
      Market market = Objects.requireNonNull(event.market(place));
      boolean closes = market.state() != MarketState.CLOSED;
      market.delete();
      markets.timetable().update(market);
      if (closes) {
        events.marketStateChanged(market.id(), MarketState.CLOSED);
      }
      waitForWork(market);
    }
  }

  /** Starts taking down the orders of a market that was just closed, with one slice. */
  public void takeDownOrders(long marketId) {
    begin(markets.get(Math.toIntExact(marketId)));
  }

  /** Starts paying the holders of a resolved market, with nobody yet. */
  public void beginPaying(Market market) {
    start(market);
    waitForWork(market);
  }

  /** Starts taking down the orders of a market that was just closed, with none yet. */
  public void beginClearing(Market market) {
    waitForWork(market);
  }

  private void start(Market market) {
    market.settle();
    markets.timetable().update(market);
  }

  private void begin(Market market) {
    if (advance(market, limits.slice()) == 0) {
      waitForWork(market);
    }
  }

  private void waitForWork(Market market) {
    if (!work.contains(market.id())) {
      work.add(market.id());
    }
  }

  /** Whether {@link #work} has something to do. */
  public boolean hasWork() {
    return !work.isEmpty();
  }

  /**
   * Works for the market that has waited longest.
   *
   * @param most orders taken down and holders paid
   * @return how much of that was not needed
   */
  public int work(int most) {
    int market = work.remove();
    int rest = advance(markets.get(market), most);
    if (rest == 0) {
      work.add(market);
    }
    return rest;
  }

  /** Works for a market; what it leaves of {@code most} is 0 unless nothing is left to do. */
  private int advance(Market market, int most) {
    int rest = takeDownOrders(market, most);
    if (market.settling()) {
      rest = payHolders(market, rest);
    }
    if (rest > 0 && market.settling()) {
      work.remove(market.id());
      finish(market);
    }
    return rest;
  }

  private int takeDownOrders(Market market, int slice) {
    OrderBook book = market.book();
    int rest = slice;
    while (rest > 0 && book.size() > 0) {
      int order = book.first(book.hasBid());
      openOrders.cancel(market, order, CloseReason.MARKET_CLOSED);
      rest--;
    }
    return rest;
  }

  private int payHolders(Market market, int slice) {
    int rest = slice;
    long yesIn = 0;
    long noIn = 0;
    long paidOut = 0;
    while (rest > 0 && market.holders().count() > 0) {
      int position = market.holders().first();
      long yes = positions.free(position, Outcome.YES);
      long no = positions.free(position, Outcome.NO);
      int yesFraction = market.resolvedFraction();
      long yesPaid = fractionOf(Units.money(market.redemption(), yes), yesFraction);
      long noPaid =
          fractionOf(Units.money(market.redemption(), no), Units.WHOLE_FRACTION - yesFraction);
      pay(market, position, yes, no, yesPaid, noPaid);
      yesIn += yes;
      noIn += no;
      paidOut = Math.addExact(paidOut, Math.addExact(yesPaid, noPaid));
      rest--;
    }
    takeIn(market, Outcome.YES, yesIn);
    takeIn(market, Outcome.NO, noIn);
    if (paidOut != 0) {
      ledger.moveCash(market.pool(), -paidOut, 0, PostingReason.SETTLEMENT);
    }
    return rest;
  }

  private void pay(Market market, int position, long yes, long no, long yesPaid, long noPaid) {
    int account = positions.account(position);
    if (yes != 0) {
      ledger.moveShares(position, Outcome.YES, -yes, 0, PostingReason.SETTLEMENT);
    }
    if (no != 0) {
      ledger.moveShares(position, Outcome.NO, -no, 0, PostingReason.SETTLEMENT);
    }
    if (yesPaid + noPaid != 0) {
      ledger.moveCash(account, yesPaid + noPaid, 0, PostingReason.SETTLEMENT);
    }
    positions.close(position, market.holders());
    if ((yes | no) != 0) {
      events.holderSettled(accounts.id(account), market.id(), yes, no, yesPaid, noPaid);
    }
  }

  private void takeIn(Market market, Outcome outcome, long quantity) {
    if (quantity != 0) {
      ledger.moveShares(market.poolPosition(), outcome, quantity, 0, PostingReason.SETTLEMENT);
    }
  }

  /** Everybody is paid: forgets the market and, if it was the last, empties pool and maker. */
  private void finish(Market market) {
    positions.close(market.poolPosition(), market.holders());
    markets.remove(market);
    if (!market.event().exclusive() || market.event().isOver()) {
      move(market.pool(), feeAccount, PostingReason.SETTLEMENT);
      ledger.removeAccount(market.pool());
      MarketMaker maker = market.maker();
      if (maker != null) {
        move(maker.account(), house, PostingReason.FUNDING);
        ledger.removeAccount(maker.account());
      }
    }
    events.marketStateChanged(market.id(), MarketState.SETTLED);
  }

  private void move(int from, int to, PostingReason reason) {
    long all = accounts.free(from);
    if (all != 0) {
      ledger.moveCash(from, -all, 0, reason);
      ledger.moveCash(to, all, 0, reason);
    }
  }

  /** {@code amount × fraction / 10,000}, rounded down, without leaving the range of a long. */
  static long fractionOf(long amount, int fraction) {
    long whole = amount / Units.WHOLE_FRACTION * fraction;
    return whole + amount % Units.WHOLE_FRACTION * fraction / Units.WHOLE_FRACTION;
  }

  public void write(StateWriter out) {
    work.write(out);
  }

  public void read(StateReader in) {
    work.read(in);
  }
}
