package sibyl.gateway.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What an operation answers when it succeeds. */
public record Answer(
    int status, @Nullable JsonObject body, @Nullable Cookie cookie, @Nullable Attachment file) {
  /** A file in the place of JSON. */
  public record Attachment(String name, String mediaType, String text) {}

  public Answer(int status, @Nullable JsonObject body, @Nullable Cookie cookie) {
    this(status, body, cookie, null);
  }

  public static Answer ok(JsonObject body) {
    return new Answer(200, body, null);
  }

  public static Answer created(JsonObject body) {
    return new Answer(201, body, null);
  }

  public static Answer nothing() {
    return new Answer(204, null, null);
  }

  /** A table as a file. */
  public static Answer csv(String name, String text) {
    return new Answer(200, null, null, new Attachment(name, "text/csv; charset=utf-8", text));
  }

  public Answer with(Cookie set) {
    return new Answer(status, body, set, file);
  }
}
