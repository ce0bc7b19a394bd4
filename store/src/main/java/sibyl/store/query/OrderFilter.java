package sibyl.store.query;

import org.jspecify.annotations.Nullable;

/**
 * Which of an account's orders.
 *
 * @param market of this market only; null for all
 * @param status in this state only; null for all
 */
public record OrderFilter(@Nullable Long market, @Nullable Status status) {
  public static final OrderFilter ALL = new OrderFilter(null, null);

  /** What has become of an order, as its owner is told. */
  public enum Status {
    OPEN("close_reason IS NULL AND filled = 0"),
    PARTIALLY_FILLED("close_reason IS NULL AND filled > 0"),
    FILLED("close_reason = 'FILLED'"),
    CANCELED("close_reason IS NOT NULL AND close_reason NOT IN ('FILLED', 'EXPIRED')"),
    EXPIRED("close_reason = 'EXPIRED'"),
    /** Either of the two that rest in the book. */
    RESTING("close_reason IS NULL");

    final String condition;

    Status(String condition) {
      this.condition = condition;
    }
  }
}
