package sibyl.engine;

/** Why an order left the book or never reached it. */
public enum CloseReason {
  FILLED,
  /** By its owner. */
  CANCELED,
  /** What an immediate-or-cancel or market order could not fill. */
  IMMEDIATE_REMAINDER,
  EXPIRED,
  SELF_TRADE,
  /** Its market halted and the order asked for this. */
  HALTED,
  MARKET_CLOSED,
  GROUP_TRIGGERED,
  /** Taken down by an operator. */
  OPERATOR,
  /** What was left of it went to another order of the same account and price. */
  MERGED
}
