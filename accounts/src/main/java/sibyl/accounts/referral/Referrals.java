package sibyl.accounts.referral;

import java.util.List;

/** Who brought whom. Thread-safe; blocks. */
public interface Referrals {
  /** How many the leaderboard has at most. */
  int LEADERS = 10;

  /**
   * Names whose code somebody came by, once ever; the owner of the code is rewarded in the same
   * transaction.
   *
   * @throws sibyl.accounts.AccountsException UNKNOWN_REFERRAL_CODE, OWN_REFERRAL_CODE,
   *     REFERRER_JOINED_LATER; REFERRAL_DECIDED, REFERRAL_TOO_LATE
   */
  void claim(long account, String code);

  /**
   * Decides that nobody brought them. Skipping twice is skipping once.
   *
   * @throws sibyl.accounts.AccountsException REFERRAL_DECIDED if a code was claimed before
   */
  void skip(long account);

  /**
   * @param before only those invited whose number is lower: the next page
   */
  ReferralSummary of(long account, long before, int limit);

  /** Who earned most, at most {@link #LEADERS}; up to a minute old. */
  List<Leader> leaderboard();
}
