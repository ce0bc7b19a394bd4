package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Exponential and logarithm to 50 digits, by series. */
final class Decimals {
  static final MathContext DIGITS = new MathContext(50, RoundingMode.HALF_EVEN);

  /** e to the minus this is below 10⁻⁶⁰: nothing beside 1. */
  private static final BigDecimal VANISHING = BigDecimal.valueOf(140);

  private static final BigDecimal NEGLIGIBLE = BigDecimal.ONE.movePointLeft(60);

  /** Halvings of the argument before the series and squarings after it. */
  private static final int HALVINGS = 12;

  private Decimals() {}

  /** e^(−x) for x ≥ 0: Taylor's series of x / 2¹², squared twelve times. */
  static BigDecimal expOfMinus(BigDecimal x) {
    if (x.compareTo(VANISHING) > 0) {
      return BigDecimal.ZERO;
    }
    MathContext guarded = new MathContext(DIGITS.getPrecision() + 8, RoundingMode.HALF_EVEN);
    BigDecimal small = x.negate().divide(BigDecimal.valueOf(1L << HALVINGS), guarded);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; term.abs().compareTo(NEGLIGIBLE) > 0; n++) {
      term = term.multiply(small, guarded).divide(BigDecimal.valueOf(n), guarded);
      sum = sum.add(term, guarded);
    }
    for (int i = 0; i < HALVINGS; i++) {
      sum = sum.multiply(sum, guarded);
    }
    return sum.round(DIGITS);
  }

  /** ln(1 + x) for 0 ≤ x ≤ 1: 2·artanh(x / (2 + x)). */
  static BigDecimal logOfOnePlus(BigDecimal x) {
    MathContext guarded = new MathContext(DIGITS.getPrecision() + 8, RoundingMode.HALF_EVEN);
    BigDecimal z = x.divide(BigDecimal.TWO.add(x), guarded);
    BigDecimal square = z.multiply(z, guarded);
    BigDecimal power = z;
    BigDecimal sum = BigDecimal.ZERO;
    for (int n = 1; power.compareTo(NEGLIGIBLE) > 0; n += 2) {
      sum = sum.add(power.divide(BigDecimal.valueOf(n), guarded), guarded);
      power = power.multiply(square, guarded);
    }
    return sum.multiply(BigDecimal.TWO).round(DIGITS);
  }
}
