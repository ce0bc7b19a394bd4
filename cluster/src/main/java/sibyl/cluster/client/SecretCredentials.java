package sibyl.cluster.client;

import io.aeron.security.CredentialsSupplier;

/** Gives the secret when a session is opened; there is no challenge to answer. */
public final class SecretCredentials implements CredentialsSupplier {
  private final SessionSecret secret;

  public SecretCredentials(SessionSecret secret) {
    this.secret = secret;
  }

  @Override
  public byte[] encodedCredentials() {
    return secret.credentials();
  }

  @Override
  public byte[] onChallenge(byte[] challenge) {
    return new byte[0];
  }
}
