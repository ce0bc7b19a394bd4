package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Units;
import sibyl.engine.book.OrderBook;
import sibyl.engine.book.Orders;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.ledger.Holders;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.limits.Limits;
import sibyl.engine.maker.MarketMaker;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * One market: its terms, its state, its book, its maker and who holds its shares.
 *
 * <pre>
 *   CREATED → OPEN ⇄ HALTED
 *              ↓       ↓
 *              CLOSED ←┘ → RESOLVED → SETTLED
 * </pre>
 *
 * <p>A closed market may still be taking its orders down, a resolved one still paying, slice by
 * slice; see {@code Settlement}.
 */
public final class Market {
  /** No resolution proposed. */
  public static final int UNDECIDED = -1;

  private final int id;
  private final MarketEvent event;
  private final MarketSpec spec;
  private final MarketMode mode;
  private final FeeSchedule fees;
  private final OrderBook book;
  private final PriceGrid grid;
  // Of grid and fees, at hand for the markets that have a plain one and none.
  private final boolean evenGrid;
  private final boolean free;
  private final boolean plain;
  private final int segment;
  private final int tick;
  private final int payout;
  private final long lot;
  private final long mostPerOrder;
  private final long mostPerPosition;
  private final long mostSupply;
  private final @Nullable Good good;
  private final Holders holders = new Holders();
  private int pool;
  private int poolPosition;
  private @Nullable MarketMaker maker;
  private MarketState state = MarketState.CREATED;
  private int proposedFraction = UNDECIDED;
  private int resolvedFraction = UNDECIDED;
  private long proposer;
  private boolean settling;
  private boolean traded;
  private long openAtMs;
  private long closeAtMs;
  private long finalAtMs;
  private int place = Timetable.NOWHERE;

  Market(int id, MarketEvent event, MarketSpec spec, Limits limits, Orders orders) {
    this.id = id;
    this.event = event;
    this.spec = spec;
    mode = spec.mode();
    grid = new PriceGrid(spec);
    tick = PriceGrid.finest(spec);
    payout = spec.payout();
    lot = spec.lot();
    long most = limits.orderNotional() / payout;
    mostPerOrder = most - most % lot;
    mostPerPosition = limits.positionNotional() / payout;
    mostSupply = limits.houseDebt() / payout;
    good = kind() == MarketKind.ASSET ? new Good() : null;
    fees = new FeeSchedule(spec.fee(), spec.takerRate(), spec.makerRate(), spec.payout());
    evenGrid = spec.rules().bands().isEmpty();
    free = fees.isFree();
    plain = mode == MarketMode.BOOK && evenGrid && free && good == null;
    segment = spec.rules().segment();
    book = new OrderBook(orders, 1, spec.payout() / tick - 1);
  }

  public int id() {
    return id;
  }

  public MarketEvent event() {
    return event;
  }

  public MarketSpec spec() {
    return spec;
  }

  public int payout() {
    return payout;
  }

  public long lot() {
    return lot;
  }

  /** The greatest quantity of one order, hundredths. */
  public long mostPerOrder() {
    return mostPerOrder;
  }

  /** The greatest quantity one account may have of an outcome, hundredths. */
  public long mostPerPosition() {
    return mostPerPosition;
  }

  /** The greatest quantity of a good that all accounts may have between them, hundredths. */
  public long mostSupply() {
    return mostSupply;
  }

  /** What a set, or a good by itself, is worth in the end, ten-thousandths: a good nothing. */
  public int redemption() {
    return good == null ? payout : 0;
  }

  /** Whether accounts of this number may trade in it; see {@link Accounts#segment}. */
  public boolean isFor(long account) {
    return Accounts.segment(account) == segment;
  }

  public boolean isOfSegmentOf(Market other) {
    return segment == other.segment;
  }

  public MarketKind kind() {
    return spec.rules().kind();
  }

  /** Whether there are shares of an outcome: a good is the YES of its market, and has no NO. */
  boolean trades(Outcome outcome) {
    return outcome == Outcome.YES || good == null;
  }

  /**
   * The good that an asset market trades.
   *
   * @throws IllegalStateException if it is not one
   */
  public Good good() {
    if (good == null) {
      throw new IllegalStateException("market " + id + " has no good");
    }
    return good;
  }

  public MarketMode mode() {
    return mode;
  }

  public OrderBook book() {
    return book;
  }

  public Holders holders() {
    return holders;
  }

  public MarketState state() {
    return state;
  }

  /** The maker, or its part in this market; null in book mode and until there is one. */
  public @Nullable MarketMaker maker() {
    return maker;
  }

  /** The maker of a market that has one. */
  MarketMaker existingMaker() {
    if (maker == null) {
      throw new IllegalStateException("market " + id + " has no maker");
    }
    return maker;
  }

  /** Account slot of the pool, which the markets of an exclusive event share. */
  public int pool() {
    return pool;
  }

  /** Position slot of the pool, whose shares are minus what it has issued. */
  public int poolPosition() {
    return poolPosition;
  }

  public int proposedFraction() {
    return proposedFraction;
  }

  public int resolvedFraction() {
    return resolvedFraction;
  }

  public boolean settling() {
    return settling;
  }

  /** Whether there ever was a trade in it. */
  public boolean traded() {
    return traded;
  }

  void noteTrade() {
    traded = true;
  }

  /** Whether it was taken back, and only what it leaves is still cleared away. */
  public boolean isDeleted() {
    return settling && state == MarketState.CLOSED;
  }

  PriceGrid grid() {
    return grid;
  }

  /** Whether a price of an outcome is within the range, and on the grid. */
  boolean isOnGrid(int price) {
    return price > 0 && price < payout && (evenGrid ? price % tick == 0 : grid.contains(price));
  }

  /** The YES price at a tick of the book, ten-thousandths. */
  int yesPrice(int atTick) {
    return atTick * tick;
  }

  /**
   * What YES is worth: the market maker's price, which the best bid and ask stand around where
   * there is one, else the middle of the book, in billionths of the payout; {@link Units#NO_MARK}
   * without either.
   */
  public long yesMark() {
    if (maker != null) {
      return maker.yesPriceBillionths();
    }
    return book.hasBid() && book.hasAsk()
        ? Units.midMark(yesPrice(book.bestBid()), yesPrice(book.bestAsk()), payout())
        : Units.NO_MARK;
  }

  /** The finest price step, ten-thousandths: that of the book. */
  int tick() {
    return tick;
  }

  /** Whether orders only meet orders here, at any whole tick, and nobody is charged. */
  boolean isPlain() {
    return plain;
  }

  /** Whether nothing will be traded in it any more. */
  boolean isOver() {
    return state == MarketState.CLOSED || state == MarketState.RESOLVED;
  }

  /** Whether its outcome can no longer be challenged. */
  boolean isFinal() {
    return state == MarketState.RESOLVED && finalAtMs == 0;
  }

  /**
   * Whether it is decided for good that its YES shares pay nothing: the other markets of its
   * exclusive event go on without it.
   */
  public boolean isOut() {
    return isFinal() && resolvedFraction == 0;
  }

  /** Log time at which it opens by itself; 0 for never. */
  long openAtMs() {
    return openAtMs;
  }

  /** Log time at which it closes by itself; 0 for never. */
  long closeAtMs() {
    return closeAtMs;
  }

  /**
   * Log time until which its resolution can be challenged and at which its holders are paid; 0 when
   * there is no such time, or it has come.
   */
  public long finalAtMs() {
    return finalAtMs;
  }

  /** Whether its resolution can still be challenged. */
  public boolean isChallengeable(long nowMs) {
    return nowMs < finalAtMs;
  }

  /** Log time at which it does something by itself; {@link Long#MAX_VALUE} for never. */
  public long nextMs() {
    long never = Long.MAX_VALUE;
    return Math.min(
        finalAtMs == 0 ? never : finalAtMs,
        Math.min(openAtMs == 0 ? never : openAtMs, closeAtMs == 0 ? never : closeAtMs));
  }

  /** Its place in the timetable. */
  int place() {
    return place;
  }

  void place(int place) {
    this.place = place;
  }

  /** The price of an order's own outcome at a tick of the book; its own inverse up to the tick. */
  public int ownPrice(Outcome outcome, int atTick) {
    int yesPrice = yesPrice(atTick);
    return outcome == Outcome.YES ? yesPrice : payout - yesPrice;
  }

  /** The book's tick for a price of an outcome, which must be on the grid. */
  int tickOf(Outcome outcome, int price) {
    return (outcome == Outcome.YES ? price : payout - price) / tick;
  }

  /**
   * The last tick of the book that an order may trade at, if not at a worse YES price than this.
   *
   * @param bid whether the order buys YES
   */
  int lastTickWithin(int yesPrice, boolean bid) {
    return bid
        ? Math.min(book.maxTick(), yesPrice / tick)
        : Math.max(book.minTick(), Math.ceilDiv(yesPrice, tick));
  }

  boolean isFree() {
    return free;
  }

  FeeSchedule fees() {
    return fees;
  }

  void pool(int account, int position) {
    pool = account;
    poolPosition = position;
    if (event.exclusive()) {
      event.pool(account);
    }
  }

  void maker(MarketMaker maker) {
    this.maker = maker;
  }

  /** Moves it on to a state, which uses up the times it had for that or an earlier one. */
  void state(MarketState state) {
    this.state = state;
    if (state == MarketState.OPEN || state == MarketState.CLOSED) {
      openAtMs = 0;
    }
    if (state == MarketState.CLOSED) {
      closeAtMs = 0;
    }
  }

  void schedule(long openAtMs, long closeAtMs) {
    this.openAtMs = openAtMs;
    this.closeAtMs = closeAtMs;
  }

  /** Who proposed how it ends; only when somebody did. */
  long proposer() {
    return proposer;
  }

  void propose(int yesFraction, long actor) {
    proposedFraction = yesFraction;
    proposer = actor;
  }

  /** Makes the proposal its outcome; final from a time on, or with 0 at once. */
  void resolve(long finalAtMs) {
    resolvedFraction = proposedFraction;
    state = MarketState.RESOLVED;
    event.addResolved(resolvedFraction);
    this.finalAtMs = finalAtMs;
  }

  /** Takes the outcome back: it is closed and waits for a proposal. */
  void reopenDecision() {
    event.addResolved(-resolvedFraction);
    state = MarketState.CLOSED;
    proposedFraction = UNDECIDED;
    resolvedFraction = UNDECIDED;
    proposer = 0;
    finalAtMs = 0;
  }

  /** Ends it as if it had never been; there is nobody to be paid. */
  public void delete() {
    state(MarketState.CLOSED);
    proposedFraction = UNDECIDED;
    resolvedFraction = 0;
    settle();
  }

  /** Starts paying out. */
  public void settle() {
    settling = true;
    finalAtMs = 0;
  }

  void write(StateWriter out, Ledger ledger) {
    out.putInt(id);
    out.putLong(event.id());
    KeptSpec.write(out, spec);
    out.putEnum(state);
    out.putInt(proposedFraction);
    out.putInt(resolvedFraction);
    out.putLong(proposer);
    out.putBoolean(settling);
    out.putBoolean(traded);
    out.putClock(openAtMs);
    out.putClock(closeAtMs);
    out.putClock(finalAtMs);
    if (good != null) {
      good.write(out);
    }
    ledger.positions().write(out, poolPosition, holders);
    book.write(out);
    // An event's maker is written with the event.
    boolean ownMaker = maker != null && event.maker() == null;
    out.putBoolean(ownMaker);
    if (maker != null && ownMaker) {
      out.putInt(maker.account());
      maker.write(out);
    }
  }

  private void attachOrders(Orders orders, Ledger ledger, boolean bidSide) {
    for (int order = book.first(bidSide); order != OrderBook.NONE; order = book.after(order)) {
      orders.position(order, ledger.positions().find(orders.account(order), holders));
    }
  }

  static Market read(
      StateReader in, MarketEvents events, Limits limits, Orders orders, Ledger ledger) {
    int id = in.getInt();
    long eventId = in.getLong();
    MarketEvent event = events.find(eventId);
    if (event == null || event.placeOf(id) < 0) {
      throw new IllegalStateException("snapshot: market " + id + " is not of event " + eventId);
    }
    MarketSpec spec = KeptSpec.read(in);
    Market market = new Market(id, event, spec, limits, orders);
    market.state = in.getEnum(MarketState.values());
    market.proposedFraction = in.getInt();
    market.resolvedFraction = in.getInt();
    market.proposer = in.getLong();
    market.settling = in.getBoolean();
    market.traded = in.getBoolean();
    market.openAtMs = in.getClock();
    market.closeAtMs = in.getClock();
    market.finalAtMs = in.getClock();
    if (market.good != null) {
      market.good.read(in);
    }
    market.poolPosition = ledger.positions().read(in, id, market.holders);
    market.pool(ledger.positions().account(market.poolPosition), market.poolPosition);
    market.book.read(in, id);
    market.attachOrders(orders, ledger, true);
    market.attachOrders(orders, ledger, false);
    if (in.getBoolean()) {
      int account = in.getInt();
      MarketMaker maker =
          new MarketMaker(
              spec.liquidity(),
              spec.payout(),
              account,
              ledger.positions().find(account, market.holders));
      maker.read(in);
      market.maker = maker;
    }
    return market;
  }
}
