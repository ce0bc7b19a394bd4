package sibyl.cluster.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a process must know to open a session with the cluster or to read its journal. Shared by the
 * members and everything that talks to them; never printed.
 */
public final class SessionSecret {
  /** Fewest characters a secret may have. */
  public static final int LENGTH_MIN = 16;

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

  /** Whether {@code credentials} are this secret, in a time that does not tell how nearly. */
  public boolean matches(byte[] credentials) {
    return MessageDigest.isEqual(bytes, credentials);
  }

  /** A copy, to send as credentials. */
  public byte[] credentials() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "SessionSecret[****]";
  }
}
