package sibyl.engine.sets;

/** An amount divided evenly over several; what does not divide goes to the first ones. */
final class EvenShares {
  private EvenShares() {}

  /** What one of {@code count} gets; {@code place} counts from 0. */
  static long of(long amount, int count, int place) {
    long rest = amount % count;
    return amount / count + (place < Math.abs(rest) ? Long.signum(rest) : 0);
  }
}
