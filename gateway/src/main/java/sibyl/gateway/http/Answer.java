package sibyl.gateway.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What an operation answers when it succeeds. */
public record Answer(int status, @Nullable JsonObject body, @Nullable Cookie cookie) {
  public static Answer ok(JsonObject body) {
    return new Answer(200, body, null);
  }

  public static Answer created(JsonObject body) {
    return new Answer(201, body, null);
  }

  public static Answer nothing() {
    return new Answer(204, null, null);
  }

  public Answer with(Cookie set) {
    return new Answer(status, body, set);
  }
}
