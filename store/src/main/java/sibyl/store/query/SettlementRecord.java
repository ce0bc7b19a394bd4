package sibyl.store.query;

/**
 * What a market paid one holder when it was settled.
 *
 * @param resolvedFraction what YES got of the payout, ten-thousandths
 * @param yesCost what the YES shares had cost
 */
public record SettlementRecord(
    long market,
    long seq,
    long atMs,
    int resolvedFraction,
    long yesQuantity,
    long noQuantity,
    long yesPaid,
    long noPaid,
    long yesCost,
    long noCost) {}
