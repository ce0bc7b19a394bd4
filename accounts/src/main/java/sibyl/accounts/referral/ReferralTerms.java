package sibyl.accounts.referral;

import java.time.Duration;

/**
 * What a referral is worth, and until when one can be claimed.
 *
 * @param reward for whoever's code it was, millionths; 0 for none
 * @param window after joining in which one is new
 * @param afterVerification whether the reward waits until the new person is verified
 */
public record ReferralTerms(long reward, Duration window, boolean afterVerification) {
  public ReferralTerms {
    if (reward < 0 || window.isNegative()) {
      throw new IllegalArgumentException("terms of referral out of range");
    }
  }
}
