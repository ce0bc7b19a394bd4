package sibyl.engine;

/**
 * The fixed-point units of the exchange. Every amount on the order path is a whole number of these;
 * a price times a quantity is money exactly: 10⁻⁴ × 10⁻² = 10⁻⁶.
 */
public final class Units {
  /** Money: millionths of the currency. */
  public static final long MONEY_PER_UNIT = 1_000_000L;

  /** Price: ten-thousandths of a currency unit per contract. */
  public static final int PRICE_PER_UNIT = 10_000;

  /** Quantity: hundredths of a contract. */
  public static final long QUANTITY_PER_CONTRACT = 100L;

  /** A resolution is a fraction of the payout in ten-thousandths: 0 is NO, this is YES. */
  public static final int WHOLE_FRACTION = 10_000;

  /** A mark is what YES is worth as a part of the payout, in billionths: this is the whole. */
  public static final long WHOLE_MARK = 1_000_000_000L;

  /** The mark of a market without a price. */
  public static final long NO_MARK = -1L;

  private Units() {}

  /** The mark in the middle of two YES prices, rounded down. */
  public static long midMark(int bid, int ask, int payout) {
    return ((long) bid + ask) * WHOLE_MARK / (2L * payout);
  }

  /**
   * What {@code quantity} costs at {@code price}.
   *
   * @throws ArithmeticException if the product overflows, which legal input cannot cause
   */
  public static long money(int price, long quantity) {
    return Math.multiplyExact(quantity, price);
  }

  /**
   * The price nearest to a rounded one that a market can have: strictly between 0 and the payout.
   */
  public static int strictlyWithin(long price, int payout) {
    return Math.clamp(price, 1, payout - 1);
  }
}
