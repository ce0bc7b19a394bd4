package sibyl.cluster;

import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.client.SessionRole;
import sibyl.cluster.client.SessionSecret;

/**
 * Admits sessions that name a role and answer a random challenge for it; the role becomes the
 * session's principal. One for each agent that asks, used by its thread only.
 *
 * <pre>
 *   connect request ─► ASKED ─► answer ─► PROVEN ─► admitted
 *        unknown role ─► rejected    └──► REFUSED ─► rejected
 * </pre>
 */
final class RoleAuthenticator implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(RoleAuthenticator.class);

  /** Sessions on the way in at once; the oldest gives way, since Aeron forgets it by itself. */
  private static final int WAITING_MAX = 256;

  private static final int CHALLENGE_BYTES = 32;

  private enum State {
    ASKED,
    PROVEN,
    REFUSED
  }

  private static final class Entrant {
    final SessionRole role;
    final byte[] challenge = new byte[CHALLENGE_BYTES];
    State state = State.ASKED;

    Entrant(SessionRole role, SecureRandom random) {
      this.role = role;
      random.nextBytes(challenge);
    }
  }

  private final SessionSecret secret;
  private final SecureRandom random = new SecureRandom();
  private final Map<Long, Entrant> entrants = new LinkedHashMap<>();

  RoleAuthenticator(SessionSecret secret) {
    this.secret = secret;
  }

  @Override
  public void onConnectRequest(long sessionId, byte[] credentials, long nowMs) {
    SessionRole role = SessionRole.of(credentials);
    if (role == null) {
      return;
    }
    if (entrants.size() >= WAITING_MAX) {
      entrants.remove(entrants.keySet().iterator().next());
    }
    entrants.put(sessionId, new Entrant(role, random));
  }

  @Override
  public void onConnectedSession(SessionProxy session, long nowMs) {
    Entrant entrant = entrants.get(session.sessionId());
    if (entrant == null) {
      reject(session, "no role");
    } else {
      // False while the session's channel takes nothing; then we are asked again.
      session.challenge(entrant.challenge);
    }
  }

  @Override
  public void onChallengeResponse(long sessionId, byte[] credentials, long nowMs) {
    Entrant entrant = entrants.get(sessionId);
    if (entrant != null) {
      entrant.state =
          secret.accepts(entrant.role, entrant.challenge, credentials)
              ? State.PROVEN
              : State.REFUSED;
    }
  }

  @Override
  public void onChallengedSession(SessionProxy session, long nowMs) {
    Entrant entrant = entrants.get(session.sessionId());
    if (entrant == null) {
      reject(session, "too many others came in the meantime");
      return;
    }
    switch (entrant.state) {
      case ASKED -> {
        // No answer yet; Aeron ends a session that gives none.
      }
      case PROVEN -> {
        if (session.authenticate(entrant.role.principal())) {
          entrants.remove(session.sessionId());
        }
      }
      case REFUSED -> {
        entrants.remove(session.sessionId());
        reject(session, "wrong secret");
      }
    }
  }

  private static void reject(SessionProxy session, String why) {
    LOG.warn("session refused: session={} reason={}", session.sessionId(), why);
    session.reject();
  }
}
