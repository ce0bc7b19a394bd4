package sibyl.accounts.wallet;

import java.time.Duration;

/**
 * How much may enter or leave, in millionths, and how long it may take.
 *
 * @param step amounts are multiples of it
 * @param depositMax of one deposit
 * @param withdrawalMax of one withdrawal
 * @param withdrawalDayMax of one account's withdrawals within any 24 hours
 * @param approvalAbove what a withdrawal may be without a member of staff agreeing
 * @param depositWithin how long the provider may take to collect a deposit
 */
public record WalletLimits(
    long step,
    long min,
    long depositMax,
    long withdrawalMax,
    long withdrawalDayMax,
    long approvalAbove,
    Duration depositWithin) {
  private static final long CENT = 10_000L;
  private static final long UNIT = 1_000_000L;

  /** From one cent, in cents; deposits to a million, given up after a day. */
  public static final WalletLimits DEFAULT =
      new WalletLimits(
          CENT,
          CENT,
          1_000_000 * UNIT,
          100_000 * UNIT,
          200_000 * UNIT,
          10_000 * UNIT,
          Duration.ofHours(24));

  public WalletLimits {
    if (step < 1
        || min < 1
        || depositMax < min
        || withdrawalMax < min
        || withdrawalDayMax < min
        || approvalAbove < 0
        || !depositWithin.isPositive()) {
      throw new IllegalArgumentException("wallet limits out of range");
    }
  }

  public WalletLimits withWithdrawals(long max, long dayMax, long approval) {
    return new WalletLimits(step, min, depositMax, max, dayMax, approval, depositWithin);
  }

  public WalletLimits withDepositsWithin(Duration within) {
    return new WalletLimits(
        step, min, depositMax, withdrawalMax, withdrawalDayMax, approvalAbove, within);
  }
}
