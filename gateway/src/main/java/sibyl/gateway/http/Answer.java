package sibyl.gateway.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operation answers when it succeeds. */
public record Answer(
    int status, @Nullable JsonObject body, List<Cookie> cookies, @Nullable Download download) {
  public Answer {
    cookies = List.copyOf(cookies);
  }

  public Answer(int status, @Nullable JsonObject body) {
    this(status, body, List.of(), null);
  }

  public static Answer ok(JsonObject body) {
    return new Answer(200, body);
  }

  public static Answer created(JsonObject body) {
    return new Answer(201, body);
  }

  /** A file, in parts. */
  public static Answer download(Download file) {
    return new Answer(200, null, List.of(), file);
  }

  public static Answer nothing() {
    return new Answer(204, null);
  }

  /** A table as a file. */
  public static Answer csv(String name, String text) {
    return download(Download.of("text/csv; charset=utf-8", name, text));
  }

  /** The same that sets cookies, besides those it sets already. */
  public Answer with(Cookie... set) {
    return new Answer(
        status, body, Stream.concat(cookies.stream(), Arrays.stream(set)).toList(), download);
  }
}
