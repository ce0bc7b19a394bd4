package sibyl.gateway.read;

/**
 * The trades of a market within one interval; there is none for an interval without trades.
 *
 * @param startMs when the interval begins
 * @param open YES price of the first trade, ten-thousandths; the others likewise
 * @param volume hundredths
 */
public record Candle(
    long startMs, int open, int high, int low, int close, long volume, long trades) {

  static Candle of(long startMs, TradeView trade) {
    int price = trade.yesPrice();
    return new Candle(startMs, price, price, price, price, trade.quantity(), 1);
  }

  Candle with(TradeView trade) {
    int price = trade.yesPrice();
    return new Candle(
        startMs,
        open,
        Math.max(high, price),
        Math.min(low, price),
        price,
        volume + trade.quantity(),
        trades + 1);
  }
}
