package sibyl.accounts.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts for keeping: AES-256 in Galois/counter mode under a key that is not in the database,
 * each bound to the row it belongs to, so that moving it to another row breaks it. A keyed hash
 * finds equal numbers without opening anything. Thread-safe.
 */
public final class FieldSeal {
  /** Characters the configured key must at least have. */
  public static final int KEY_LENGTH_MIN = 32;

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey sealing;
  private final SecretKey hashing;

  /**
   * @param key any text of at least {@link #KEY_LENGTH_MIN} characters; both keys follow from it
   */
  public FieldSeal(String key) {
    if (key.length() < KEY_LENGTH_MIN) {
      throw new IllegalArgumentException("a key needs " + KEY_LENGTH_MIN + " characters");
    }
    byte[] root = key.getBytes(StandardCharsets.UTF_8);
    sealing = new SecretKeySpec(mac(new SecretKeySpec(root, "HmacSHA256"), "seal"), "AES");
    hashing = new SecretKeySpec(mac(new SecretKeySpec(root, "HmacSHA256"), "hash"), "HmacSHA256");
  }

  /**
   * Seals a text.
   *
   * @param row what it is bound to
   */
  public byte[] seal(UUID row, String text) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, row, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/GCM", e);
    }
  }

  /**
   * Opens what was sealed.
   *
   * @throws IllegalStateException if it was sealed with another key, for another row, or changed
   */
  public String open(UUID row, byte[] sealed) {
    ByteBuffer from = ByteBuffer.wrap(sealed);
    if (sealed.length <= 1 + NONCE_BYTES || from.get() != VERSION) {
      throw new IllegalStateException("row " + row + " holds nothing that was sealed here");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    from.get(nonce);
    byte[] rest = new byte[from.remaining()];
    from.get(rest);
    try {
      return new String(
          cipher(Cipher.DECRYPT_MODE, row, nonce).doFinal(rest), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "row " + row + " cannot be opened: it was sealed with another key, or tampered with", e);
    }
  }

  /** The same for the same text under the same key, and nothing to be learnt from. */
  byte[] hash(String text) {
    return mac(hashing, text);
  }

  private Cipher cipher(int mode, UUID row, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(row.toString().getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] mac(SecretKey key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
