package sibyl.store.query;

/**
 * The trades of a market within one interval.
 *
 * @param startMs when the interval begins
 * @param open YES price of the first trade, ten-thousandths; the others likewise
 * @param volume hundredths
 */
public record CandleRecord(
    long startMs, int open, int high, int low, int close, long volume, long trades) {}
