package sibyl.protocol.derive;

import java.math.BigInteger;

/** Whole amounts cut into parts that add up to them, to the last unit. */
final class Portions {
  private Portions() {}

  /** {@code amount × numerator / denominator}, rounded down, without overflow on the way. */
  static long of(long amount, long numerator, long denominator) {
    return BigInteger.valueOf(amount)
        .multiply(BigInteger.valueOf(numerator))
        .divide(BigInteger.valueOf(denominator))
        .longValueExact();
  }

  /**
   * Parts of {@code amount} in proportion to weights, evenly if all of them are zero. Each part is
   * the difference of two rounded sums, so that none is a unit away from its share.
   */
  static long[] byWeight(long amount, long[] weights) {
    long[] parts = new long[weights.length];
    long whole = 0;
    for (long weight : weights) {
      whole = Math.addExact(whole, weight);
    }
    long weightSoFar = 0;
    long given = 0;
    for (int i = 0; i < parts.length; i++) {
      weightSoFar += weights[i];
      long upToHere = whole == 0 ? of(amount, i + 1, parts.length) : of(amount, weightSoFar, whole);
      parts[i] = upToHere - given;
      given = upToHere;
    }
    return parts;
  }

  /**
   * What shares that together pay {@code whole} are worth one by one, as weights: those with a
   * value have that, and the others share evenly what it leaves of the whole.
   *
   * @param values negative for those without
   */
  static long[] weights(long whole, long[] values) {
    long known = 0;
    int unknown = 0;
    for (long value : values) {
      known += Math.max(0, value);
      unknown += value < 0 ? 1 : 0;
    }
    long each = unknown == 0 ? 0 : Math.max(0, whole - known) / unknown;
    long[] weights = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      weights[i] = values[i] < 0 ? each : values[i];
    }
    return weights;
  }
}
