package sibyl.engine;

/** Who an incoming order of a market can meet. */
public enum MarketMode {
  /** Other people, in the order book. */
  BOOK,
  /** The market maker only; nothing rests. */
  LMSR,
  /** The better of both at every step, the book first at equal price. */
  HYBRID
}
