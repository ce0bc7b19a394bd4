package sibyl.store.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders that were filled together or not at all.
 *
 * @param placedSeq the event that placed it
 * @param orders in the order they were given
 */
public record BasketRecord(
    long basket,
    long account,
    long placedSeq,
    long placedMs,
    @Nullable String clientOrderId,
    List<OrderRecord> orders) {
  public BasketRecord {
    orders = List.copyOf(orders);
  }

  BasketRecord with(List<OrderRecord> itsOrders) {
    return new BasketRecord(basket, account, placedSeq, placedMs, clientOrderId, itsOrders);
  }
}
