package sibyl.protocol.derive;

/** Where the mark of a holding comes from; the first that is known counts. */
public enum MarkSource {
  /** The market is decided: what it pays. */
  DECIDED,
  /** The price of the automated market maker, around which the best bid and ask stand. */
  AMM,
  /** The middle between the best bid and ask that rest in the book. */
  MID,
  /** The last trade. */
  LAST,
  /** Without any price: what the holder paid on average. */
  COST
}
