package sibyl.gateway.read;

import java.math.BigInteger;
import sibyl.engine.MarketKind;

/**
 * Indicative figures of a market: derived, never tradable. Prices are YES prices, 0 when there is
 * none.
 *
 * @param lastDay the trades of the last 24 hours as one candle
 * @param depthWeightedBillionths Σ price × quantity over the open YES orders, as a part of the same
 *     over YES and NO orders
 */
public record MarketStats(
    MarketView market,
    long bestBidQuantity,
    long bestAskQuantity,
    Candle lastDay,
    long depthWeightedBillionths) {

  /** Whether both sides of the book have somebody. */
  public boolean hasMid() {
    return market.bestBid() > 0 && market.bestAsk() > 0;
  }

  /** The middle of best bid and ask in half ten-thousandths, so that nothing is rounded. */
  public long midHalves() {
    return market.bestBid() + (long) market.bestAsk();
  }

  /**
   * The best prices weighted each with the other side's quantity, rounded down to ten-thousandths:
   * where the next price is more likely to be.
   */
  public long micro() {
    BigInteger bids = BigInteger.valueOf(bestBidQuantity);
    BigInteger asks = BigInteger.valueOf(bestAskQuantity);
    return BigInteger.valueOf(market.bestBid())
        .multiply(asks)
        .add(BigInteger.valueOf(market.bestAsk()).multiply(bids))
        .divide(bids.add(asks))
        .longValueExact();
  }

  /** Whether a probability makes sense: a good has none. */
  public boolean isBinary() {
    return market.spec().rules().kind() == MarketKind.BINARY;
  }
}
