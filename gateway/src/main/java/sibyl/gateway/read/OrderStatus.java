package sibyl.gateway.read;

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

  /** What its owner is told of an order that is over. */
  public static OrderStatus of(CloseReason reason) {
    return switch (reason) {
      case FILLED -> FILLED;
      case EXPIRED -> EXPIRED;
      case CANCELED,
          IMMEDIATE_REMAINDER,
          SELF_TRADE_PREVENTION,
          HALTED,
          MARKET_CLOSED,
          GROUP_TRIGGERED,
          OPERATOR,
          MERGED,
          REDUCE_ONLY ->
          CANCELED;
    };
  }
}
