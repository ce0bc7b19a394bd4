package sibyl.store.projection;

import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.ReduceReason;
import sibyl.engine.event.Trade;
import sibyl.protocol.derive.OrderFigures;

/**
 * What a batch did to one order. For an order placed in the batch this is its whole row; for an
 * older one, what to add to the row that is there.
 */
final class OrderRow {
  final Change.@Nullable OrderPlaced placed;
  final long placedMs;

  /** Null: as it was. */
  @Nullable Integer price;

  /** Null: as it was, less {@link #reduced}. */
  @Nullable Long quantity;

  long filled;
  long cost;
  long fees;
  long remaining;
  long canceled;

  /** Since the order was placed, or its quantity stated again, in the batch; else to be added. */
  long reduced;

  /** Null: as it was, unless {@link #restated}. */
  @Nullable ReduceReason reducedReason;

  /** Whether nothing that was taken off before the batch counts any more. */
  boolean restated;

  @Nullable CloseReason closeReason;
  long updatedSeq;
  long updatedMs;

  private OrderRow(Change.@Nullable OrderPlaced placed, long placedMs) {
    this.placed = placed;
    this.placedMs = placedMs;
  }

  static OrderRow placed(Change.OrderPlaced placed, long atMs) {
    OrderRow row = new OrderRow(placed, atMs);
    row.price = placed.price();
    OrderFigures figures = placed.figures();
    row.quantity = figures.quantity();
    row.remaining = figures.remaining();
    row.reduced = figures.reduced();
    row.reducedReason = figures.reducedReason();
    row.restated = true;
    row.updated(placed.seq(), atMs);
    return row;
  }

  static OrderRow older() {
    return new OrderRow(null, 0);
  }

  void took(long seq, Trade trade, long atMs) {
    add(trade.quantity, trade.takerCost, trade.takerFee, trade.takerRemaining);
    updated(seq, atMs);
  }

  void made(long seq, Trade trade, long atMs) {
    add(trade.quantity, trade.makerCost, trade.makerFee, trade.makerRemaining);
    updated(seq, atMs);
  }

  void amended(Change.OrderAmended amended, long atMs) {
    price = amended.price();
    quantity = amended.quantity();
    remaining = amended.remaining();
    if (amended.restated()) {
      reduced = 0;
      reducedReason = null;
      restated = true;
    }
    updated(amended.seq(), atMs);
  }

  void reduced(Change.OrderReduced reduction, long atMs) {
    reduced = Math.addExact(reduced, reduction.by());
    reducedReason = reduction.reason();
    if (quantity != null) {
      quantity = Math.subtractExact(quantity, reduction.by());
    }
    remaining = reduction.remaining();
    updated(reduction.seq(), atMs);
  }

  void closed(Change.OrderClosed closed, long atMs) {
    closeReason = closed.reason();
    canceled = closed.remaining();
    remaining = 0;
    updated(closed.seq(), atMs);
  }

  private void add(long quantity, long paid, long fee, long left) {
    filled = Math.addExact(filled, quantity);
    cost = Math.addExact(cost, paid);
    fees = Math.addExact(fees, fee);
    remaining = left;
    if (placed != null && placed.maxCost() > 0) {
      this.quantity = Math.addExact(filled, left); // what a budget comes to
    }
  }

  private void updated(long seq, long atMs) {
    updatedSeq = seq;
    updatedMs = atMs;
  }
}
