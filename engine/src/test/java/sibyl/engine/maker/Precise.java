package sibyl.engine.maker;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Exponential and logarithm to more than fifty digits, by plain series. */
final class Precise {
  static final MathContext DIGITS = new MathContext(70);
  static final BigDecimal TWO = BigDecimal.valueOf(2);
  static final BigDecimal LN_2 = logNearOne(new BigDecimal("2"));

  private Precise() {}

  /** e^x by halving the argument until the series is quick, then squaring back. */
  static BigDecimal exp(BigDecimal x) {
    int halvings = 0;
    BigDecimal small = x;
    while (small.abs().compareTo(new BigDecimal("0.01")) > 0) {
      small = small.divide(TWO, DIGITS);
      halvings++;
    }
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; n < 40; n++) {
      term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int n = 0; n < halvings; n++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  /** ln x: powers of two taken out, then the series of the inverse hyperbolic tangent. */
  static BigDecimal log(BigDecimal x) {
    BigDecimal rest = x;
    int twos = 0;
    while (rest.compareTo(TWO) >= 0) {
      rest = rest.divide(TWO, DIGITS);
      twos++;
    }
    while (rest.compareTo(BigDecimal.ONE) < 0) {
      rest = rest.multiply(TWO, DIGITS);
      twos--;
    }
    return logNearOne(rest).add(LN_2.multiply(BigDecimal.valueOf(twos), DIGITS), DIGITS);
  }

  private static BigDecimal logNearOne(BigDecimal x) {
    BigDecimal z = x.subtract(BigDecimal.ONE).divide(x.add(BigDecimal.ONE), DIGITS);
    BigDecimal square = z.multiply(z, DIGITS);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal power = z;
    for (int n = 1; n < 160; n += 2) {
      sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
      power = power.multiply(square, DIGITS);
    }
    return sum.multiply(TWO, DIGITS);
  }

  /** b·ln(e^(yes/b) + e^(no/b)), shares in hundredths, times the payout: millionths. */
  static BigDecimal potential(long yes, long no, long liquidity, int payout) {
    BigDecimal b = BigDecimal.valueOf(liquidity);
    BigDecimal sum =
        exp(BigDecimal.valueOf(yes).divide(b, DIGITS))
            .add(exp(BigDecimal.valueOf(no).divide(b, DIGITS)), DIGITS);
    return log(sum).multiply(b, DIGITS).multiply(BigDecimal.valueOf(payout), DIGITS);
  }

  /** b·ln Σ e^u, u in units of b, times the payout: millionths. */
  static BigDecimal potential(BigDecimal[] u, long liquidity, int payout) {
    BigDecimal sum = BigDecimal.ZERO;
    for (BigDecimal one : u) {
      sum = sum.add(exp(one), DIGITS);
    }
    BigDecimal scale = BigDecimal.valueOf(liquidity).multiply(BigDecimal.valueOf(payout), DIGITS);
    return log(sum).multiply(scale, DIGITS);
  }

  static BigInteger ceiling(BigDecimal x) {
    return x.setScale(0, RoundingMode.CEILING).toBigIntegerExact();
  }

  static BigInteger floor(BigDecimal x) {
    return x.setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
  }
}
