package sibyl.gateway.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What an operation answers when it succeeds. */
public record Answer(
    int status, @Nullable JsonObject body, @Nullable Cookie cookie, @Nullable Download download) {

  public Answer(int status, @Nullable JsonObject body, @Nullable Cookie cookie) {
    this(status, body, cookie, null);
  }

  public static Answer ok(JsonObject body) {
    return new Answer(200, body, null);
  }

  public static Answer created(JsonObject body) {
    return new Answer(201, body, null);
  }

  /** A file, in parts. */
  public static Answer download(Download file) {
    return new Answer(200, null, null, file);
  }

  public static Answer nothing() {
    return new Answer(204, null, null);
  }

  /** A table as a file. */
  public static Answer csv(String name, String text) {
    return download(Download.of("text/csv; charset=utf-8", name, text));
  }

  public Answer with(Cookie set) {
    return new Answer(status, body, set, download);
  }
}
