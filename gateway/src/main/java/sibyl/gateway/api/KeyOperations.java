package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Set;
import sibyl.accounts.key.ApiKey;
import sibyl.accounts.key.Scope;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;
import sibyl.gateway.people.People;

/** API keys. */
public final class KeyOperations {
  private final People people;
  private final Blocking blocking;

  public KeyOperations(People people, Blocking blocking) {
    this.people = people;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("createKey", this::create);
    table.add("listKeys", this::list);
    table.add("deleteKey", this::delete);
  }

  private Future<Answer> create(Request request) {
    long account = request.account();
    String name = request.fields().text("name", "");
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    request
        .body()
        .getJsonArray("scopes")
        .forEach(scope -> scopes.add(Names.parse(Scope.class, String.valueOf(scope))));
    return blocking
        .call(() -> people.createKey(account, name, scopes))
        .map(
            created ->
                Answer.created(
                    new JsonObject().put("key", key(created.key())).put("secret", created.text())));
  }

  private Future<Answer> list(Request request) {
    long account = request.account();
    return blocking
        .call(() -> people.keys(account))
        .map(
            keys -> {
              JsonArray items = new JsonArray();
              keys.forEach(key -> items.add(key(key)));
              return Answer.ok(new JsonObject().put("items", items).put("next_cursor", null));
            });
  }

  private Future<Answer> delete(Request request) {
    long account = request.account();
    String keyId = request.path("key_id");
    return blocking.call(
        () -> {
          people.deleteKey(account, keyId);
          return Answer.nothing();
        });
  }

  private static JsonObject key(ApiKey key) {
    JsonArray scopes = new JsonArray();
    key.scopes().stream().sorted().forEach(scope -> scopes.add(Names.of(scope)));
    return new JsonObject()
        .put("key_id", key.id())
        .put("name", key.name())
        .put("scopes", scopes)
        .put("created_at", Times.format(key.createdAt().toEpochMilli()));
  }
}
