package sibyl.gateway.read;

import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;

/** Where an order stands. */
public enum OrderStatus {
  OPEN,
  PARTIALLY_FILLED,
  FILLED,
  CANCELED,
  EXPIRED;

  public boolean isOpen() {
    return this == OPEN || this == PARTIALLY_FILLED;
  }

  /**
   * What its owner is told of an order.
   *
   * @param reason why it is over; null while it is open
   * @param filled how much of it was filled
   */
  public static OrderStatus of(@Nullable CloseReason reason, long filled) {
    if (reason == null) {
      return filled == 0 ? OPEN : PARTIALLY_FILLED;
    }
    return switch (reason) {
      case FILLED -> FILLED;
      case EXPIRED -> EXPIRED;
      case CANCELED,
          IMMEDIATE_REMAINDER,
          SELF_TRADE,
          HALTED,
          MARKET_CLOSED,
          GROUP_TRIGGERED,
          OPERATOR ->
          CANCELED;
    };
  }
}
