package sibyl.gateway.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders that were filled together or not at all, without their fills.
 *
 * @param placedSeq number of the event that accepted it; baskets are listed by it
 * @param orders in the order they were given
 */
public record BasketSummary(
    long basket, @Nullable String clientOrderId, long placedSeq, List<OrderView> orders) {
  public BasketSummary {
    orders = List.copyOf(orders);
  }
}
