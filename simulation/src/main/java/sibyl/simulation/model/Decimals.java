package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Exponential and logarithm to 50 digits, by series, counted in units of 2⁻²²⁴. */
final class Decimals {
  static final MathContext DIGITS = new MathContext(50, RoundingMode.HALF_EVEN);

  /** e to the minus this is below 10⁻⁶⁰: nothing beside 1. */
  private static final BigDecimal VANISHING = BigDecimal.valueOf(140);

  private static final int BITS = 224;
  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(BITS);
  private static final BigInteger TWO = BigInteger.TWO.shiftLeft(BITS);

  /** Halvings of the argument before the series and squarings after it. */
  private static final int HALVINGS = 12;

  private static final BigDecimal LOG_OF_TWO = logOfOnePlus(BigDecimal.ONE);

  private Decimals() {}

  /** e^(−x) for x ≥ 0: Taylor's series of x / 2¹², squared twelve times. */
  static BigDecimal expOfMinus(BigDecimal x) {
    if (x.compareTo(VANISHING) > 0) {
      return BigDecimal.ZERO;
    }
    BigInteger small = units(x).negate().shiftRight(HALVINGS);
    BigInteger sum = ONE;
    BigInteger term = ONE;
    for (int n = 1; term.signum() != 0; n++) {
      term = product(term, small).divide(BigInteger.valueOf(n));
      sum = sum.add(term);
    }
    for (int i = 0; i < HALVINGS; i++) {
      sum = product(sum, sum);
    }
    return decimal(sum);
  }

  /** ln x for x ≥ 1: halved until it is below 2. */
  static BigDecimal log(BigDecimal x) {
    BigDecimal rest = x;
    int halvings = 0;
    while (rest.compareTo(BigDecimal.TWO) >= 0) {
      rest = rest.divide(BigDecimal.TWO, DIGITS);
      halvings++;
    }
    return logOfOnePlus(rest.subtract(BigDecimal.ONE))
        .add(LOG_OF_TWO.multiply(BigDecimal.valueOf(halvings)));
  }

  /** ln(1 + x) for 0 ≤ x ≤ 1: 2·artanh(x / (2 + x)). */
  static BigDecimal logOfOnePlus(BigDecimal x) {
    BigInteger z = units(x).shiftLeft(BITS).divide(TWO.add(units(x)));
    BigInteger square = product(z, z);
    BigInteger power = z;
    BigInteger sum = BigInteger.ZERO;
    for (int n = 1; power.signum() != 0; n += 2) {
      sum = sum.add(power.divide(BigInteger.valueOf(n)));
      power = product(power, square);
    }
    return decimal(sum.shiftLeft(1));
  }

  private static BigInteger units(BigDecimal x) {
    return x.multiply(new BigDecimal(ONE)).toBigInteger();
  }

  /** Rounded towards zero, so that a series ends. */
  private static BigInteger product(BigInteger a, BigInteger b) {
    BigInteger product = a.multiply(b);
    return product.signum() < 0
        ? product.negate().shiftRight(BITS).negate()
        : product.shiftRight(BITS);
  }

  private static BigDecimal decimal(BigInteger units) {
    return new BigDecimal(units).divide(new BigDecimal(ONE), DIGITS);
  }
}
