package sibyl.gateway.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.Canonical;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.command.CreateEvent;
import sibyl.protocol.derive.MarketPosition;
import sibyl.protocol.derive.PositionCost;

/**
 * The exchange as a reader needs it: markets, books, accounts and recent history. Plain data
 * without threads; {@link ReadModel} sees to it that one thread changes it and that nobody reads it
 * meanwhile.
 *
 * <p>What bounds its memory: open orders, holdings and positions by the engine's limits; recent
 * orders, fills, ledger entries and trades by {@link ReadLimits}. Not bounded here: the number of
 * accounts, events and markets there ever were.
 */
public final class ExchangeState {
  private final ReadLimits limits;
  private final Map<Long, LiveEvent> events = new LinkedHashMap<>();
  private final Long2ObjectHashMap<LiveMarket> markets = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<LiveAccount> accounts = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<OrderView> orders = new Long2ObjectHashMap<>();
  private long seq;
  private long timeMs;

  private record LiveEvent(
      long event, CreateEvent spec, List<LiveMarket> markets, long createdAtMs) {
    EventView view() {
      return new EventView(
          event, spec, markets.stream().map(LiveMarket::view).toList(), createdAtMs);
    }
  }

  ExchangeState(ReadLimits limits) {
    this.limits = limits;
  }

  /** The number of the last event this state includes. */
  public long seq() {
    return seq;
  }

  /** Log time of the last command this state includes. */
  public long timeMs() {
    return timeMs;
  }

  public @Nullable EventView event(long event) {
    LiveEvent found = events.get(event);
    return found == null ? null : found.view();
  }

  /** All events that {@code wanted} accepts, in the order they were created. */
  public List<EventView> events(Predicate<EventView> wanted) {
    List<EventView> found = new ArrayList<>();
    for (LiveEvent event : events.values()) {
      EventView view = event.view();
      if (wanted.test(view)) {
        found.add(view);
      }
    }
    return found;
  }

  public @Nullable MarketView market(long market) {
    LiveMarket found = markets.get(market);
    return found == null ? null : found.view();
  }

  /** The announced end of trading of the market's event; 0 when there is none. */
  public long closeAtMs(long market) {
    LiveMarket found = markets.get(market);
    LiveEvent event = found == null ? null : events.get(found.event);
    return event == null ? 0 : event.spec.closeAtMs();
  }

  public @Nullable BookView book(long market, Outcome outcome, int depth) {
    LiveMarket found = markets.get(market);
    return found == null ? null : found.book.view(outcome, found.spec.payout(), depth);
  }

  public @Nullable Page<TradeView> trades(long market, long beforeSeq, int limit) {
    LiveMarket found = markets.get(market);
    return found == null ? null : found.trades(beforeSeq, limit);
  }

  /** Whether the exchange has opened the account. */
  public boolean knowsAccount(long account) {
    return accounts.containsKey(account);
  }

  public Holding holding(long account, long asset) {
    LiveAccount found = accounts.get(account);
    return found == null ? Holding.NONE : found.holding(asset);
  }

  /** An open or recently closed order of the account; null if it is not its own or unknown here. */
  public @Nullable OrderView order(long account, long order) {
    OrderView found = orders.get(order);
    return found == null || found.account() != account ? null : found;
  }

  public @Nullable OrderView orderByClientId(long account, String clientOrderId) {
    LiveAccount found = accounts.get(account);
    return found == null ? null : found.orderByClientId(clientOrderId);
  }

  /** Whether closed orders of the account have left memory for the {@link History}. */
  public boolean ordersForgotten(long account) {
    LiveAccount found = accounts.get(account);
    return found != null && found.ordersForgotten();
  }

  public Page<OrderView> orders(
      long account, Predicate<OrderView> wanted, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    return found == null ? new Page<>(List.of(), true) : found.orders(wanted, beforeSeq, limit);
  }

  public Page<FillView> fills(long account, Predicate<FillView> wanted, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    return found == null ? new Page<>(List.of(), true) : found.fills(wanted, beforeSeq, limit);
  }

  /** The fills of one order that are still in memory, oldest first. */
  public List<FillView> fillsOf(OrderView order) {
    LiveAccount found = accounts.get(order.account());
    return found == null ? List.of() : found.fillsOf(order.order());
  }

  public Page<LedgerEntry> ledger(long account, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    return found == null ? new Page<>(List.of(), true) : found.ledger(beforeSeq, limit);
  }

  /** What the account holds, one item for each market and outcome, by market. */
  public List<PositionView> positions(long account) {
    LiveAccount found = accounts.get(account);
    if (found == null) {
      return List.of();
    }
    List<PositionView> views = new ArrayList<>();
    long[] byMarket = found.positions.keySet().stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(byMarket);
    for (long market : byMarket) {
      for (Outcome outcome : Outcome.values()) {
        PositionView view = position(account, market, outcome);
        if (view.cost().quantity() > 0) {
          views.add(view);
        }
      }
    }
    return views;
  }

  public PositionView position(long account, long market, Outcome outcome) {
    LiveAccount found = accounts.get(account);
    PositionCost cost = found == null ? PositionCost.NONE : found.position(market).of(outcome);
    long held = holding(account, Asset.of(market, outcome)).held();
    return new PositionView(account, market, outcome, held, cost, known(market).mark(outcome));
  }

  /** Profit the account has taken so far, over all markets, millionths. */
  public long realized(long account) {
    LiveAccount found = accounts.get(account);
    if (found == null) {
      return 0;
    }
    long sum = found.realizedInSettled;
    for (MarketPosition position : found.positions.values()) {
      sum += position.yes().realized() + position.no().realized();
    }
    return sum;
  }

  // Changing it.

  Applied apply(CommandEvents command) {
    Touched touched = new Touched();
    for (Change change : command.changes()) {
      apply(change, command.timeMs(), touched);
    }
    seq = command.lastSeq();
    timeMs = command.timeMs();
    return touched.applied(command);
  }

  private void apply(Change change, long atMs, Touched touched) {
    switch (change) {
      case Change.Rejected _, Change.Quoted _, Change.Transferred _ -> {}
      case Change.AccountOpened opened -> {
        accounts.put(opened.account(), new LiveAccount(opened.account(), limits));
      }
      case Change.Posted posted -> posted(posted, atMs, touched);
      case Change.EventCreated created ->
          events.put(
              created.event(),
              new LiveEvent(created.event(), created.spec(), new ArrayList<>(), atMs));
      case Change.MarketCreated created -> {
        LiveMarket market = new LiveMarket(created.market(), created.event(), created.spec(), atMs);
        markets.put(created.market(), market);
        LiveEvent event = events.get(created.event());
        if (event != null) {
          event.markets.add(market);
        }
        touched.market(market, atMs);
      }
      case Change.MarketStateChanged changed -> {
        LiveMarket market = known(changed.market());
        market.state = changed.state();
        touched.market(market, atMs);
        if (changed.state() == MarketState.SETTLED) {
          market.openInterest = 0;
        }
      }
      case Change.ResolutionProposed proposed -> {
        LiveMarket market = known(proposed.market());
        market.resolution =
            new MarketView.Resolution(proposed.yesFraction(), proposed.evidence(), false, atMs);
        touched.market(market, atMs);
      }
      case Change.Resolved resolved -> {
        LiveMarket market = known(resolved.market());
        String evidence = market.resolution == null ? "" : market.resolution.evidence();
        market.resolution = new MarketView.Resolution(resolved.yesFraction(), evidence, true, atMs);
        touched.market(market, atMs);
      }
      case Change.OrderPlaced placed -> {
        touched.order(placed.order(), 0);
        keep(placed.order());
      }
      case Change.Traded traded -> traded(traded, atMs, touched);
      case Change.OrderClosed closed -> {
        OrderView before = orders.get(closed.order());
        if (before != null) {
          OrderView after = before.closed(atMs, closed.seq(), closed.reason(), closed.remaining());
          touched.order(after, before.remainingQuantity());
          keep(after);
        }
      }
      case Change.SetsChanged sets -> {
        int payout = known(sets.market()).spec.payout();
        position(sets.account(), sets.market(), touched, p -> p.sets(sets.quantity(), payout));
      }
      case Change.MakerMoved moved -> {
        LiveMarket market = known(moved.market());
        market.maker =
            new MarketView.Maker(moved.yesSold(), moved.noSold(), moved.yesPriceBillionths());
        touched.market(market, atMs);
      }
      case Change.HolderSettled settled -> settled(settled, touched);
    }
  }

  private void posted(Change.Posted posted, long atMs, Touched touched) {
    long account = posted.account();
    long asset = posted.asset();
    if (Accounts.isPool(account)) {
      // A pool's negative YES shares are what it has issued.
      if (!Asset.isCash(asset) && Asset.outcome(asset) == Outcome.YES) {
        known(Asset.market(asset)).openInterest = -posted.free();
      }
      return;
    }
    LiveAccount live = accounts.get(account);
    if (live == null) {
      return; // The house, makers and the world outside have no reader here.
    }
    live.holding(asset, posted.free(), posted.held());
    if (posted.amount() != 0 || posted.reason() != PostingReason.HOLD) {
      live.posted(
          new LedgerEntry(
              posted.seq(),
              atMs,
              asset,
              posted.amount(),
              posted.free(),
              posted.held(),
              posted.reason()));
    }
    touched.accounts.add(account);
  }

  private void traded(Change.Traded traded, long atMs, Touched touched) {
    LiveMarket market = known(traded.market());
    @Nullable OrderView taker = orders.get(traded.taker().order());
    @Nullable OrderView maker = orders.get(traded.maker().order());
    filled(traded, traded.taker(), false, maker, market, atMs, touched);
    filled(traded, traded.maker(), true, taker, market, atMs, touched);
    TradeView view =
        new TradeView(
            traded.trade(),
            traded.market(),
            traded.yesPrice(),
            traded.quantity(),
            traded.taker().side(),
            traded.taker().outcome(),
            traded.kind(),
            atMs,
            traded.seq());
    market.traded(view, limits.tradesPerMarket());
    touched.market(market, atMs);
    touched.trades.add(view);
  }

  private void filled(
      Change.Traded traded,
      Change.Party party,
      boolean maker,
      @Nullable OrderView counterparty,
      LiveMarket market,
      long atMs,
      Touched touched) {
    OrderView before = orders.get(party.order());
    if (before != null) {
      OrderView after =
          before.filled(
              atMs, traded.seq(), traded.quantity(), party.cost(), party.fee(), party.remaining());
      touched.order(after, before.remainingQuantity());
      keep(after);
    }
    LiveAccount account = accounts.get(party.account());
    if (account == null) {
      return;
    }
    FillView fill =
        new FillView(
            traded.trade(),
            party.order(),
            party.account(),
            traded.market(),
            party.side(),
            party.outcome(),
            Canonical.yesPrice(party.outcome(), traded.yesPrice(), market.spec.payout()),
            traded.quantity(),
            party.cost(),
            party.fee(),
            maker,
            traded.kind(),
            counterparty == null ? null : counterparty.message(),
            atMs,
            traded.seq());
    account.filled(fill);
    touched.fills.add(fill);
    position(
        party.account(),
        traded.market(),
        touched,
        p -> p.filled(party.side(), party.outcome(), traded.quantity(), party.cost(), party.fee()));
  }

  private void settled(Change.HolderSettled settled, Touched touched) {
    LiveAccount account = accounts.get(settled.account());
    if (account == null) {
      return;
    }
    MarketPosition paid =
        account.position(settled.market()).settled(settled.yesPaid(), settled.noPaid());
    account.realizedInSettled += paid.yes().realized() + paid.no().realized();
    account.positions.remove(settled.market());
    touched.positions.add(new Applied.PositionKey(settled.account(), settled.market()));
  }

  private void position(
      long account, long market, Touched touched, UnaryOperator<MarketPosition> change) {
    LiveAccount live = accounts.get(account);
    if (live == null) {
      return;
    }
    live.positions.put(market, change.apply(live.position(market)));
    touched.positions.add(new Applied.PositionKey(account, market));
  }

  private void keep(OrderView order) {
    LiveAccount account = accounts.get(order.account());
    if (account == null) {
      return;
    }
    orders.put(order.order(), order);
    account.order(order);
    if (!order.status().isOpen()) {
      OrderView forgotten = account.closed(order);
      if (forgotten != null) {
        orders.remove(forgotten.order());
      }
    }
  }

  private LiveMarket known(long market) {
    return Objects.requireNonNull(markets.get(market), () -> "no market " + market);
  }

  /** Gathers what one command touches. */
  private final class Touched {
    private final Map<Long, TouchedOrder> orders = new LinkedHashMap<>();
    private final List<FillView> fills = new ArrayList<>();
    private final List<TradeView> trades = new ArrayList<>();
    private final Set<Long> accounts = new LinkedHashSet<>();
    private final Set<Applied.PositionKey> positions = new LinkedHashSet<>();
    private final Set<Long> markets = new LinkedHashSet<>();

    /**
     * @param before what the order had in the book before this change
     */
    void order(OrderView now, long before) {
      orders.merge(
          now.order(),
          new TouchedOrder(now, before),
          (first, latest) -> new TouchedOrder(latest.now, first.before));
    }

    void market(LiveMarket market, long atMs) {
      market.updatedAtMs = atMs;
      markets.add(market.market);
    }

    Applied applied(CommandEvents command) {
      List<OrderView> after = new ArrayList<>();
      Map<LevelKey, Long> levels = new LinkedHashMap<>();
      for (TouchedOrder order : orders.values()) {
        after.add(order.now);
        rest(order.now, order.before, levels);
      }
      List<Applied.LevelChange> changes = new ArrayList<>();
      levels.forEach(
          (key, quantity) ->
              changes.add(new Applied.LevelChange(key.market, key.bid, key.yesPrice, quantity)));
      return new Applied(
          command,
          List.copyOf(after),
          List.copyOf(fills),
          List.copyOf(trades),
          List.copyOf(changes),
          Set.copyOf(accounts),
          Set.copyOf(positions),
          Set.copyOf(markets));
    }

    private void rest(OrderView order, long before, Map<LevelKey, Long> levels) {
      long now = order.status().isOpen() ? order.remainingQuantity() : 0;
      if (now == before) {
        return;
      }
      LiveMarket market = known(order.market());
      int yesPrice = Canonical.yesPrice(order.outcome(), order.price(), market.spec.payout());
      long level = market.book.change(order.isBid(), yesPrice, now - before);
      levels.put(new LevelKey(order.market(), order.isBid(), yesPrice), level);
      markets.add(order.market());
    }
  }

  /**
   * An order as it is now, and what it had in the book before the command. Kept here and not looked
   * up at the end, since an order that is over may be forgotten by then.
   */
  private record TouchedOrder(OrderView now, long before) {}

  private record LevelKey(long market, boolean bid, int yesPrice) {}
}
