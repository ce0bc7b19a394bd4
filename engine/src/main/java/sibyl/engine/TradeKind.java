package sibyl.engine;

/** How a match moved shares. */
public enum TradeKind {
  /** From the seller to the buyer. */
  TRANSFER,
  /** A YES buyer met a NO buyer: a set was issued. */
  MINT,
  /** A YES seller met a NO seller: a set was redeemed. */
  BURN,
  /** With the market maker. */
  AMM
}
