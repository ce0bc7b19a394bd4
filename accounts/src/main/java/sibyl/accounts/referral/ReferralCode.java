package sibyl.accounts.referral;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * Codes to hand on, by word of mouth too: eight of Crockford's 32 digits, which are the digits and
 * letters that cannot be taken for one another.
 */
public final class ReferralCode {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ReferralCode() {}

  /** A new one; whether it is free is for the caller to see. */
  public static String random() {
    StringBuilder code = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      code.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
    }
    return code.toString();
  }

  /** The code as it is kept: in whatever case it was typed, with O for 0 and I or L for 1. */
  static String read(String typed) {
    return typed
        .toUpperCase(Locale.ROOT)
        .replaceAll("[\\s-]", "")
        .replace('O', '0')
        .replace('I', '1')
        .replace('L', '1');
  }
}
