package sibyl.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.read.BasketSummary;
import sibyl.gateway.read.BasketView;
import sibyl.gateway.read.Candle;
import sibyl.gateway.read.CandleInterval;
import sibyl.gateway.read.FillView;
import sibyl.gateway.read.History;
import sibyl.gateway.read.InventoryEntry;
import sibyl.gateway.read.LedgerEntry;
import sibyl.gateway.read.OrderStatus;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.SettlementView;
import sibyl.gateway.read.TradeView;
import sibyl.protocol.derive.OrderFigures;
import sibyl.store.Database;
import sibyl.store.query.BasketHistory;
import sibyl.store.query.BasketRecord;
import sibyl.store.query.CandleHistory;
import sibyl.store.query.FillHistory;
import sibyl.store.query.FillRecord;
import sibyl.store.query.InventoryHistory;
import sibyl.store.query.LedgerHistory;
import sibyl.store.query.OrderFilter;
import sibyl.store.query.OrderHistory;
import sibyl.store.query.OrderRecord;
import sibyl.store.query.SettlementHistory;
import sibyl.store.query.TablesPosition;
import sibyl.store.query.TradeHistory;

/** Gives the gateway from the tables what has left its memory. */
final class StoredHistory implements History {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private final OrderHistory orders;
  private final FillHistory fills;
  private final TradeHistory trades;
  private final LedgerHistory ledger;
  private final SettlementHistory settlements;
  private final CandleHistory candles;
  private final InventoryHistory inventory;
  private final BasketHistory baskets;
  private final TablesPosition position;
  private final Duration patience;

  StoredHistory(Database database) {
    this(database, PATIENCE);
  }

  /**
   * @param patience how long a reader waits for the tables
   */
  StoredHistory(Database database, Duration patience) {
    this.patience = patience;
    orders = new OrderHistory(database);
    fills = new FillHistory(database);
    trades = new TradeHistory(database);
    ledger = new LedgerHistory(database);
    settlements = new SettlementHistory(database);
    candles = new CandleHistory(database);
    inventory = new InventoryHistory(database);
    baskets = new BasketHistory(database);
    position = new TablesPosition(database);
  }

  /** Asks often enough not to keep a reader waiting much longer than the tables need. */
  @Override
  public boolean reaches(long seq) {
    long givenUpAt = System.nanoTime() + patience.toNanos();
    while (position.now() < seq) {
      if (System.nanoTime() - givenUpAt >= 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  @Override
  public Optional<OrderView> order(long account, long order) {
    return orders.byId(account, order).map(StoredHistory::view);
  }

  @Override
  public Optional<OrderView> orderByClientId(long account, String clientOrderId) {
    return orders.byClientId(account, clientOrderId).map(StoredHistory::view);
  }

  @Override
  public List<OrderView> orders(
      long account, @Nullable OrderStatus status, @Nullable Long market, long before, int limit) {
    OrderFilter filter = new OrderFilter(market, status == null ? null : filter(status));
    return orders.ofAccount(account, filter, before, limit).items().stream()
        .map(StoredHistory::view)
        .toList();
  }

  private static OrderFilter.Status filter(OrderStatus status) {
    return switch (status) {
      case OPEN -> OrderFilter.Status.RESTING;
      case PARTIALLY_FILLED -> OrderFilter.Status.PARTIALLY_FILLED;
      case FILLED -> OrderFilter.Status.FILLED;
      case CANCELED -> OrderFilter.Status.CANCELED;
      case EXPIRED -> OrderFilter.Status.EXPIRED;
    };
  }

  @Override
  public List<FillView> fills(long account, @Nullable Long market, long before, int limit) {
    return fills.ofAccount(account, market, before, limit).items().stream()
        .map(StoredHistory::view)
        .toList();
  }

  @Override
  public List<FillView> fillsOf(long account, long order) {
    return fills.ofOrder(account, order).stream().map(StoredHistory::view).toList();
  }

  @Override
  public List<LedgerEntry> ledger(long account, long before, int limit) {
    return ledger.ofAccount(account, null, before, limit).items().stream()
        .map(
            entry ->
                new LedgerEntry(
                    entry.seq(),
                    entry.atMs(),
                    entry.asset(),
                    entry.amount(),
                    entry.free(),
                    entry.held(),
                    entry.free() - entry.freeBefore(),
                    entry.held() - entry.heldBefore(),
                    entry.reason(),
                    entry.order(),
                    entry.trade(),
                    entry.transfer(),
                    entry.transferKind()))
        .toList();
  }

  @Override
  public List<SettlementView> settlements(long account, long before, int limit) {
    return settlements.ofAccount(account, before, limit).items().stream()
        .map(
            paid ->
                new SettlementView(
                    paid.market(),
                    paid.resolvedFraction(),
                    paid.yesQuantity(),
                    paid.noQuantity(),
                    paid.yesPaid(),
                    paid.noPaid(),
                    paid.yesCost(),
                    paid.noCost(),
                    paid.atMs(),
                    paid.seq()))
        .toList();
  }

  @Override
  public List<TradeView> trades(long market, long before, int limit) {
    return trades.ofMarket(market, before, limit).items().stream()
        .map(
            trade ->
                new TradeView(
                    trade.trade(),
                    trade.market(),
                    trade.yesPrice(),
                    trade.quantity(),
                    trade.takerSide(),
                    trade.takerOutcome(),
                    trade.takerCost(),
                    trade.kind(),
                    trade.atMs(),
                    trade.seq()))
        .toList();
  }

  @Override
  public List<Candle> candles(long market, CandleInterval interval, long beforeMs, int limit) {
    return candles.ofMarket(market, interval.millis(), beforeMs, limit).stream()
        .map(
            candle ->
                new Candle(
                    candle.startMs(),
                    candle.open(),
                    candle.high(),
                    candle.low(),
                    candle.close(),
                    candle.volume(),
                    candle.trades()))
        .toList();
  }

  @Override
  public List<InventoryEntry> inventory(
      long account, @Nullable Long market, long before, int limit) {
    return inventory.ofAccount(account, market, before, limit).items().stream()
        .map(
            moved ->
                new InventoryEntry(
                    moved.seq(),
                    moved.atMs(),
                    moved.market(),
                    moved.quantity(),
                    moved.amount(),
                    moved.reason(),
                    moved.trade()))
        .toList();
  }

  @Override
  public Optional<BasketView> basket(long account, long basket) {
    return baskets.byId(account, basket).map(this::view);
  }

  @Override
  public Optional<BasketView> basketByClientId(long account, String clientOrderId) {
    return baskets.byClientId(account, clientOrderId).map(this::view);
  }

  @Override
  public List<BasketSummary> baskets(long account, long before, int limit) {
    return baskets.ofAccount(account, before, limit).items().stream()
        .map(
            found ->
                new BasketSummary(
                    found.basket(),
                    found.clientOrderId(),
                    found.placedSeq(),
                    found.orders().stream().map(StoredHistory::view).toList()))
        .toList();
  }

  private BasketView view(BasketRecord found) {
    return new BasketView(
        found.basket(),
        found.clientOrderId(),
        found.orders().stream()
            .map(leg -> new BasketView.Leg(view(leg), fillsOf(found.account(), leg.order())))
            .toList());
  }

  private static FillView view(FillRecord fill) {
    return new FillView(
        fill.trade(),
        fill.order(),
        fill.account(),
        fill.market(),
        fill.side(),
        fill.outcome(),
        fill.price(),
        fill.quantity(),
        fill.cost(),
        fill.fee(),
        fill.maker(),
        fill.kind(),
        fill.counterpartyMessage(),
        fill.atMs(),
        fill.seq());
  }

  private static OrderView view(OrderRecord order) {
    return new OrderView(
        order.order(),
        order.clientOrderId(),
        order.account(),
        order.market(),
        order.side(),
        order.outcome(),
        order.type(),
        order.price(),
        new OrderFigures(
            order.quantity(),
            order.filled(),
            order.remaining(),
            order.canceled(),
            order.reduced(),
            order.reducedReason()),
        order.payout(),
        order.maxCost(),
        order.cost(),
        order.fees(),
        status(order),
        order.closeReason(),
        order.timeInForce(),
        order.selfTradePrevention(),
        order.postOnly(),
        order.reduceOnly(),
        order.cancelOnHalt(),
        order.expiresAtMs(),
        order.orderGroup(),
        order.basket() == null ? 0 : order.basket(),
        order.message(),
        order.placedMs(),
        order.updatedMs(),
        order.placedSeq(),
        order.updatedSeq());
  }

  private static OrderStatus status(OrderRecord order) {
    if (order.closeReason() != null) {
      return OrderStatus.of(order.closeReason());
    }
    return order.filled() == 0 ? OrderStatus.OPEN : OrderStatus.PARTIALLY_FILLED;
  }
}
