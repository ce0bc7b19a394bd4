package sibyl.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import sibyl.gateway.http.Request;

/** Pages of lists that run from the newest to the oldest by a number that grows. */
final class Pages {
  private Pages() {}

  /** A full page has a next one, which may turn out to be empty. */
  static <T> JsonObject page(
      List<T> items, int limit, ToLongFunction<T> key, Function<T, JsonObject> json, long asOfSeq) {
    return page(items, limit, key, json).put("as_of_seq", asOfSeq);
  }

  /** Of what the exchange knows nothing about. */
  static <T> JsonObject page(
      List<T> items, int limit, ToLongFunction<T> key, Function<T, JsonObject> json) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(json.apply(item)));
    String next =
        items.size() < limit
            ? null
            : Request.cursor(Long.toString(key.applyAsLong(items.getLast())));
    return new JsonObject().put("items", array).put("next_cursor", next);
  }
}
