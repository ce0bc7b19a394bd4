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
import sibyl.engine.GroupState;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Side;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.Transfer;
import sibyl.protocol.derive.MarketPosition;
import sibyl.protocol.derive.PositionCost;

/**
 * The exchange as a reader needs it: markets, books, accounts and recent history. Plain data
 * without threads; {@link ReadModel} sees to it that one thread changes it and that nobody reads it
 * meanwhile.
 *
 * <p>What bounds its memory: open orders, holdings and positions by the engine's limits; recent
 * orders, fills, ledger entries, trades, candles and answers by {@link ReadLimits}. Not bounded
 * here: the number of accounts, events and markets there ever were.
 */
public final class ExchangeState {
  /** Most open orders to buy a good that are looked at to find somebody's offers. */
  private static final int BIDS_LOOKED_AT_MAX = 10_000;

  private final ReadLimits limits;
  private final RecentCommands recentCommands;
  private final Map<Long, LiveEvent> events = new LinkedHashMap<>();
  private final Long2ObjectHashMap<LiveMarket> markets = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<LiveAccount> accounts = new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<OrderView> orders = new Long2ObjectHashMap<>();
  private sibyl.engine.ExchangeState accepts = sibyl.engine.ExchangeState.OPEN;
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
    this.recentCommands = new RecentCommands(limits.repeatableEvents());
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

  /** What the exchange as a whole accepts. */
  public sibyl.engine.ExchangeState accepts() {
    return accepts;
  }

  /** What the command did whose last event this was; null when that is too long ago. */
  public @Nullable Applied commandEndingAt(long lastSeq) {
    return recentCommands.endingAt(lastSeq);
  }

  public @Nullable MarketStats stats(long market) {
    LiveMarket found = markets.get(market);
    return found == null ? null : found.stats(timeMs);
  }

  /** Candles that begin before {@code beforeMs}, newest first; null without such a market. */
  public @Nullable List<Candle> candles(
      long market, CandleInterval interval, long beforeMs, int limit) {
    LiveMarket found = markets.get(market);
    return found == null ? null : found.candles.page(interval, beforeMs, limit);
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

  /** Where an open order stands at its price; null when it does not rest. */
  public @Nullable QueuePosition ahead(OrderView order) {
    Book.Resting resting = resting(order);
    return resting == null ? null : known(order.market()).book.ahead(resting);
  }

  public @Nullable OrderGroupView group(long account, long group) {
    LiveAccount found = accounts.get(account);
    return found == null ? null : found.groups.get(group);
  }

  public List<OrderGroupView> groups(long account) {
    LiveAccount found = accounts.get(account);
    return found == null ? List.of() : List.copyOf(found.groups.values());
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

  public Page<SettlementView> settlements(long account, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    return found == null ? new Page<>(List.of(), true) : found.settlements(beforeSeq, limit);
  }

  public Page<InventoryEntry> inventory(
      long account, Predicate<InventoryEntry> wanted, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    return found == null ? new Page<>(List.of(), true) : found.inventory(wanted, beforeSeq, limit);
  }

  /** The goods among what the account holds. */
  public List<PositionView> goods(long account) {
    return positions(account).stream().filter(held -> isGood(held.market())).toList();
  }

  /**
   * Open orders of others to buy goods of which the account has enough free to deliver all that is
   * left of them, the best first; at most {@code limit}.
   */
  public List<OfferView> offers(long account, int limit) {
    LiveAccount found = accounts.get(account);
    if (found == null) {
      return List.of();
    }
    List<OfferView> offers = new ArrayList<>();
    long[] assets = found.holdings.keySet().stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(assets);
    for (long asset : assets) {
      long free = found.holding(asset).free();
      if (!Asset.isCash(asset) && free > 0 && isGood(Asset.market(asset))) {
        offers(known(Asset.market(asset)), account, free, limit, offers);
      }
    }
    return offers;
  }

  /** One of {@link #offers}; null when there is no such offer to the account. */
  public @Nullable OfferView offer(long account, long order) {
    OrderView bid = orders.get(order);
    if (bid == null
        || !bid.status().isOpen()
        || !bid.isBid()
        || bid.account() == account
        || !isGood(bid.market())
        || known(bid.market()).state != MarketState.OPEN
        || holding(account, Asset.of(bid.market(), Outcome.YES)).free() < bid.remainingQuantity()) {
      return null;
    }
    return offer(bid);
  }

  private static OfferView offer(OrderView bid) {
    return new OfferView(
        bid.order(),
        bid.market(),
        bid.price(),
        bid.remainingQuantity(),
        bid.expiresAtMs(),
        bid.createdAtMs());
  }

  private void offers(LiveMarket market, long account, long free, int limit, List<OfferView> into) {
    if (market.state != MarketState.OPEN) {
      return;
    }
    int[] left = {BIDS_LOOKED_AT_MAX};
    market.book.bids(
        order -> {
          OrderView bid = orders.get(order);
          if (bid != null && bid.account() != account && bid.remainingQuantity() <= free) {
            into.add(offer(bid));
          }
          return --left[0] > 0 && into.size() < limit;
        });
  }

  private boolean isGood(long market) {
    LiveMarket found = markets.get(market);
    return found != null && found.spec.rules().kind() == MarketKind.ASSET;
  }

  public @Nullable AccountView account(long account) {
    LiveAccount found = accounts.get(account);
    return found == null ? null : view(found);
  }

  /** Everybody's account. */
  public long[] accountNumbers() {
    long[] numbers = accounts.keySet().stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(numbers);
    return numbers;
  }

  private AccountView view(LiveAccount live) {
    Holding cash = live.holding(Asset.CASH);
    long equity = cash.total();
    for (PositionView held : positions(live.account)) {
      if (held.mark().isKnown()) {
        equity += held.mark().value(held.cost().quantity());
      }
    }
    return new AccountView(
        live.account,
        live.netting,
        live.suspended,
        cash,
        live.paidIn,
        equity,
        live.trades,
        live.volume,
        live.produces);
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
    Applied applied = touched.applied(command);
    recentCommands.add(applied);
    return applied;
  }

  private void apply(Change change, long atMs, Touched touched) {
    switch (change) {
      case Change.Rejected _,
          Change.ItemRejected _,
          Change.Quoted _,
          Change.Repeated _,
          Change.BasketPlaced _ -> {}
      case Change.Transferred transferred -> transferred(transferred.transfer());
      case Change.AccountOpened opened -> {
        LiveAccount account = new LiveAccount(opened.account(), limits);
        account.netting = opened.netting();
        accounts.put(opened.account(), account);
      }
      case Change.AccountChanged changed -> {
        LiveAccount account = accounts.get(changed.account());
        if (account != null) {
          account.netting = changed.netting();
          account.suspended = changed.suspended();
        }
      }
      case Change.ExchangeStateChanged changed -> accepts = changed.state();
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
          market.openAtMs = event.spec.openAtMs();
          market.closeAtMs = event.spec.closeAtMs();
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
            new MarketView.Resolution(proposed.yesFraction(), proposed.evidence(), false, 0, atMs);
        touched.market(market, atMs);
      }
      case Change.Resolved resolved -> {
        LiveMarket market = known(resolved.market());
        String evidence = market.resolution == null ? "" : market.resolution.evidence();
        market.resolution =
            new MarketView.Resolution(
                resolved.yesFraction(), evidence, true, resolved.finalAtMs(), atMs);
        touched.market(market, atMs);
      }
      case Change.ResolutionChallenged challenged -> {
        LiveMarket market = known(challenged.market());
        market.resolution = null;
        market.challenge = new MarketView.Challenge(challenged.reason(), atMs);
        touched.market(market, atMs);
      }
      case Change.MarketScheduled scheduled -> {
        LiveMarket market = known(scheduled.market());
        market.openAtMs = scheduled.openAtMs();
        market.closeAtMs = scheduled.closeAtMs();
        touched.market(market, atMs);
      }
      case Change.LiquidityChanged changed -> {
        LiveMarket market = known(changed.market());
        market.liquidity = changed.liquidity();
        touched.market(market, atMs);
      }
      case Change.RecipeChanged changed -> {
        LiveMarket market = known(changed.recipe().market());
        market.recipe = changed.recipe().ingredients();
        touched.market(market, atMs);
      }
      case Change.ProducerChanged changed -> {
        LiveAccount account = accounts.get(changed.account());
        if (account != null && changed.authorised()) {
          account.produces.add(changed.market());
        } else if (account != null) {
          account.produces.remove(changed.market());
        }
      }
      case Change.OrderPlaced placed -> {
        touched.order(placed.order(), null, false);
        keep(placed.order());
      }
      case Change.OrderAmended amended ->
          changed(
              amended.order(),
              touched,
              !amended.keptPriority(),
              order ->
                  order.amended(
                      atMs,
                      amended.seq(),
                      amended.price(),
                      amended.quantity(),
                      amended.remaining()));
      case Change.OrderReduced reduced ->
          changed(
              reduced.order(),
              touched,
              false,
              order -> order.reduced(atMs, reduced.seq(), reduced.remaining()));
      case Change.OrderGroupChanged changed -> grouped(changed, touched);
      case Change.Traded traded -> traded(traded, atMs, touched);
      case Change.OrderClosed closed ->
          changed(
              closed.order(),
              touched,
              false,
              order -> order.closed(atMs, closed.seq(), closed.reason(), closed.remaining()));
      case Change.SetsChanged sets -> {
        int payout = known(sets.market()).spec.payout();
        position(sets.account(), sets.market(), touched, p -> p.sets(sets.quantity(), payout));
      }
      case Change.HoldingChanged changed -> holdingChanged(changed, atMs, touched);
      case Change.MakerMoved moved -> {
        LiveMarket market = known(moved.market());
        market.maker =
            new MarketView.Maker(moved.yesSold(), moved.noSold(), moved.yesPriceBillionths());
        touched.market(market, atMs);
      }
      case Change.HolderSettled settled -> settled(settled, atMs, touched);
    }
  }

  private void transferred(Transfer transfer) {
    LiveAccount from = accounts.get(transfer.from());
    if (from != null) {
      from.paidIn -= transfer.amount();
    }
    LiveAccount to = accounts.get(transfer.to());
    if (to != null) {
      to.paidIn += transfer.amount();
    }
  }

  /**
   * @param moved whether the order goes to the back of its price
   */
  private void changed(
      long order, Touched touched, boolean moved, UnaryOperator<OrderView> change) {
    OrderView before = orders.get(order);
    if (before != null) {
      OrderView after = change.apply(before);
      touched.order(after, resting(before), moved);
      keep(after);
    }
  }

  private void grouped(Change.OrderGroupChanged changed, Touched touched) {
    LiveAccount account = accounts.get(changed.account());
    if (account == null) {
      return;
    }
    if (changed.state() == GroupState.DELETED) {
      account.groups.remove(changed.group());
    } else {
      account.groups.put(
          changed.group(),
          new OrderGroupView(
              changed.group(),
              changed.account(),
              changed.limit(),
              changed.windowMs(),
              changed.state() == GroupState.TRIGGERED,
              changed.seq()));
    }
    touched.groups.add(changed.account());
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
    market.traded(view, limits.tradesPerMarket(), limits.candlesPerInterval());
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
    changed(
        party.order(),
        touched,
        false,
        order ->
            order.filled(
                atMs,
                traded.seq(),
                traded.quantity(),
                party.cost(),
                party.fee(),
                party.remaining()));
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
    if (isGood(traded.market())) {
      boolean bought = party.side() == Side.BUY;
      account.inventory.add(
          new InventoryEntry(
              traded.seq(),
              atMs,
              traded.market(),
              bought ? traded.quantity() : -traded.quantity(),
              bought ? -party.cost() - party.fee() : party.cost() - party.fee(),
              null,
              traded.trade()));
    }
    position(
        party.account(),
        traded.market(),
        touched,
        p -> p.filled(party.side(), party.outcome(), traded.quantity(), party.cost(), party.fee()));
  }

  private void holdingChanged(Change.HoldingChanged changed, long atMs, Touched touched) {
    position(
        changed.account(),
        changed.market(),
        touched,
        p -> p.holdingChanged(changed.outcome(), changed.quantity(), changed.amount()));
    LiveAccount account = accounts.get(changed.account());
    if (account != null && isGood(changed.market())) {
      account.inventory.add(
          new InventoryEntry(
              changed.seq(),
              atMs,
              changed.market(),
              changed.quantity(),
              changed.amount(),
              changed.reason(),
              0));
    }
  }

  private void settled(Change.HolderSettled settled, long atMs, Touched touched) {
    LiveAccount account = accounts.get(settled.account());
    if (account == null) {
      return;
    }
    MarketPosition held = account.position(settled.market());
    MarketPosition paid = held.settled(settled.yesPaid(), settled.noPaid());
    account.realizedInSettled += paid.yes().realized() + paid.no().realized();
    account.positions.remove(settled.market());
    MarketView.Resolution resolution = known(settled.market()).resolution;
    account.settlements.add(
        new SettlementView(
            settled.market(),
            resolution == null ? 0 : resolution.yesFraction(),
            settled.yesQuantity(),
            settled.noQuantity(),
            settled.yesPaid(),
            settled.noPaid(),
            held.yes().cost(),
            held.no().cost(),
            atMs,
            settled.seq()));
    if (isGood(settled.market())) {
      account.inventory.add(
          new InventoryEntry(
              settled.seq(),
              atMs,
              settled.market(),
              -settled.yesQuantity(),
              settled.yesPaid(),
              null,
              0));
    }
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

  /** Where an order stands in the book; null when it does not. */
  private Book.@Nullable Resting resting(OrderView order) {
    if (!order.status().isOpen() || order.remainingQuantity() == 0) {
      return null;
    }
    int payout = known(order.market()).spec.payout();
    return new Book.Resting(
        order.order(),
        order.isBid(),
        order.outcome(),
        order.price(),
        Canonical.yesPrice(order.outcome(), order.price(), payout),
        order.remainingQuantity());
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

    private final Set<Long> groups = new LinkedHashSet<>();

    /**
     * @param before where the order stood before this change; null when it did not
     * @param moved whether it goes to the back of its price
     */
    void order(OrderView now, Book.@Nullable Resting before, boolean moved) {
      orders.merge(
          now.order(),
          new TouchedOrder(now, before, moved),
          (first, latest) ->
              new TouchedOrder(latest.now, first.before, first.moved || latest.moved));
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
        rest(order, levels);
      }
      List<Applied.LevelChange> changes = new ArrayList<>();
      Set<Long> goods = new LinkedHashSet<>();
      levels.forEach(
          (key, quantity) -> {
            changes.add(new Applied.LevelChange(key.market, key.bid, key.yesPrice, quantity));
            if (key.bid && isGood(key.market)) {
              goods.add(key.market);
            }
          });
      for (long market : markets) {
        if (isGood(market)) {
          goods.add(market); // it may have opened or closed
        }
      }
      return new Applied(
          command,
          List.copyOf(after),
          List.copyOf(fills),
          List.copyOf(trades),
          List.copyOf(changes),
          cash(),
          Set.copyOf(positions),
          Set.copyOf(markets),
          Set.copyOf(goods),
          Set.copyOf(groups));
    }

    private void rest(TouchedOrder order, Map<LevelKey, Long> levels) {
      Book.Resting before = order.before;
      Book.Resting now = resting(order.now);
      if (Objects.equals(before, now) && !order.moved) {
        return;
      }
      Book book = known(order.now.market()).book;
      boolean leaves =
          before != null && (now == null || order.moved || before.yesPrice() != now.yesPrice());
      if (leaves) {
        levels.put(key(order.now.market(), before), book.remove(before));
      }
      if (now != null) {
        levels.put(key(order.now.market(), now), book.put(now));
      }
      if (before != null || now != null) {
        markets.add(order.now.market());
      }
    }

    private Map<Long, Holding> cash() {
      Map<Long, Holding> now = new LinkedHashMap<>();
      for (long account : accounts) {
        now.put(account, holding(account, Asset.CASH));
      }
      return Map.copyOf(now);
    }

    private static LevelKey key(long market, Book.Resting resting) {
      return new LevelKey(market, resting.bid(), resting.yesPrice());
    }
  }

  /**
   * An order as it is now, and where it stood before the command. Kept here and not looked up at
   * the end, since an order that is over may be forgotten by then.
   *
   * @param moved whether it lost its place
   */
  private record TouchedOrder(OrderView now, Book.@Nullable Resting before, boolean moved) {}

  private record LevelKey(long market, boolean bid, int yesPrice) {}
}
