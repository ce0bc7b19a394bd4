package sibyl.cluster.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a process must know to open a session with the cluster or to read its journal. Shared by the
 * members and everything that talks to them; never printed and never sent.
 */
public final class SessionSecret {
  /** Fewest characters a secret may have. */
  public static final int LENGTH_MIN = 16;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int RANDOM_BYTES = 32;

  private final byte[] bytes;

  private SessionSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException if the secret is too short to be one
   */
  public static SessionSecret of(String secret) {
    if (secret.length() < LENGTH_MIN) {
      throw new IllegalArgumentException(
          "session secret: at least " + LENGTH_MIN + " characters, not " + secret.length());
    }
    return new SessionSecret(secret.getBytes(StandardCharsets.UTF_8));
  }

  /** A new one, for a member that is alone in its process with everything that talks to it. */
  public static SessionSecret random() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return new SessionSecret(random);
  }

  /** Proves knowledge of the secret to the one who made {@code challenge}, for one role. */
  byte[] answer(SessionRole role, byte[] challenge) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      // A key for each role, so that an answer for one is none for another.
      mac.init(new SecretKeySpec(bytes, ALGORITHM));
      byte[] roleKey = mac.doFinal(role.principal());
      mac.init(new SecretKeySpec(roleKey, ALGORITHM));
      return mac.doFinal(challenge);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** Whether {@code answer} is the right one, in a time that does not tell how nearly it is. */
  public boolean accepts(SessionRole role, byte[] challenge, byte[] answer) {
    return MessageDigest.isEqual(answer(role, challenge), answer);
  }

  @Override
  public String toString() {
    return "SessionSecret[****]";
  }
}
