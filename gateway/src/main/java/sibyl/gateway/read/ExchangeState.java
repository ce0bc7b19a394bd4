package sibyl.gateway.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.Canonical;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.protocol.derive.HeldValue;
import sibyl.protocol.derive.MarketPosition;
import sibyl.protocol.derive.MarketPrices;
import sibyl.protocol.derive.PricedMarket;
import sibyl.protocol.derive.Valuation;

/**
 * The exchange as a reader needs it: markets, books, accounts and recent history. Plain data
 * without threads, changed by {@link ChangeApplier} only; {@link ReadModel} sees to it that one
 * thread does so and that nobody reads meanwhile.
 *
 * <p>What bounds its memory: open orders, holdings and positions by the engine's limits; recent
 * orders, fills, ledger entries, trades, candles and answers by {@link ReadLimits}. Not bounded
 * here: the number of accounts, events and markets there ever were.
 */
public final class ExchangeState {
  /** Most open orders to buy a good that are looked at to find somebody's offers. */
  private static final int BIDS_LOOKED_AT_MAX = 10_000;

  final ReadLimits limits;
  RecentCommands recentCommands;
  final Map<Long, LiveEvent> events = new LinkedHashMap<>();
  final Long2ObjectHashMap<LiveMarket> markets = new Long2ObjectHashMap<>();
  final Long2ObjectHashMap<LiveAccount> accounts = new Long2ObjectHashMap<>();

  /** Whose money is under way out, by the transfer that took it. */
  final Map<UUID, Long> underWay = new HashMap<>();

  final Long2ObjectHashMap<OrderView> orders = new Long2ObjectHashMap<>();
  sibyl.engine.ExchangeState accepts = sibyl.engine.ExchangeState.OPEN;
  long seq;
  long timeMs;

  /** What positions are valued by. */
  private final MarketPrices prices =
      new MarketPrices() {
        @Override
        public PricedMarket market(long market) {
          LiveMarket found = known(market);
          return found.priced(isExclusive(found.event));
        }

        @Override
        public long[] marketsOf(long event) {
          LiveEvent found = events.get(event);
          return found == null
              ? new long[0]
              : found.markets.stream().mapToLong(market -> market.market).toArray();
        }
      };

  ExchangeState(ReadLimits limits) {
    this.limits = limits;
    this.recentCommands =
        new RecentCommands(limits.repeatableEvents(), limits.repeatableEventsPerActor());
  }

  /** All that is in it, for a file. */
  record Contents(
      RecentCommands recentCommands,
      Map<Long, LiveEvent> events,
      Map<Long, LiveMarket> markets,
      Map<Long, LiveAccount> accounts,
      Map<UUID, Long> underWay,
      Map<Long, OrderView> orders,
      sibyl.engine.ExchangeState accepts,
      long seq,
      long timeMs) {}

  Contents contents() {
    return new Contents(
        recentCommands, events, markets, accounts, underWay, orders, accepts, seq, timeMs);
  }

  /** Takes over what another had in it; this one must be empty. */
  void restore(Contents from) {
    recentCommands = from.recentCommands;
    events.putAll(from.events);
    markets.putAll(from.markets);
    accounts.putAll(from.accounts);
    underWay.putAll(from.underWay);
    orders.putAll(from.orders);
    accepts = from.accepts;
    seq = from.seq;
    timeMs = from.timeMs;
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

  /** A market of an event that was not deleted; null if there is none. */
  public @Nullable MarketView market(long market) {
    LiveMarket found = shown(market);
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
    LiveMarket found = shown(market);
    return found == null ? null : found.stats(timeMs);
  }

  /** Candles that begin before {@code beforeMs}, newest first; null without such a market. */
  public @Nullable Remembered<Candle> candles(
      long market, CandleInterval interval, long beforeMs, int limit) {
    LiveMarket found = shown(market);
    return found == null ? null : found.candles.page(interval, beforeMs, limit);
  }

  /** At most {@code depth} levels of each side, of what rests and of what the AMM would do. */
  public @Nullable BookView book(long market, Outcome outcome, int depth) {
    LiveMarket found = shown(market);
    return found == null ? null : found.book(outcome, depth, depth);
  }

  /** All that rests, in terms of YES, and so many levels of what the AMM would do. */
  public @Nullable BookView wholeBook(long market, int ammDepth) {
    LiveMarket found = shown(market);
    return found == null ? null : found.book(Outcome.YES, Integer.MAX_VALUE, ammDepth);
  }

  /** What the AMM would do, in terms of YES; null without such a market. */
  public BookView.@Nullable Synthetic synthetic(long market, int depth) {
    LiveMarket found = shown(market);
    return found == null ? null : found.synthetic(Outcome.YES, depth);
  }

  /**
   * The AMM's marginal price of YES, billionths of the payout, strictly between 0 and one; null
   * without an AMM, and before it was set up.
   */
  public @Nullable Long ammYesPriceBillionths(long market) {
    LiveMarket found = markets.get(market);
    Amm amm = found == null ? null : found.amm;
    return amm == null ? null : amm.depth().yesPriceBillionths(amm.place());
  }

  public @Nullable Remembered<TradeView> trades(long market, long beforeSeq, int limit) {
    LiveMarket found = shown(market);
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

  /** The last event that changed an order of the account that has left memory; 0 if none has. */
  public long ordersForgottenThrough(long account) {
    LiveAccount found = accounts.get(account);
    return found == null ? 0 : found.ordersForgottenThrough();
  }

  /** A basket of the account of which everything is in memory; null if it is not. */
  public @Nullable BasketView basket(long account, long basket) {
    LiveAccount found = accounts.get(account);
    PlacedBasket placed = found == null ? null : found.basket(basket);
    return found == null || placed == null ? null : whole(found, placed);
  }

  /** Likewise, the one that was placed last under an id; null if an order was since. */
  public @Nullable BasketView basketByClientId(long account, String clientOrderId) {
    LiveAccount found = accounts.get(account);
    PlacedBasket placed = found == null ? null : found.basketByClientId(clientOrderId);
    return found == null || placed == null ? null : whole(found, placed);
  }

  private @Nullable BasketView whole(LiveAccount live, PlacedBasket placed) {
    BasketSummary summary = summary(placed);
    if (summary == null) {
      return null;
    }
    List<BasketView.Leg> legs =
        summary.orders().stream()
            .map(order -> new BasketView.Leg(order, live.fillsOf(order.order())))
            .toList();
    return legs.stream().allMatch(BasketView.Leg::isWhole)
        ? new BasketView(placed.basket(), placed.clientOrderId(), legs)
        : null;
  }

  /** Null when an order of it has left memory. */
  private @Nullable BasketSummary summary(PlacedBasket placed) {
    List<OrderView> legs = new ArrayList<>();
    for (long id : placed.orders()) {
      OrderView order = orders.get(id);
      if (order == null) {
        return null;
      }
      legs.add(order);
    }
    return new BasketSummary(placed.basket(), placed.clientOrderId(), placed.placedSeq(), legs);
  }

  /** Own baskets; the orders of a basket end with it, so older ones leave memory first. */
  public Remembered<BasketSummary> baskets(long account, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    if (found == null) {
      return Remembered.none(beforeSeq, limit);
    }
    List<BasketSummary> whole = new ArrayList<>();
    long forgotten = found.lastForgottenBasket();
    for (PlacedBasket placed : found.basketsNewestFirst()) {
      BasketSummary summary = summary(placed);
      if (summary == null) {
        forgotten = placed.placedSeq();
        break;
      }
      whole.add(summary);
    }
    return forgotten == 0
        ? Remembered.whole(whole, BasketSummary::placedSeq, any -> true, beforeSeq, limit)
        : Remembered.of(
            whole,
            BasketSummary::placedSeq,
            any -> true,
            beforeSeq,
            limit,
            forgotten + 1,
            found.ordersForgottenThrough());
  }

  /** The last event that made a fill of the account that has left memory; 0 if none has. */
  public long fillsForgottenThrough(long account) {
    LiveAccount found = accounts.get(account);
    return found == null ? 0 : found.fillsForgottenThrough();
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

  /**
   * @param openOnly whether {@code wanted} accepts open orders only
   */
  public Remembered<OrderView> orders(
      long account, Predicate<OrderView> wanted, boolean openOnly, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    return found == null
        ? Remembered.none(beforeSeq, limit)
        : found.orders(wanted, openOnly, beforeSeq, limit);
  }

  public Remembered<FillView> fills(
      long account, Predicate<FillView> wanted, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    return found == null
        ? Remembered.none(beforeSeq, limit)
        : found.fills(wanted, beforeSeq, limit);
  }

  /** The fills of one order that are still in memory, oldest first. */
  public List<FillView> fillsOf(OrderView order) {
    LiveAccount found = accounts.get(order.account());
    return found == null ? List.of() : found.fillsOf(order.order());
  }

  public Remembered<LedgerEntry> ledger(long account, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    return found == null ? Remembered.none(beforeSeq, limit) : found.ledger(beforeSeq, limit);
  }

  public Remembered<SettlementView> settlements(long account, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    return found == null ? Remembered.none(beforeSeq, limit) : found.settlements(beforeSeq, limit);
  }

  public Remembered<InventoryEntry> inventory(
      long account, Predicate<InventoryEntry> wanted, long beforeSeq, int limit) {
    LiveAccount found = accounts.get(account);
    return found == null
        ? Remembered.none(beforeSeq, limit)
        : found.inventory(wanted, beforeSeq, limit);
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

  /**
   * What deepening a market's AMM takes from the house now, millionths; 0 where there is none, and
   * for play money.
   *
   * @param more added to b, hundredths
   */
  public long costOfLiquidity(long market, long more) {
    LiveMarket found = markets.get(market);
    return found == null || found.amm == null || found.spec.rules().segment() != Accounts.REAL_MONEY
        ? 0
        : found.amm.depth().costOfLiquidity(more);
  }

  /** Whether the market trades a good. */
  boolean isGood(long market) {
    LiveMarket found = markets.get(market);
    return found != null && found.spec.rules().kind() == MarketKind.ASSET;
  }

  public @Nullable AccountView account(long account) {
    LiveAccount found = accounts.get(account);
    return found == null ? null : view(found);
  }

  /** Whether an account may only cancel; false for one that the exchange does not know. */
  public boolean isSuspended(long account) {
    LiveAccount found = accounts.get(account);
    return found != null && found.suspended;
  }

  /** What was taken from an account for withdrawals that are not paid yet, millionths. */
  public long underWay(long account) {
    LiveAccount found = accounts.get(account);
    return found == null ? 0 : found.underWay;
  }

  /** Everybody's account. */
  public long[] accountNumbers() {
    long[] numbers = accounts.keySet().stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(numbers);
    return numbers;
  }

  private AccountView view(LiveAccount live) {
    return new AccountView(
        live.account,
        live.netting,
        live.suspended,
        standing(live),
        live.trades,
        live.volume,
        live.produces);
  }

  /** How an account stands; with nothing if the exchange does not know it. */
  public Standing standing(long account) {
    LiveAccount found = accounts.get(account);
    return found == null ? new Standing(Holding.NONE, List.of(), 0, 0, 0) : standing(found);
  }

  private Standing standing(LiveAccount live) {
    long realized = live.realizedInSettled;
    for (MarketPosition position : live.positions.values()) {
      realized += position.realized();
    }
    return new Standing(
        live.holding(Asset.CASH),
        positions(live, live.positions),
        realized,
        live.paidIn,
        live.underWay);
  }

  /** What the account holds, one item for each market and outcome, by market. */
  public List<PositionView> positions(long account) {
    LiveAccount found = accounts.get(account);
    return found == null ? List.of() : positions(found, found.positions);
  }

  private List<PositionView> positions(LiveAccount live, Map<Long, MarketPosition> positions) {
    List<PositionView> views = new ArrayList<>();
    for (HeldValue held : Valuation.of(positions, prices)) {
      long inOrders = live.holding(Asset.of(held.market(), held.outcome())).held();
      views.add(new PositionView(live.account, inOrders, held));
    }
    return views;
  }

  /**
   * Positions in the markets that are not settled, held or not, with the profit taken there.
   *
   * @return by market, a copy
   */
  public Map<Long, MarketPosition> openPositions(long account) {
    LiveAccount found = accounts.get(account);
    return found == null ? Map.of() : new TreeMap<>(found.positions);
  }

  /** What the account has of one outcome of a market, which may be nothing. */
  public PositionView position(long account, long market, Outcome outcome) {
    LiveAccount found = accounts.get(account);
    long inOrders = holding(account, Asset.of(market, outcome)).held();
    Map<Long, MarketPosition> positions =
        found == null ? Map.of() : inSameEvent(found, known(market));
    return new PositionView(account, inOrders, Valuation.of(market, outcome, positions, prices));
  }

  /** The positions on which the value of a share of the market depends. */
  private Map<Long, MarketPosition> inSameEvent(LiveAccount live, LiveMarket market) {
    Map<Long, MarketPosition> same = new TreeMap<>();
    long[] related =
        isExclusive(market.event) ? prices.marketsOf(market.event) : new long[] {market.market};
    for (long other : related) {
      MarketPosition position = live.positions.get(other);
      if (position != null) {
        same.put(other, position);
      }
    }
    return same;
  }

  private boolean isExclusive(long event) {
    LiveEvent found = events.get(event);
    return found != null && found.spec().exclusive();
  }

  /** Where an order stands in the book; null when it does not. */
  Book.@Nullable Resting resting(OrderView order) {
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

  /** What is left of a deleted event is there for the orders that were in it, and shown nobody. */
  private @Nullable LiveMarket shown(long market) {
    LiveMarket found = markets.get(market);
    return found == null || found.deleted ? null : found;
  }

  LiveMarket known(long market) {
    return Objects.requireNonNull(markets.get(market), () -> "no market " + market);
  }
}
