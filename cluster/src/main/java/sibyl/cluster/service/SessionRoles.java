package sibyl.cluster.service;

import io.aeron.cluster.service.ClientSession;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import sibyl.cluster.client.SessionRole;

/**
 * The roles of open sessions, read from their principals, which the log keeps: every member decides
 * alike, at a replay too. Bounded by the cluster's bound on sessions.
 */
final class SessionRoles {
  private final Long2ObjectHashMap<SessionRole> bySession = new Long2ObjectHashMap<>();

  /** Whether the session may send commands of this template; one without a role sends none. */
  boolean maySend(@Nullable ClientSession session, int templateId) {
    if (session == null) {
      return false;
    }
    SessionRole role = bySession.get(session.id());
    if (role == null) {
      role = SessionRole.of(session.encodedPrincipal());
      if (role == null) {
        return false;
      }
      bySession.put(session.id(), role);
    }
    return role.maySend(templateId);
  }

  void onSessionClosed(long session) {
    bySession.remove(session);
  }
}
