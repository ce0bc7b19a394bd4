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

  private Units() {}

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
