package sibyl.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;

/** What has a UUID for its name: in paths, and in pages that end where one stands. */
final class Uuids {
  private Uuids() {}

  /**
   * @param what it names, for the 404 when it cannot be a name
   */
  static UUID path(Request request, String parameter, String what) {
    return parse(request.path(parameter)).orElseThrow(() -> Problems.unknown(what));
  }

  /** The last item of the page before; null for the first page. */
  static @Nullable UUID cursor(Request request) {
    Optional<String> cursor = request.query("cursor");
    return cursor.isEmpty()
        ? null
        : parse(Request.openCursor(cursor.get())).orElseThrow(Request::badCursor);
  }

  /** A full page has a next one, which may turn out to be empty. */
  static <T> JsonObject page(
      List<T> items, int limit, Function<T, UUID> id, Function<T, JsonObject> json) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(json.apply(item)));
    String next =
        items.size() < limit ? null : Request.cursor(id.apply(items.getLast()).toString());
    return new JsonObject().put("items", array).put("next_cursor", next);
  }

  private static Optional<UUID> parse(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
