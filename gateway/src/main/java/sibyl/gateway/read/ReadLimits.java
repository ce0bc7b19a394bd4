package sibyl.gateway.read;

/**
 * How much of the past the read model keeps in memory; older things come from the {@link History}.
 *
 * @param closedOrdersPerAccount and as many settlements and movements of inventory
 * @param candlesPerInterval of each market
 * @param repeatableEvents events of the latest commands, from which the answer to one that is
 *     repeated under its idempotency key is given again
 * @param repeatableEventsPerActor of these, how many of one actor's commands
 */
public record ReadLimits(
    int closedOrdersPerAccount,
    int fillsPerAccount,
    int ledgerEntriesPerAccount,
    int tradesPerMarket,
    int candlesPerInterval,
    int repeatableEvents,
    int repeatableEventsPerActor) {
  public static final ReadLimits DEFAULT = new ReadLimits(200, 500, 500, 500, 1_500, 500_000, 400);

  public ReadLimits {
    if (closedOrdersPerAccount < 1
        || fillsPerAccount < 1
        || ledgerEntriesPerAccount < 1
        || tradesPerMarket < 1
        || candlesPerInterval < 1
        || repeatableEvents < 0
        || repeatableEventsPerActor < 0) {
      throw new IllegalArgumentException(
          "every limit of the read model must be at least 1, those of repeatable events at least 0");
    }
  }
}
