package sibyl.engine;

/** How long an order may wait. */
public enum TimeInForce {
  /** Until filled or canceled. */
  GTC,
  /** As {@link #GTC}, but expires at a stated log time. */
  GTD,
  /** Fill what crosses now, cancel the rest. */
  IOC,
  /** All of it now or nothing. */
  FOK
}
