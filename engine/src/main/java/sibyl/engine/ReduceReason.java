package sibyl.engine;

/** Why the exchange took some of an order off without a trade. */
public enum ReduceReason {
  /** It would have met an order of its own account, and was to be decremented. */
  SELF_TRADE_PREVENTION,
  /** There was less to reduce than it was for. */
  REDUCE_ONLY
}
