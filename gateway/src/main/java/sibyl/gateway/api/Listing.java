package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.read.History;
import sibyl.gateway.read.HistoryBehind;
import sibyl.gateway.read.Remembered;

/**
 * One page of a list that a request asks for. The rule for all lists: items are in the order of a
 * key that never changes while an item is in the list (mostly the number of the event or row that
 * made it), a page ends at an item's key, and the next page begins behind that key. So whatever is
 * added, changed or removed meanwhile, an item that was in the list all the time is met once. Lists
 * whose order itself changes are walked by a {@link Rankings ranking} that does not.
 *
 * <p>A page that is full has a next one, which may turn out to be empty.
 */
final class Listing {
  private final String list;
  private final int limit;
  private final @Nullable String place;

  private Listing(Request request, String list) {
    this.list = list;
    this.limit = request.queryInt("limit", 50);
    Optional<String> cursor = request.query("cursor");
    this.place = cursor.isEmpty() ? null : Cursors.open(list, cursor.get());
  }

  /**
   * Of a list that is the same for all who may see it.
   *
   * @throws Problem 400 if the cursor was not made for this list
   */
  static Listing of(Request request) {
    return new Listing(request, request.walkedList());
  }

  /**
   * Of a list that belongs to the account the request is for.
   *
   * @throws Problem 400 if the cursor was not made for this list
   */
  static Listing own(Request request) {
    return new Listing(request, request.walkedList() + " of " + request.account());
  }

  int limit() {
    return limit;
  }

  /** In lists from the newest to the oldest by number: only smaller numbers are wanted. */
  long before() {
    return place == null ? Long.MAX_VALUE : number(place);
  }

  /** In lists from the smallest number to the largest: only larger ones are wanted. */
  long after() {
    return place == null ? Long.MIN_VALUE : number(place);
  }

  /** In lists of what has a UUID: the last item of the page before; null for the first page. */
  @Nullable UUID afterItem() {
    return place == null ? null : Uuids.parse(place).orElseThrow(Cursors::refused);
  }

  /** The page, completed with what only the tables still have. */
  <T> Future<List<T>> completed(
      Blocking blocking, History history, Remembered<T> recent, Remembered.Tables<T> tables) {
    if (recent.isComplete()) {
      return Future.succeededFuture(recent.items());
    }
    return blocking.call(
        () -> {
          try {
            return recent.completed(history, tables);
          } catch (HistoryBehind behind) {
            throw Problems.tablesBehind(behind.wanted());
          }
        });
  }

  /**
   * Waits until the tables have everything that memory has forgotten, so that what is not in them
   * does not exist. Blocks.
   *
   * @throws Problem 503 if they do not get it in time
   */
  static void await(History history, long forgottenThrough) {
    if (!history.reaches(forgottenThrough)) {
      throw Problems.tablesBehind(forgottenThrough);
    }
  }

  /** The answer, from items with numbers. */
  <T> JsonObject page(List<T> items, ToLongFunction<T> key, Function<T, JsonObject> json) {
    return answer(items, item -> Long.toString(key.applyAsLong(item)), json);
  }

  /** The answer, from items with UUIDs. */
  <T> JsonObject pageOfItems(List<T> items, Function<T, UUID> id, Function<T, JsonObject> json) {
    return answer(items, item -> id.apply(item).toString(), json);
  }

  /**
   * The answer.
   *
   * @param next where the next page begins; null if this is the last
   */
  JsonObject page(JsonArray items, @Nullable String next) {
    return new JsonObject()
        .put("items", items)
        .put("next_cursor", next == null ? null : Cursors.seal(list, next));
  }

  /**
   * The answer from a list whose order changes: see {@link Rankings}.
   *
   * @param order the ids of all items, in order; asked for the first page only
   * @param item as it stands now; null when it has left the list
   */
  <T> JsonObject ranked(
      Rankings rankings,
      String reader,
      Supplier<long[]> order,
      LongFunction<@Nullable T> item,
      BiFunction<Integer, T, JsonObject> json) {
    Rankings.Page<T> page =
        place == null
            ? rankings.first(reader, order.get(), limit, item)
            : rankings.at(place, limit, item);
    JsonArray items = new JsonArray();
    page.items().forEach(ranked -> items.add(json.apply(ranked.rank(), ranked.item())));
    return page(items, page.next());
  }

  private <T> JsonObject answer(
      List<T> items, Function<T, String> place, Function<T, JsonObject> json) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(json.apply(item)));
    return page(array, items.size() < limit ? null : place.apply(items.getLast()));
  }

  private static long number(String place) {
    try {
      return Long.parseLong(place);
    } catch (NumberFormatException e) {
      throw Cursors.refused();
    }
  }
}
