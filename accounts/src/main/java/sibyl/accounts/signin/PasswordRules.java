package sibyl.accounts.signin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;

/**
 * Which passwords may be chosen, as NIST SP 800-63B has it: long ones, of any characters, that are
 * not on a list of common ones and are not the owner's name or address.
 */
public enum PasswordRules {
  PERSON(10),
  STAFF(12);

  /** Longest password; its hashing costs no more than that of a short one. */
  static final int LENGTH_MAX = 128;

  /** Folded; those of fewer than ten characters are refused for that alone and not listed. */
  private static final Set<String> COMMON = readCommon();

  private final int lengthMin;

  PasswordRules(int lengthMin) {
    this.lengthMin = lengthMin;
  }

  /**
   * @param username of the owner
   * @param email of the owner; null for none
   * @throws AccountsException INVALID_PASSWORD, saying what a right one looks like
   */
  public void check(String password, String username, @Nullable String email) {
    int length = password.codePointCount(0, password.length());
    if (length < lengthMin || length > LENGTH_MAX) {
      throw invalid("a password has " + lengthMin + " to " + LENGTH_MAX + " characters");
    }
    String folded = folded(password);
    if (folded.equals(folded(username)) || isOf(email, folded)) {
      throw invalid("a password is not one's name or e-mail address; choose another");
    }
    if (COMMON.contains(folded)) {
      throw invalid("this password is on lists of common ones; choose another");
    }
  }

  private static boolean isOf(@Nullable String email, String folded) {
    if (email == null) {
      return false;
    }
    String address = folded(email);
    int at = address.lastIndexOf('@');
    return folded.equals(address) || (at > 0 && folded.equals(address.substring(0, at)));
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
  }

  private static Set<String> readCommon() {
    try (InputStream list = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
      if (list == null) {
        throw new IllegalStateException("common-passwords.txt is not in the program");
      }
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AccountsException invalid(String what) {
    return new AccountsException(AccountsException.Code.INVALID_PASSWORD, what);
  }
}
