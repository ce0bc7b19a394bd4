package sibyl.engine;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import sibyl.engine.asset.Inventories;
import sibyl.engine.asset.Production;
import sibyl.engine.asset.Recipes;
import sibyl.engine.audit.Invariants;
import sibyl.engine.book.OrderBook;
import sibyl.engine.book.Orders;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.DeleteEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.Produce;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.command.SetExchangeState;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;
import sibyl.engine.deferred.DeferredWork;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
import sibyl.engine.ledger.Transfers;
import sibyl.engine.limits.ClientOrderIds;
import sibyl.engine.limits.IdempotencyKeys;
import sibyl.engine.limits.Limits;
import sibyl.engine.limits.TransferIds;
import sibyl.engine.market.Cancellations;
import sibyl.engine.market.EventEditing;
import sibyl.engine.market.Lifecycle;
import sibyl.engine.market.Makers;
import sibyl.engine.market.Market;
import sibyl.engine.market.Markets;
import sibyl.engine.market.Offers;
import sibyl.engine.market.OpenOrders;
import sibyl.engine.market.OrderAmendment;
import sibyl.engine.market.OrderBatches;
import sibyl.engine.market.OrderEntry;
import sibyl.engine.market.OrderGroups;
import sibyl.engine.market.OrderMerge;
import sibyl.engine.market.OwnOrders;
import sibyl.engine.market.PlainOrders;
import sibyl.engine.market.ReadAhead;
import sibyl.engine.market.Resolution;
import sibyl.engine.market.Schedules;
import sibyl.engine.sets.Conversion;
import sibyl.engine.sets.Sets;
import sibyl.engine.settlement.Settlement;
import sibyl.engine.snapshot.StateHash;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateSink;
import sibyl.engine.snapshot.StateSource;
import sibyl.engine.snapshot.StateWriter;

/**
 * The exchange: commands in, events out. Every command is first checked in full, changing nothing;
 * then it is either refused, which is one event, or carried out, which cannot fail.
 *
 * <p>Pure and deterministic: no clock (time comes with the commands), no I/O, no randomness; the
 * same commands make the same events and the same state on every machine. One thread at a time. An
 * exception out of the engine is a fault of the engine: whoever runs it must stop.
 */
public final class Engine implements CommandHandler {
  /**
   * The number of the rules by which commands are carried out. Whoever changes what a command does
   * to a state raises it: an old log applied by other rules would not come to its own state again.
   */
  public static final int RULES = 3;

  private static final int SNAPSHOT_FORMAT = 3;
  private static final int SNAPSHOT_END = 0x51B1_7E4D;
  private static final Outcome[] OUTCOMES = Outcome.values();

  private final Limits limits;
  private final boolean shortPath;
  private final EventStream events;
  private final Ledger ledger;
  private final Orders orders;
  private final Markets markets;
  private final OpenOrders openOrders;
  private final ClientOrderIds clientOrderIds;
  private final TransferIds transferIds;
  private final Transfers transfers;
  private final Makers makers;
  private final Lifecycle lifecycle;
  private final OrderGroups orderGroups;
  private final OrderEntry orderEntry;
  private final PlainOrders plainOrders;
  private final Sets sets;
  private final Conversion conversion;
  private final OrderAmendment amendment;
  private final OrderBatches batches;
  private final OrderMerge merge;
  private final Cancellations cancellations;
  private final Settlement settlement;
  private final Schedules schedules;
  private final Resolution resolution;
  private final EventEditing eventEditing;
  private final DeferredWork deferred;
  private final Inventories inventories;
  private final Recipes recipes;
  private final Production production;
  private final Offers offers;
  private final Gate gate;
  private final ReadAhead readAhead;
  private final Rejection rejection = new Rejection();
  private long nowMs;
  // Of the command being carried out.
  private long firstSeq;
  private boolean refused;

  public Engine(Limits limits, EventHandler handler) {
    this(limits, handler, true);
  }

  /** An engine that takes the short path nowhere. It does the same, which is what it is for. */
  public static Engine onTheLongWay(Limits limits, EventHandler handler) {
    return new Engine(limits, handler, false);
  }

  private Engine(Limits limits, EventHandler handler, boolean shortPath) {
    this.shortPath = shortPath;
    this.limits = limits;
    events = new EventStream(handler);
    ledger = new Ledger(limits, events);
    orders = new Orders(limits.openOrders());
    markets = new Markets(limits);
    openOrders = new OpenOrders(markets, ledger, orders, events);
    clientOrderIds = new ClientOrderIds(limits);
    transferIds = new TransferIds(limits);
    ledger.openAccount(Accounts.EXTERNAL, false);
    int fees = ledger.openAccount(Accounts.FEES, false);
    ledger.openAccount(Accounts.BONUS, false);
    int house = ledger.openAccount(Accounts.HOUSE, false);
    ledger.openAccount(Accounts.UNDER_WAY, false);
    transfers = new Transfers(limits, ledger, transferIds, events);
    OwnOrders ownOrders = new OwnOrders(markets, ledger, orders, openOrders);
    orderGroups = new OrderGroups(limits, ledger, ownOrders, events);
    makers = new Makers(limits, markets, ledger, events, house);
    lifecycle = new Lifecycle(limits, markets, ledger, orders, openOrders, events, makers);
    orderEntry =
        new OrderEntry(
            limits, markets, ledger, orders, openOrders, orderGroups, clientOrderIds, events, fees);
    plainOrders =
        new PlainOrders(limits, markets, ledger, orders, orderEntry, clientOrderIds, events);
    amendment = new OrderAmendment(markets, ledger, orders, openOrders, orderEntry, events);
    batches = new OrderBatches(ledger, orderEntry, orderGroups, clientOrderIds, events);
    merge = new OrderMerge(markets, ledger, orders, openOrders, events);
    cancellations =
        new Cancellations(markets, ledger, orders, openOrders, ownOrders, orderGroups, events);
    IdempotencyKeys keys = new IdempotencyKeys(limits);
    gate = new Gate(ledger.accounts(), keys, events);
    readAhead = new ReadAhead(markets, ledger, orders, keys, clientOrderIds);
    sets = new Sets(markets, ledger, events);
    conversion = new Conversion(markets, ledger, events);
    settlement = new Settlement(limits, markets, ledger, openOrders, events, fees, house);
    schedules = new Schedules(markets, lifecycle, events);
    resolution = new Resolution(limits, markets, events);
    eventEditing = new EventEditing(limits, markets, schedules, events);
    deferred = new DeferredWork(limits, markets, openOrders, schedules, settlement);
    inventories = new Inventories(markets, ledger, events);
    recipes = new Recipes(limits, markets, ledger, events);
    production = new Production(limits, markets, ledger, events);
    offers = new Offers(markets, ledger, orders, orderEntry);
  }

  // ---- commands ---------------------------------------------------------------------------------

  @Override
  public void openAccount(CommandHeader header, OpenAccount command) {
    if (begin(header) && accepted(transfers.check(command, rejection))) {
      transfers.open(command);
    }
    end(header);
  }

  @Override
  public void changeAccount(CommandHeader header, ChangeAccount command) {
    if (begin(header) && accepted(transfers.check(command, rejection))) {
      transfers.change(command);
    }
    end(header);
  }

  @Override
  public void transfer(CommandHeader header, Transfer command) {
    if (begin(header) && accepted(transfers.check(command, rejection))) {
      transfers.transfer(command);
    }
    end(header);
  }

  @Override
  public void setExchangeState(CommandHeader header, SetExchangeState command) {
    if (begin(header)) {
      gate.change(command.state());
    }
    end(header);
  }

  @Override
  public void createEvent(CommandHeader header, CreateEvent command) {
    if (begin(header)
        && accepted(Schedules.check(command, nowMs))
        && accepted(lifecycle.check(command))) {
      lifecycle.create(command);
      schedules.schedule(command);
    }
    end(header);
  }

  @Override
  public void editEvent(CommandHeader header, EditEvent command) {
    if (begin(header) && accepted(eventEditing.check(command, nowMs, rejection))) {
      eventEditing.edit(command);
    }
    end(header);
  }

  @Override
  public void deleteEvent(CommandHeader header, DeleteEvent command) {
    if (begin(header) && accepted(settlement.check(command, rejection))) {
      settlement.delete(command);
    }
    end(header);
  }

  @Override
  public void changeMarketState(CommandHeader header, ChangeMarketState command) {
    if (begin(header) && accepted(lifecycle.check(command, rejection))) {
      lifecycle.change(command);
      if (command.to() == MarketState.CLOSED) {
        settlement.takeDownOrders(command.market());
      }
    }
    end(header);
  }

  @Override
  public void proposeResolution(CommandHeader header, ProposeResolution command) {
    if (begin(header) && accepted(resolution.check(command, rejection))) {
      resolution.propose(command, header.actor);
    }
    end(header);
  }

  @Override
  public void confirmResolution(CommandHeader header, ConfirmResolution command) {
    if (begin(header) && accepted(resolution.check(command, header.actor, rejection))) {
      resolution.confirm(command, nowMs);
    }
    end(header);
  }

  @Override
  public void settleMarket(CommandHeader header, SettleMarket command) {
    if (begin(header) && accepted(settlement.check(command, nowMs, rejection))) {
      settlement.settle(command.market());
    }
    end(header);
  }

  @Override
  public void placeOrder(CommandHeader header, PlaceOrder command) {
    if (beginsShort(header) && plainOrders.place(header, command, nowMs)) {
      gate.remember(header, firstSeq, nowMs);
      return;
    }
    if (begin(header, Gate.Kind.TRADE, command.account)
        && accepted(orderEntry.check(command, nowMs, rejection))) {
      orderEntry.place(command, nowMs);
    }
    end(header);
  }

  @Override
  public void quote(CommandHeader header, PlaceOrder command) {
    beginQuote(header);
    Reason closed = gate.refusal(Gate.Kind.TRADE, command.account, rejection);
    Reason refusal = orderEntry.checkQuote(command, nowMs, rejection);
    orderEntry.quote(command, closed != null ? closed : refusal);
    events.end();
  }

  @Override
  public void amendOrder(CommandHeader header, AmendOrder command) {
    if (beginsShort(header) && plainOrders.amend(header, command, nowMs)) {
      gate.remember(header, firstSeq, nowMs);
      return;
    }
    if (begin(header, Gate.Kind.TRADE, command.account)
        && accepted(amendment.check(command, nowMs, rejection))) {
      amendment.amend(command);
    }
    end(header);
  }

  @Override
  public void quoteAmendment(CommandHeader header, AmendOrder command) {
    beginQuote(header);
    Reason closed = gate.refusal(Gate.Kind.TRADE, command.account, rejection);
    rejection.clear();
    Reason refusal = amendment.check(command, nowMs, rejection);
    if (refusal != Reason.UNKNOWN_ORDER || accepted(refusal)) {
      amendment.quote(command, closed != null ? closed : refusal);
    }
    events.end();
  }

  @Override
  public void cancelOrder(CommandHeader header, CancelOrder command) {
    if (beginsShort(header) && plainOrders.cancel(header, command, nowMs)) {
      gate.remember(header, firstSeq, nowMs);
      return;
    }
    if (begin(header, Gate.Kind.CANCEL, command.account)
        && accepted(cancellations.check(command, rejection))) {
      cancellations.cancel(command);
    }
    end(header);
  }

  @Override
  public void cancelOrders(CommandHeader header, CancelOrders command) {
    if (begin(header, Gate.Kind.CANCEL, command.account)
        && accepted(cancellations.check(command, rejection))) {
      cancellations.cancel(command, rejection);
    }
    end(header);
  }

  @Override
  public void placeOrders(CommandHeader header, PlaceOrders command) {
    if (begin(header, Gate.Kind.TRADE, command.account)
        && accepted(batches.check(command, nowMs, rejection))) {
      batches.place(command, nowMs, rejection);
    }
    end(header);
  }

  @Override
  public void quoteOrders(CommandHeader header, PlaceOrders command) {
    beginQuote(header);
    Reason closed = gate.refusal(Gate.Kind.TRADE, command.account, rejection);
    if (accepted(batches.checkQuote(command, nowMs, rejection))) {
      batches.quote(command, closed, nowMs, rejection);
    }
    events.end();
  }

  @Override
  public void mergeOrders(CommandHeader header, MergeOrders command) {
    if (begin(header, Gate.Kind.ARRANGE, command.account)
        && accepted(merge.check(command, nowMs, rejection))) {
      merge.merge(command);
    }
    end(header);
  }

  @Override
  public void changeOrderGroup(CommandHeader header, ChangeOrderGroup command) {
    if (begin(header, Gate.Kind.ARRANGE, command.account())
        && accepted(orderGroups.check(command, rejection))) {
      orderGroups.change(command);
    }
    end(header);
  }

  @Override
  public void changeSets(CommandHeader header, ChangeSets command) {
    if (begin(header, Gate.Kind.TRADE, command.account())
        && accepted(sets.check(command, rejection))) {
      sets.change(command);
    }
    end(header);
  }

  @Override
  public void convertShares(CommandHeader header, ConvertShares command) {
    if (begin(header, Gate.Kind.TRADE, command.account())
        && accepted(conversion.check(command, rejection))) {
      conversion.convert(command);
    }
    end(header);
  }

  @Override
  public void scheduleMarket(CommandHeader header, ScheduleMarket command) {
    if (begin(header) && accepted(schedules.check(command, nowMs, rejection))) {
      schedules.schedule(command);
    }
    end(header);
  }

  @Override
  public void challengeResolution(CommandHeader header, ChallengeResolution command) {
    if (begin(header) && accepted(resolution.check(command, nowMs, rejection))) {
      resolution.challenge(command);
    }
    end(header);
  }

  @Override
  public void addLiquidity(CommandHeader header, AddLiquidity command) {
    if (begin(header) && accepted(makers.check(command, rejection))) {
      makers.add(command);
    }
    end(header);
  }

  @Override
  public void adjustInventory(CommandHeader header, AdjustInventory command) {
    if (begin(header) && accepted(inventories.check(command, rejection))) {
      inventories.adjust(command);
    }
    end(header);
  }

  @Override
  public void authoriseProducer(CommandHeader header, AuthoriseProducer command) {
    if (begin(header) && accepted(production.check(command, rejection))) {
      production.authorise(command);
    }
    end(header);
  }

  @Override
  public void setRecipe(CommandHeader header, SetRecipe command) {
    if (begin(header) && accepted(recipes.check(command, rejection))) {
      recipes.set(command);
    }
    end(header);
  }

  @Override
  public void produce(CommandHeader header, Produce command) {
    if (begin(header, Gate.Kind.TRADE, command.account())
        && accepted(production.check(command, rejection))) {
      production.produce(command);
    }
    end(header);
  }

  @Override
  public void acceptOffer(CommandHeader header, AcceptOffer command) {
    if (begin(header, Gate.Kind.TRADE, command.account())
        && accepted(offers.check(command, nowMs, rejection))) {
      offers.accept(command, nowMs);
    }
    end(header);
  }

  /**
   * Takes hints about commands that are about to come; they change nothing but the time it takes.
   */
  public ReadAhead readAhead() {
    return readAhead;
  }

  // ---- time -------------------------------------------------------------------------------------

  /**
   * Does some of what is due, see {@link DeferredWork}. Must be called at {@link #nextTimerMs()};
   * calling it earlier does nothing.
   *
   * @param timeMs log time
   */
  public void onTimer(long timeMs) {
    nowMs = Math.max(nowMs, timeMs);
    if (nextTimerMs() > nowMs) {
      return;
    }
    events.beginTimer(nowMs);
    deferred.doSome(nowMs);
    events.end();
  }

  /** Log time at which {@link #onTimer} must be called; {@link Long#MAX_VALUE} for never. */
  public long nextTimerMs() {
    return deferred.nextMs(nowMs);
  }

  private void advance(CommandHeader header) {
    nowMs = Math.max(nowMs, header.timeMs);
  }

  /** Whether a command may take the short path: the gate has nothing to say. */
  private boolean beginsShort(CommandHeader header) {
    advance(header);
    firstSeq = events.lastSeq() + 1;
    return shortPath && gate.isOpen() && !gate.isKnown(header, nowMs);
  }

  /** Starts a command of staff or about money; false when it was answered already. */
  private boolean begin(CommandHeader header) {
    beginQuote(header);
    firstSeq = events.lastSeq() + 1;
    refused = gate.isRepeat(header, nowMs, rejection);
    return !refused;
  }

  /** Starts a command that an account sends; false when it was answered already. */
  private boolean begin(CommandHeader header, Gate.Kind kind, long account) {
    return begin(header) && accepted(gate.refusal(kind, account, rejection));
  }

  /** Starts a command that changes nothing, and so passes no gate and is never a repeat. */
  private void beginQuote(CommandHeader header) {
    advance(header);
    rejection.clear();
    orderGroups.begin(nowMs);
    events.begin(nowMs, header);
  }

  private void end(CommandHeader header) {
    if (!refused) {
      orderGroups.enforce();
      gate.remember(header, firstSeq, nowMs);
    }
    events.end();
  }

  private boolean accepted(@Nullable Reason refusal) {
    if (refusal != null) {
      events.rejected(refusal, rejection);
      refused = true;
    }
    return refusal == null;
  }

  // ---- state ------------------------------------------------------------------------------------

  /** What the exchange as a whole accepts now. */
  public ExchangeState exchangeState() {
    return gate.state();
  }

  /** The number of the last event. */
  public long lastSeq() {
    return events.lastSeq();
  }

  /** The latest log time seen, milliseconds. */
  public long timeMs() {
    return nowMs;
  }

  /**
   * A hash of everything that the past commands mean for the future ones, except when they came:
   * two engines with equal hashes hold the same money, shares, orders and markets.
   */
  public long stateHash() {
    StateHash hash = new StateHash();
    write(StateWriter.forHash(hash));
    return hash.value();
  }

  /** Writes everything a fresh engine with the same limits needs to go on as this one would. */
  public void writeSnapshot(StateSink sink) {
    write(StateWriter.forSnapshot(sink));
  }

  /**
   * Becomes the engine that wrote the snapshot. Only on a fresh engine.
   *
   * @throws IllegalStateException if the engine is not fresh or the snapshot makes no sense
   */
  public void readSnapshot(StateSource source) {
    if (lastSeq() != 0) {
      throw new IllegalStateException("a snapshot is read into a fresh engine only");
    }
    StateReader in = new StateReader(source);
    in.getInt("snapshot format", SNAPSHOT_FORMAT, SNAPSHOT_FORMAT);
    nowMs = in.getClock();
    events.resumeAfter(in.getClock());
    orderEntry.resumeAfterTrade(in.getLong());
    ledger.read(in);
    orders.read(in);
    markets.read(in, orders, ledger, openOrders);
    settlement.read(in);
    deferred.read(in);
    clientOrderIds.read(in);
    transferIds.read(in);
    orderGroups.read(in);
    batches.read(in);
    gate.read(in);
    in.getInt("end of snapshot", SNAPSHOT_END, SNAPSHOT_END);
  }

  private void write(StateWriter out) {
    out.putInt(SNAPSHOT_FORMAT);
    out.putClock(nowMs);
    out.putClock(events.lastSeq());
    out.putLong(orderEntry.lastTrade());
    ledger.write(out);
    orders.write(out);
    markets.write(out, ledger);
    settlement.write(out);
    deferred.write(out);
    clientOrderIds.write(out);
    transferIds.write(out);
    orderGroups.write(out);
    batches.write(out);
    gate.write(out);
    out.putInt(SNAPSHOT_END);
  }

  /**
   * Recomputes from scratch what must hold between any two commands. Slow; for tests and operators.
   *
   * @throws IllegalStateException naming the rule that is broken and where
   */
  public void checkInvariants() {
    new Invariants(limits, ledger, orders, markets, openOrders, orderGroups).check();
  }

  /** Visits every balance that is not zero: cash by account, then shares by market. */
  public void forEachBalance(BalanceVisitor visitor) {
    AccountTable accounts = ledger.accounts();
    for (int slot = 0; slot < accounts.slotCount(); slot++) {
      if ((accounts.free(slot) | accounts.held(slot)) != 0) {
        visitor.onBalance(accounts.id(slot), Asset.CASH, accounts.free(slot), accounts.held(slot));
      }
    }
    Positions positions = ledger.positions();
    for (int slot = 0; slot < markets.slotCount(); slot++) {
      Market market = markets.at(slot);
      if (market != null) {
        visitShares(market.poolPosition(), market.id(), visitor);
        for (int position = market.holders().first();
            position != Positions.NONE;
            position = positions.next(position)) {
          visitShares(position, market.id(), visitor);
        }
      }
    }
  }

  private void visitShares(int position, int market, BalanceVisitor visitor) {
    Positions positions = ledger.positions();
    long account = ledger.accounts().id(positions.account(position));
    for (Outcome outcome : OUTCOMES) {
      long free = positions.free(position, outcome);
      long held = positions.held(position, outcome);
      if ((free | held) != 0) {
        visitor.onBalance(account, Asset.of(market, outcome), free, held);
      }
    }
  }

  /** Visits every resting order: market by market, bids then asks, best first. */
  public void forEachOpenOrder(OrderVisitor visitor) {
    for (int slot = 0; slot < markets.slotCount(); slot++) {
      Market market = markets.at(slot);
      if (market != null) {
        visitOrders(market, true, visitor);
        visitOrders(market, false, visitor);
      }
    }
  }

  private void visitOrders(Market market, boolean bidSide, OrderVisitor visitor) {
    OrderBook book = market.book();
    for (int order = book.first(bidSide); order != OrderBook.NONE; order = book.after(order)) {
      visitOrder(market, order, visitor);
    }
  }

  private void visitOrder(Market market, int order, OrderVisitor visitor) {
    visitor.onOrder(
        orders.id(order),
        ledger.accounts().id(orders.account(order)),
        market.id(),
        orders.side(order),
        orders.outcome(order),
        market.ownPrice(orders.outcome(order), orders.tick(order)),
        orders.quantity(order),
        orders.remaining(order));
  }

  /**
   * Visits accounts in an order that holds while none are removed, for a walk in steps.
   *
   * @param from 0, or what the step before returned
   * @param count how many places are looked at; some of them may be empty
   * @return where the next step begins; 0 after the last
   */
  public int forEachAccount(int from, int count, LongConsumer visitor) {
    AccountTable accounts = ledger.accounts();
    int end = Math.min(accounts.slotCount(), from + count);
    for (int slot = from; slot < end; slot++) {
      if (accounts.id(slot) != 0) {
        visitor.accept(accounts.id(slot));
      }
    }
    return end < accounts.slotCount() ? end : 0;
  }

  /** Visits what one account has that is not zero, and its resting orders. */
  public void visitAccount(long account, BalanceVisitor balances, OrderVisitor itsOrders) {
    AccountTable accounts = ledger.accounts();
    int slot = accounts.find(account);
    if (slot == AccountTable.NONE) {
      return;
    }
    if ((accounts.free(slot) | accounts.held(slot)) != 0) {
      balances.onBalance(account, Asset.CASH, accounts.free(slot), accounts.held(slot));
    }
    Positions positions = ledger.positions();
    if (Accounts.isPool(account)) {
      for (int i = 0; i < markets.slotCount(); i++) {
        Market market = markets.at(i);
        if (market != null && positions.account(market.poolPosition()) == slot) {
          visitShares(market.poolPosition(), market.id(), balances);
        }
      }
    }
    for (int position = positions.firstOf(slot);
        position != Positions.NONE;
        position = positions.nextOfAccount(position)) {
      Market market = markets.get(positions.market(position));
      visitShares(position, market.id(), balances);
      for (int order = positions.firstOrder(position);
          order != Orders.NONE;
          order = orders.nextOfPosition(order)) {
        visitOrder(market, order, itsOrders);
      }
    }
  }

  /** Visits every market that is not settled, in no particular order. */
  public void forEachMarket(Consumer<Market> visitor) {
    for (int slot = 0; slot < markets.slotCount(); slot++) {
      Market market = markets.at(slot);
      if (market != null) {
        visitor.accept(market);
      }
    }
  }

  /** One market as it is, for tests and inspection; null when there is none (any more). */
  public @Nullable Market market(long market) {
    return markets.find(market);
  }
}
