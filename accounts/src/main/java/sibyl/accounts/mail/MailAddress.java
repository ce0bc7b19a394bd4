package sibyl.accounts.mail;

import java.util.regex.Pattern;
import sibyl.accounts.AccountsException;

/**
 * Which e-mail addresses are taken: those that HTML takes too, a plain local part and a host name
 * in ASCII. One mailbox can be written in one way then: no quotes, comments, display names or
 * lists.
 */
public final class MailAddress {
  private static final int LENGTH_MAX = 254; // RFC 5321, section 4.5.3.1.3
  private static final int LOCAL_LENGTH_MAX = 64;
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern LEGAL =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@" + LABEL + "(?:\\." + LABEL + ")*");

  private MailAddress() {}

  /**
   * @throws AccountsException INVALID_EMAIL
   */
  public static void check(String text) {
    if (text.length() > LENGTH_MAX
        || !LEGAL.matcher(text).matches()
        || text.indexOf('@') > LOCAL_LENGTH_MAX) {
      throw new AccountsException(
          AccountsException.Code.INVALID_EMAIL,
          "an e-mail address looks like ada@example.org, in plain letters, digits and . _ + -");
    }
  }
}
