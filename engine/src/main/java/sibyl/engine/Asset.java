package sibyl.engine;

/**
 * Names what an account can hold, as one {@code long}: cash, or one outcome's shares of one market.
 */
public final class Asset {
  /** The currency, in millionths. */
  public static final long CASH = 0L;

  private static final int KIND_BITS = 2;
  private static final long YES_KIND = 1L;
  private static final long NO_KIND = 2L;

  private Asset() {}

  /** The shares of {@code outcome} in {@code market}, counted in hundredths of a contract. */
  public static long of(long market, Outcome outcome) {
    return (market << KIND_BITS) | (outcome == Outcome.YES ? YES_KIND : NO_KIND);
  }

  public static boolean isCash(long asset) {
    return asset == CASH;
  }

  /** The market whose shares these are; 0 for cash. */
  public static long market(long asset) {
    return asset >>> KIND_BITS;
  }

  /**
   * The outcome these shares are of.
   *
   * @throws IllegalArgumentException for cash
   */
  public static Outcome outcome(long asset) {
    long kind = asset & ((1L << KIND_BITS) - 1);
    if (kind == YES_KIND) {
      return Outcome.YES;
    }
    if (kind == NO_KIND) {
      return Outcome.NO;
    }
    throw new IllegalArgumentException("not a share: asset " + asset);
  }
}
