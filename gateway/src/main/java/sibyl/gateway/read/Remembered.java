package sibyl.gateway.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What memory has of one page of a list, and how far it can be trusted: the newest items come
 * first, by a key that never changes while an item lives.
 *
 * <p>Memory has every item whose key is at least {@code completeFrom}. Below that it may have some
 * and the tables the rest: an order that still rests can be older than hundreds that are over and
 * forgotten. What memory has is newer than what the tables say of it, and what memory has forgotten
 * does not change any more. So the page is the union of both, in which memory's word counts, as
 * soon as the tables have the last event about what was forgotten ({@link #completed}).
 *
 * @param items those that are wanted, at most as many as the page may have
 * @param before the page has only items with smaller keys
 * @param limit most items of the page
 * @param completeFrom every item with this key or a larger one is in memory
 * @param below the keys below {@code completeFrom} that memory has, wanted or not
 * @param forgottenThrough the last event that changed something that was forgotten
 */
public record Remembered<T>(
    List<T> items,
    ToLongFunction<T> key,
    long before,
    int limit,
    long completeFrom,
    Set<Long> below,
    long forgottenThrough) {
  public Remembered {
    items = List.copyOf(items);
    below = Set.copyOf(below);
  }

  /** Asks the tables for wanted items with smaller keys than this, newest first. */
  @FunctionalInterface
  public interface Tables<T> {
    List<T> before(long key, int limit);
  }

  /**
   * The page of a list of which memory has forgotten something.
   *
   * @param newestFirst all that memory has
   * @param completeFrom see there
   */
  static <T> Remembered<T> of(
      Collection<T> newestFirst,
      ToLongFunction<T> key,
      Predicate<T> wanted,
      long before,
      int limit,
      long completeFrom,
      long forgottenThrough) {
    List<T> items = new ArrayList<>();
    Set<Long> below = new HashSet<>();
    for (T item : newestFirst) {
      long place = key.applyAsLong(item);
      if (place < completeFrom) {
        below.add(place);
      } else if (items.size() == limit) {
        break;
      }
      if (place < before && items.size() < limit && wanted.test(item)) {
        items.add(item);
      }
    }
    return new Remembered<>(items, key, before, limit, completeFrom, below, forgottenThrough);
  }

  /** The page of a list that memory has whole. */
  static <T> Remembered<T> whole(
      Collection<T> newestFirst,
      ToLongFunction<T> key,
      Predicate<T> wanted,
      long before,
      int limit) {
    return of(newestFirst, key, wanted, before, limit, Long.MIN_VALUE, 0);
  }

  static <T> Remembered<T> none(long before, int limit) {
    return whole(List.of(), any -> 0, any -> true, before, limit);
  }

  /** Whether the page can do without the tables. */
  public boolean isComplete() {
    return completeFrom == Long.MIN_VALUE
        || (items.size() == limit && key.applyAsLong(items.getLast()) >= completeFrom);
  }

  /**
   * The page, completed from the tables. Blocks.
   *
   * @throws HistoryBehind if the tables do not get in time what memory has forgotten
   */
  public List<T> completed(History history, Tables<T> tables) throws HistoryBehind {
    if (isComplete()) {
      return items;
    }
    if (!history.reaches(forgottenThrough)) {
      throw new HistoryBehind(forgottenThrough);
    }
    List<T> all = new ArrayList<>(items);
    long surely = items.stream().filter(item -> key.applyAsLong(item) >= completeFrom).count();
    int missing = limit - (int) surely;
    long from = Math.min(before, completeFrom);
    for (int found = 0; found < missing; ) {
      List<T> older = tables.before(from, missing);
      for (T item : older) {
        if (!below.contains(key.applyAsLong(item))) {
          all.add(item);
          found++;
        }
      }
      if (older.size() < missing) {
        break;
      }
      from = key.applyAsLong(older.getLast());
    }
    all.sort(Comparator.comparingLong(key).reversed());
    return List.copyOf(all.subList(0, Math.min(limit, all.size())));
  }
}
