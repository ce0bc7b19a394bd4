package sibyl.gateway.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which orders were placed as one.
 *
 * @param placedSeq number of the event that accepted it
 */
record PlacedBasket(
    long basket, @Nullable String clientOrderId, long placedSeq, List<Long> orders) {
  PlacedBasket {
    orders = List.copyOf(orders);
  }
}
