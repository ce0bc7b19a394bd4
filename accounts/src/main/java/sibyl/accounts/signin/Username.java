package sibyl.accounts.signin;

import java.util.Locale;
import java.util.regex.Pattern;
import sibyl.accounts.AccountsException;

/**
 * What a person or a member of staff may be called: 3 to 32 plain letters, digits, and . _ -
 * inside.
 */
public final class Username {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,31}");

  private Username() {}

  /**
   * @throws AccountsException INVALID_USERNAME
   */
  public static void check(String username) {
    if (!LEGAL.matcher(username).matches()) {
      throw new AccountsException(
          AccountsException.Code.INVALID_USERNAME,
          "a username has 3 to 32 letters, digits, dots, dashes or underscores, and begins with a"
              + " letter or digit");
    }
  }

  /** Equal for names that differ in case only. */
  public static String key(String username) {
    return username.toLowerCase(Locale.ROOT);
  }
}
