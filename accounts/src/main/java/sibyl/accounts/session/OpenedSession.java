package sibyl.accounts.session;

import java.time.Instant;

/**
 * A session that has just begun.
 *
 * @param token what its owner shows with every request; nowhere else, and never shown again
 */
public record OpenedSession(String token, SessionOwner owner, Instant expiresAt) {
  @Override
  public String toString() {
    return "session of " + owner + " until " + expiresAt;
  }
}
