package sibyl.gateway.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.read.Page;

/** Completes a page from memory with what only the database still has. */
final class OlderToo {
  private OlderToo() {}

  /** Asks for so many items older than a number. */
  @FunctionalInterface
  interface Older<T> {
    List<T> than(long before, int limit);
  }

  static <T> Future<List<T>> complete(
      Blocking blocking,
      Page<T> recent,
      int limit,
      long before,
      ToLongFunction<T> key,
      Older<T> older) {
    if (recent.complete()) {
      return Future.succeededFuture(recent.items());
    }
    long olderThan = recent.items().isEmpty() ? before : key.applyAsLong(recent.items().getLast());
    int missing = limit - recent.items().size();
    return blocking
        .call(() -> older.than(olderThan, missing))
        .map(
            rest -> {
              List<T> all = new ArrayList<>(recent.items());
              all.addAll(rest);
              return List.copyOf(all);
            });
  }
}
