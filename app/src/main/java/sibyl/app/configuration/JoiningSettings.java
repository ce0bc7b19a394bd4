package sibyl.app.configuration;

import sibyl.accounts.bonus.BonusRules;
import sibyl.accounts.message.TwilioAccount;
import sibyl.accounts.phone.PhoneNumbers;

/**
 * How people join and sign in.
 *
 * @param phoneRegion whose numbers need no country code
 * @param twilioSid empty when nothing sends codes; then the other two are as well
 * @param redisUrl empty for the memory of this process
 * @param signupBonus millionths
 * @param referralReward millionths
 * @param afterVerification whether that waits until the new person is verified
 * @param bonusMultiple of bonus money that must be traded before it can be withdrawn; 0: nothing
 * @param winningsMax won from others' bonus money that trading may unlock, millionths
 */
public record JoiningSettings(
    String phoneRegion,
    String twilioSid,
    String twilioToken,
    String twilioFrom,
    String redisUrl,
    long signupBonus,
    long referralReward,
    boolean afterVerification,
    int bonusMultiple,
    long winningsMax) {

  static JoiningSettings of(SettingReader reader, boolean production) {
    String region = reader.present(Setting.PHONE_REGION);
    if (!PhoneNumbers.knows(region)) {
      throw new ConfigurationException(
          Setting.PHONE_REGION.key() + " must be a country in two capital letters, such as IN");
    }
    String sid = reader.sources().text(Setting.TWILIO_SID);
    String token = reader.sources().text(Setting.TWILIO_TOKEN);
    String from = reader.sources().text(Setting.TWILIO_FROM);
    if (!(sid + token + from).isEmpty()) {
      requireTwilio(sid, token, from);
    }
    String afterVerification = reader.oneOf(Setting.BONUS_AFTER_VERIFICATION, "", "true", "false");
    return new JoiningSettings(
        region,
        sid,
        token,
        from,
        reader.redisUrl(Setting.REDIS_URL),
        reader.money(Setting.BONUS_SIGNUP),
        reader.money(Setting.BONUS_REFERRAL),
        afterVerification.isEmpty() ? production : afterVerification.equals("true"),
        reader.number(Setting.BONUS_MULTIPLE, 0, BonusRules.MULTIPLE_MAX),
        reader.money(Setting.BONUS_WINNINGS_MAX));
  }

  private static void requireTwilio(String sid, String token, String from) {
    try {
      new TwilioAccount(sid, token, from);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          Setting.TWILIO_SID.key()
              + ", "
              + Setting.TWILIO_TOKEN.key()
              + " and "
              + Setting.TWILIO_FROM.key()
              + " go together: "
              + e.getMessage());
    }
  }

  /** Whether Twilio sends the codes. */
  public boolean hasTwilio() {
    return !twilioSid.isEmpty();
  }

  /** Never with the secrets in it. */
  @Override
  public String toString() {
    return "JoiningSettings[" + phoneRegion + "]";
  }
}
