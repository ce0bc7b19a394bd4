package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An automated market maker: of the two outcomes of a market, or of the markets of an exclusive
 * event. It prices by the logarithmic rule C(x) = b·ln Σ e^x, x = offset + sold / b for each of
 * them; the offsets keep prices where they are when b changes.
 */
final class ModelMaker {
  final long account;
  final int payout;
  private final long[] sold;

  /** What of that was sold as NO, with the sign turned. */
  private final long[] soldAsNo;

  private final BigDecimal[] offsets;

  /** What {@link #againstOthers} found out last, while it holds. */
  private final @Nullable BigDecimal[] against;

  private long liquidity;
  private ScoringRule rule;

  /**
   * @param outcomes how many exclude each other
   * @param liquidity b, hundredths of a contract
   * @param payout ten-thousandths
   */
  ModelMaker(long account, int outcomes, long liquidity, int payout) {
    this.account = account;
    this.payout = payout;
    this.liquidity = liquidity;
    this.sold = new long[outcomes];
    this.soldAsNo = new long[outcomes];
    this.offsets = new BigDecimal[outcomes];
    this.against = new @Nullable BigDecimal[outcomes];
    Arrays.fill(offsets, BigDecimal.ZERO);
    this.rule = new ScoringRule(liquidity, payout);
  }

  long liquidity() {
    return liquidity;
  }

  ScoringRule rule() {
    return rule;
  }

  /** Net sale of an outcome, hundredths. */
  long sold(int outcome) {
    return sold[outcome];
  }

  /** Sets of all outcomes that it needs to have bought to deliver what it sold. */
  long sets() {
    return Arrays.stream(sold).max().orElseThrow();
  }

  void sell(int outcome, long quantity) {
    sold[outcome] += quantity;
    forgetOthers(outcome);
  }

  /** Sells NO of an outcome, which is as if it bought YES of it. */
  void sellNo(int outcome, long quantity) {
    sold[outcome] -= quantity;
    soldAsNo[outcome] += quantity;
    forgetOthers(outcome);
  }

  private void forgetOthers(int outcome) {
    BigDecimal kept = against[outcome];
    Arrays.fill(against, null);
    against[outcome] = kept;
  }

  long soldAsNo(int outcome) {
    return soldAsNo[outcome];
  }

  /** What it is given at opening, and can lose at most: ceil(b·ln n × payout), millionths. */
  BigDecimal funding() {
    return millionths(Decimals.log(BigDecimal.valueOf(sold.length)));
  }

  /** What it needs to be given for another b: (b′ − b)·max(−ln p) × payout, millionths. */
  BigDecimal fundingFor(long added) {
    BigDecimal least = position(0);
    for (int i = 1; i < sold.length; i++) {
      least = least.min(position(i));
    }
    BigDecimal most = logOfSum(-1).subtract(least);
    return most.multiply(BigDecimal.valueOf(added)).multiply(BigDecimal.valueOf(payout));
  }

  /** Another b, at which every price is what it was. */
  void deepen(long added) {
    long deeper = liquidity + added;
    for (int i = 0; i < sold.length; i++) {
      offsets[i] = position(i).subtract(ScoringRule.ratio(sold[i], deeper));
    }
    liquidity = deeper;
    rule = new ScoringRule(deeper, payout);
    Arrays.fill(against, null);
  }

  /** ln of the odds of an outcome, but for what is sold of it: the weight of all the others. */
  BigDecimal againstOthers(int outcome) {
    BigDecimal known = against[outcome];
    if (known == null) {
      known = offsets[outcome].subtract(logOfSum(outcome));
      against[outcome] = known;
    }
    return known;
  }

  private BigDecimal position(int outcome) {
    return offsets[outcome].add(ScoringRule.ratio(sold[outcome], liquidity));
  }

  /** ln Σ e^x over all outcomes but one, the greatest x taken out. */
  private BigDecimal logOfSum(int without) {
    BigDecimal greatest = null;
    for (int i = 0; i < sold.length; i++) {
      if (i != without && (greatest == null || position(i).compareTo(greatest) > 0)) {
        greatest = position(i);
      }
    }
    if (greatest == null) {
      throw new IllegalStateException("a maker of one outcome");
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < sold.length; i++) {
      if (i != without) {
        sum = sum.add(Decimals.expOfMinus(greatest.subtract(position(i))));
      }
    }
    return greatest.add(Decimals.log(sum));
  }

  private BigDecimal millionths(BigDecimal shares) {
    return shares.multiply(BigDecimal.valueOf(liquidity)).multiply(BigDecimal.valueOf(payout));
  }

  static long ceiling(BigDecimal exact) {
    return exact.setScale(0, RoundingMode.CEILING).longValueExact();
  }
}
