package sibyl.cluster;

import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;
import java.util.function.Predicate;
import org.agrona.collections.LongHashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.client.SessionSecret;

/**
 * Lets those in that know the secret, and nobody else. One for each agent that asks, used by its
 * thread only.
 */
final class SharedSecretAuthenticator implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(SharedSecretAuthenticator.class);

  private final Predicate<byte[]> secret;

  /** Sessions that gave the secret and were not yet told so. */
  private final LongHashSet welcome = new LongHashSet();

  SharedSecretAuthenticator(SessionSecret secret) {
    this.secret = secret::matches;
  }

  @Override
  public void onConnectRequest(long sessionId, byte[] credentials, long nowMs) {
    if (secret.test(credentials)) {
      welcome.add(sessionId);
    }
  }

  @Override
  public void onChallengeResponse(long sessionId, byte[] credentials, long nowMs) {
    LOG.warn("answer to a challenge nobody made: session={}", sessionId);
  }

  @Override
  public void onConnectedSession(SessionProxy session, long nowMs) {
    if (!welcome.contains(session.sessionId())) {
      LOG.warn("session refused, wrong secret: session={}", session.sessionId());
      session.reject();
    } else if (session.authenticate(new byte[0])) {
      welcome.remove(session.sessionId());
    }
  }

  @Override
  public void onChallengedSession(SessionProxy session, long nowMs) {
    session.reject();
  }
}
