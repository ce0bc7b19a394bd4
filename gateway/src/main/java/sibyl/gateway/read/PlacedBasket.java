package sibyl.gateway.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which orders were placed as one. */
record PlacedBasket(long basket, @Nullable String clientOrderId, List<Long> orders)
    implements Journaled {
  @Override
  public long seq() {
    return basket;
  }

  PlacedBasket {
    orders = List.copyOf(orders);
  }
}
