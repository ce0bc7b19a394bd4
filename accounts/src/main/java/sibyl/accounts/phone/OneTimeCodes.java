package sibyl.accounts.phone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.memory.SignInMemory;

/**
 * Codes of six digits. What is kept of a code is a keyed hash over it and its owner, so whoever
 * reads the memory learns neither. A new code takes the place of the one before; one is accepted
 * once, within its time and its tries. Thread-safe.
 */
final class OneTimeCodes {
  private static final int DIGITS = 6;
  private static final int CODES = 1_000_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SignInMemory memory;
  private final KeyedHash hash;
  private final CodeLimits limits;

  OneTimeCodes(SignInMemory memory, KeyedHash hash, CodeLimits limits) {
    this.memory = memory;
    this.hash = hash;
    this.limits = limits;
  }

  /**
   * Makes a code.
   *
   * @param owner who may use it
   */
  String issue(String owner) {
    String code = String.format(Locale.ROOT, "%06d", RANDOM.nextInt(CODES));
    memory.keepCode(key(owner), hashOf(owner, code), limits.lifetime(), limits.tries());
    return code;
  }

  /** Takes a code back that did not get out. */
  void withdraw(String owner, String code) {
    memory.consume(key(owner), hashOf(owner, code));
  }

  /**
   * Accepts a code, of many who bring it at the same time from one. Every call spends a try and
   * does the same work, whether there is a code or not.
   *
   * @param beforeUse may refuse a right code before it is used up
   */
  boolean redeem(String owner, String text, Runnable beforeUse) {
    String code = digits(text);
    String presented = hashOf(owner, code == null ? "none" : code);
    Optional<String> kept = memory.spendTry(key(owner));
    boolean same =
        MessageDigest.isEqual(
            kept.orElse("").getBytes(StandardCharsets.US_ASCII),
            presented.getBytes(StandardCharsets.US_ASCII));
    if (!same) {
      return false;
    }
    beforeUse.run();
    return memory.consume(key(owner), presented);
  }

  private static String key(String owner) {
    return "code:" + owner;
  }

  private String hashOf(String owner, String code) {
    return hash.of("code", owner, code);
  }

  /** The six digits of a text, whatever script they are in; null if it has others or more. */
  private static @Nullable String digits(String text) {
    StringBuilder digits = new StringBuilder();
    for (int character : text.codePoints().toArray()) {
      int digit = Character.digit(character, 10);
      if (digit >= 0) {
        digits.append(digit);
      } else if (!Character.isSpaceChar(character) && character != '-') {
        return null;
      }
    }
    return digits.length() == DIGITS ? digits.toString() : null;
  }
}
