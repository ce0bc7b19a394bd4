package sibyl.accounts.signin;

import java.util.Locale;
import java.util.regex.Pattern;
import sibyl.accounts.AccountsException;

/** What a person may be called: 3 to 32 plain letters, digits, and . _ - inside. */
final class Username {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,31}");

  private Username() {}

  static void check(String username) {
    if (!LEGAL.matcher(username).matches()) {
      throw new AccountsException(
          AccountsException.Code.INVALID_USERNAME,
          "a username has 3 to 32 letters, digits, dots, dashes or underscores, and begins with a"
              + " letter or digit");
    }
  }

  /** Equal for names that differ in case only. */
  static String key(String username) {
    return username.toLowerCase(Locale.ROOT);
  }
}
