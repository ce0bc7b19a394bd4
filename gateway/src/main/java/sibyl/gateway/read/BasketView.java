package sibyl.gateway.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders that were filled together or not at all.
 *
 * @param legs in the order they were given
 */
public record BasketView(long basket, @Nullable String clientOrderId, List<Leg> legs) {
  public BasketView {
    legs = List.copyOf(legs);
  }

  /** Log time at which it was accepted. */
  public long createdAtMs() {
    return legs.getFirst().order().createdAtMs();
  }

  /** Whether it was placed later than the order. */
  public boolean isLaterThan(OrderView order) {
    return legs.getFirst().order().placedSeq() > order.placedSeq();
  }

  /**
   * One order of a basket.
   *
   * @param fills oldest first
   */
  public record Leg(OrderView order, List<FillView> fills) {
    public Leg {
      fills = List.copyOf(fills);
    }

    /** Whether these are all the fills there were. */
    boolean isWhole() {
      return fills.stream().mapToLong(FillView::quantity).sum() == order.filledQuantity();
    }
  }
}
