package sibyl.protocol.derive;

/** What {@link Valuation} must know of markets, at one moment. */
public interface MarketPrices {
  /**
   * @throws RuntimeException if there is no such market
   */
  PricedMarket market(long market);

  /**
   * The markets of an exclusive event, decided and settled ones included.
   *
   * @param event as {@link PricedMarket#exclusiveEvent} says
   */
  long[] marketsOf(long event);
}
