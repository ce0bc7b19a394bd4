package sibyl.protocol.derive;

import sibyl.engine.Outcome;
import sibyl.engine.Units;

/**
 * What a share of YES is worth by its market; a share of NO is worth the rest of the payout.
 *
 * @param billionths of the payout; {@link Units#NO_MARK} when the market has no price
 */
public record YesMark(long billionths, MarkSource source) {
  /** No price: holders mark what they have at its cost. */
  public static final YesMark NONE = new YesMark(Units.NO_MARK, MarkSource.COST);

  /**
   * The mark of a market that is not decided.
   *
   * @param maker the market maker's price, billionths; {@link Units#NO_MARK} without one
   * @param bid the best that rests, ten-thousandths; 0 without
   * @param ask likewise
   * @param last price of the last trade, ten-thousandths; 0 without
   * @param payout ten-thousandths
   */
  public static YesMark of(long maker, int bid, int ask, int last, int payout) {
    if (maker != Units.NO_MARK) {
      return new YesMark(maker, MarkSource.AMM);
    }
    return bid > 0 && ask > 0
        ? new YesMark(Units.midMark(bid, ask, payout), MarkSource.MID)
        : lastTrade(last, payout);
  }

  /** The mark by the last trade alone. */
  public static YesMark lastTrade(int last, int payout) {
    return last > 0 ? new YesMark(last * Units.WHOLE_MARK / payout, MarkSource.LAST) : NONE;
  }

  /** The mark of a market that pays YES a fraction, in ten-thousandths, of its payout. */
  public static YesMark decided(int yesFraction) {
    return new YesMark(yesFraction * (Units.WHOLE_MARK / Units.WHOLE_FRACTION), MarkSource.DECIDED);
  }

  public boolean isKnown() {
    return billionths != Units.NO_MARK;
  }

  /** Of a share of {@code outcome}, billionths of the payout. */
  long of(Outcome outcome) {
    return outcome == Outcome.YES ? billionths : Units.WHOLE_MARK - billionths;
  }
}
