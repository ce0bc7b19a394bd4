package sibyl.gateway.read;

/**
 * How much of the past the read model keeps in memory; older things come from the {@link History}.
 */
public record ReadLimits(
    int closedOrdersPerAccount,
    int fillsPerAccount,
    int ledgerEntriesPerAccount,
    int tradesPerMarket) {
  public static final ReadLimits DEFAULT = new ReadLimits(200, 500, 500, 500);

  public ReadLimits {
    if (closedOrdersPerAccount < 1
        || fillsPerAccount < 1
        || ledgerEntriesPerAccount < 1
        || tradesPerMarket < 1) {
      throw new IllegalArgumentException("every limit of the read model must be at least 1");
    }
  }
}
