package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import sibyl.accounts.session.SessionView;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.CookieNames;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Times;
import sibyl.gateway.people.Credential;
import sibyl.gateway.people.People;

/** Where somebody is signed in. */
public final class SessionOperations {
  private final People people;
  private final Blocking blocking;
  private final CookieNames cookies;

  public SessionOperations(People people, Blocking blocking, CookieNames cookies) {
    this.people = people;
    this.blocking = blocking;
    this.cookies = cookies;
  }

  public void addTo(OperationTable table) {
    table.add("listSessions", this::list);
    table.add("endSession", this::end);
    table.add("endSessions", this::endAll);
  }

  private Future<Answer> list(Request request) {
    long account = request.account();
    String token = request.credential().map(Credential::secret).orElse("");
    return blocking
        .call(() -> people.sessions(account, token))
        .map(
            sessions -> {
              JsonArray items = new JsonArray();
              sessions.forEach(session -> items.add(json(session)));
              return Answer.ok(new JsonObject().put("items", items).put("next_cursor", null));
            });
  }

  private Future<Answer> end(Request request) {
    long account = request.account();
    UUID id = UUID.fromString(request.path("session_id"));
    return blocking.call(
        () -> {
          people.endSession(account, id);
          return Answer.nothing();
        });
  }

  private Future<Answer> endAll(Request request) {
    long account = request.account();
    return blocking.call(
        () -> {
          people.endSessions(account);
          return Answer.nothing().with(cookies.gone(cookies.person()));
        });
  }

  private static JsonObject json(SessionView session) {
    return new JsonObject()
        .put("session_id", session.id().toString())
        .put("current", session.current())
        .put("address", session.device().address())
        .put("user_agent", session.device().userAgent())
        .put("created_at", Times.format(session.createdAt().toEpochMilli()))
        .put("last_used_at", Times.format(session.lastUsedAt().toEpochMilli()))
        .put("expires_at", Times.format(session.expiresAt().toEpochMilli()));
  }
}
