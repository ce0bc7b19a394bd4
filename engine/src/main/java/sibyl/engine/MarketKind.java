package sibyl.engine;

/** What is traded in a market. */
public enum MarketKind {
  /** Shares of YES and NO that pay the payout or nothing. */
  BINARY,
  /**
   * A good that accounts hold in inventory. It has one outcome, {@link Outcome#YES}; nothing backs
   * it, and the payout is only the bound that its prices stay below.
   */
  ASSET
}
