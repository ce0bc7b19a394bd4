package sibyl.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes that only who has the key can make, so that what has few possible values (a code of six
 * digits, a phone number) cannot be found by trying them all. HMAC-SHA-256. Thread-safe.
 */
public final class KeyedHash {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private KeyedHash(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** With a key that this process alone has, until it ends. */
  public static KeyedHash ofThisProcess() {
    return new KeyedHash(Secret.random().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * With a key for one purpose, made from a secret that serves others.
   *
   * @param purpose hashes made for one say nothing about those for another
   */
  public static KeyedHash derived(String secret, String purpose) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return new KeyedHash(new KeyedHash(bytes).bytes(purpose));
  }

  /** The hash of some bytes, in hexadecimal. */
  public String hex(byte[] message) {
    return HexFormat.of().formatHex(bytes(message));
  }

  /**
   * The hash of some texts in this order, in 43 characters.
   *
   * @param texts without line breaks, which part them
   */
  public String of(String... texts) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(String.join("\n", texts)));
  }

  private byte[] bytes(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] bytes(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
