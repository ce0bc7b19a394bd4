package sibyl.gateway.read;

import java.math.BigInteger;
import sibyl.engine.Units;

/**
 * What a share is worth now, by the market's own probability.
 *
 * @param billionths of the payout; negative when the market has no price yet
 * @param payout of a winning share, ten-thousandths
 */
public record Mark(long billionths, int payout) {
  /** One, in billionths. */
  public static final long ONE = 1_000_000_000L;

  public static final long UNKNOWN = -1L;

  public boolean isKnown() {
    return billionths >= 0;
  }

  /** The value of {@code quantity} hundredths, in millionths, rounded down. */
  public long value(long quantity) {
    return BigInteger.valueOf(quantity)
        .multiply(BigInteger.valueOf(payout))
        .multiply(BigInteger.valueOf(billionths))
        .divide(BigInteger.valueOf(ONE))
        .longValueExact();
  }

  /** The value of one contract in millionths, rounded down. */
  public long perContract() {
    return value(Units.QUANTITY_PER_CONTRACT);
  }
}
