package sibyl.engine;

/** What happens when an order would meet one of its own account. */
public enum SelfTradePrevention {
  /** Stop at the first own order; the rest of the incoming order is canceled. */
  CANCEL_TAKER,
  /** Cancel the own resting order and go on. */
  CANCEL_MAKER,
  /** Cancel both. */
  CANCEL_BOTH,
  /** Take the smaller quantity off both without a trade, and go on; not for budgets. */
  DECREMENT
}
