package sibyl.gateway.history;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.gateway.read.FillView;
import sibyl.gateway.read.History;
import sibyl.gateway.read.LedgerEntry;
import sibyl.gateway.read.OrderStatus;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.TradeView;
import sibyl.store.Database;
import sibyl.store.query.FillHistory;
import sibyl.store.query.FillRecord;
import sibyl.store.query.LedgerHistory;
import sibyl.store.query.LedgerRecord;
import sibyl.store.query.OrderFilter;
import sibyl.store.query.OrderHistory;
import sibyl.store.query.OrderRecord;
import sibyl.store.query.TradeHistory;
import sibyl.store.query.TradeRecord;

/** The past as the projection wrote it down. */
public final class DatabaseHistory implements History {
  private final OrderHistory orders;
  private final FillHistory fills;
  private final LedgerHistory ledger;
  private final TradeHistory trades;

  public DatabaseHistory(Database database) {
    this.orders = new OrderHistory(database);
    this.fills = new FillHistory(database);
    this.ledger = new LedgerHistory(database);
    this.trades = new TradeHistory(database);
  }

  @Override
  public Optional<OrderView> order(long account, long order) {
    return orders.byId(account, order).map(DatabaseHistory::view);
  }

  @Override
  public Optional<OrderView> orderByClientId(long account, String clientOrderId) {
    return orders.byClientId(account, clientOrderId).map(DatabaseHistory::view);
  }

  @Override
  public List<OrderView> orders(
      long account,
      @Nullable OrderStatus status,
      @Nullable Long market,
      long beforeSeq,
      int limit) {
    OrderFilter filter = new OrderFilter(market, status == null ? null : status(status));
    return orders.ofAccount(account, filter, beforeSeq, limit).items().stream()
        .map(DatabaseHistory::view)
        .toList();
  }

  @Override
  public List<FillView> fills(long account, @Nullable Long market, long beforeSeq, int limit) {
    return fills.ofAccount(account, market, beforeSeq, limit).items().stream()
        .map(DatabaseHistory::view)
        .toList();
  }

  @Override
  public List<FillView> fillsOf(long account, long order) {
    return fills.ofOrder(account, order).stream().map(DatabaseHistory::view).toList();
  }

  @Override
  public List<LedgerEntry> ledger(long account, long beforeSeq, int limit) {
    return ledger.ofAccount(account, null, beforeSeq, limit).items().stream()
        .map(DatabaseHistory::view)
        .toList();
  }

  @Override
  public List<TradeView> trades(long market, long beforeSeq, int limit) {
    return trades.ofMarket(market, beforeSeq, limit).items().stream()
        .map(DatabaseHistory::view)
        .toList();
  }

  private static OrderFilter.Status status(OrderStatus status) {
    return switch (status) {
      case OPEN -> OrderFilter.Status.RESTING;
      case PARTIALLY_FILLED -> OrderFilter.Status.PARTIALLY_FILLED;
      case FILLED -> OrderFilter.Status.FILLED;
      case CANCELED -> OrderFilter.Status.CANCELED;
      case EXPIRED -> OrderFilter.Status.EXPIRED;
    };
  }

  private static OrderView view(OrderRecord order) {
    CloseReason closeReason = order.closeReason();
    return new OrderView(
        order.order(),
        order.clientOrderId(),
        order.account(),
        order.market(),
        order.side(),
        order.outcome(),
        order.type(),
        order.price(),
        order.quantity(),
        order.maxCost(),
        order.filled(),
        order.remaining(),
        order.cost(),
        order.fees(),
        OrderStatus.of(closeReason, order.filled()),
        closeReason,
        order.timeInForce(),
        order.selfTradePrevention(),
        order.postOnly(),
        order.reduceOnly(),
        order.cancelOnHalt(),
        order.expiresAtMs(),
        order.message(),
        order.placedMs(),
        order.updatedMs(),
        order.placedSeq(),
        order.updatedSeq());
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

  private static LedgerEntry view(LedgerRecord entry) {
    return new LedgerEntry(
        entry.seq(),
        entry.atMs(),
        entry.asset(),
        entry.amount(),
        entry.free(),
        entry.held(),
        entry.reason());
  }

  private static TradeView view(TradeRecord trade) {
    return new TradeView(
        trade.trade(),
        trade.market(),
        trade.yesPrice(),
        trade.quantity(),
        trade.takerSide(),
        trade.takerOutcome(),
        trade.kind(),
        trade.atMs(),
        trade.seq());
  }
}
