package sibyl.engine;

/** Why an order left the book or never reached it. */
public enum CloseReason {
  FILLED,
  /** By its owner. */
  CANCELED,
  /** What an immediate-or-cancel or market order could not fill. */
  IMMEDIATE_REMAINDER,
  EXPIRED,
  /** By self-trade prevention: it ended there, or nothing but trades was left of it after that. */
  SELF_TRADE_PREVENTION,
  /** Its market halted and the order asked for this. */
  HALTED,
  MARKET_CLOSED,
  GROUP_TRIGGERED,
  /** Taken down by an operator. */
  OPERATOR,
  /** What was left of it went to another order of the same account and price. */
  MERGED,
  /** All that reduce-only had left of it has traded. */
  REDUCE_ONLY
}
