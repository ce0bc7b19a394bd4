package sibyl.cluster.client;

import io.aeron.security.CredentialsSupplier;

/**
 * Opens sessions of one role: names the role, then answers the challenge with an HMAC of it. The
 * secret itself never leaves the process, and an answer is good for one challenge only.
 */
public final class SessionCredentials implements CredentialsSupplier {
  private final SessionSecret secret;
  private final SessionRole role;

  public SessionCredentials(SessionSecret secret, SessionRole role) {
    this.secret = secret;
    this.role = role;
  }

  @Override
  public byte[] encodedCredentials() {
    return role.principal();
  }

  @Override
  public byte[] onChallenge(byte[] challenge) {
    return secret.answer(role, challenge);
  }
}
