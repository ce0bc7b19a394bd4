package sibyl.accounts.wallet;

/**
 * How much one deposit may be, in millionths.
 *
 * @param step amounts are multiples of it
 */
public record DepositLimits(long min, long max, long step) {
  /** From one cent to a million, in cents. */
  public static final DepositLimits DEFAULT =
      new DepositLimits(10_000L, 1_000_000_000_000L, 10_000L);

  public DepositLimits {
    if (min < 1 || max < min || step < 1) {
      throw new IllegalArgumentException("deposit limits out of range");
    }
  }
}
