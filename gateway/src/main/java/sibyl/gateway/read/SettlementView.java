package sibyl.gateway.read;

/**
 * What a settled market paid one holder.
 *
 * @param yesFraction what YES got of the payout, ten-thousandths
 * @param yesCost what the YES shares had cost, millionths
 */
public record SettlementView(
    long market,
    int yesFraction,
    long yesQuantity,
    long noQuantity,
    long yesPaid,
    long noPaid,
    long yesCost,
    long noCost,
    long atMs,
    long seq)
    implements Journaled {}
