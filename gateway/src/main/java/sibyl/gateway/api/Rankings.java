package sibyl.gateway.api;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;

/**
 * Walks of lists whose order changes all the time, such as by volume or profit. Their first page
 * fixes the order; the pages after it follow it, with the figures of their own moment. What left
 * the list meanwhile is passed over, what came is not shown.
 *
 * <p>Bounded: a reader keeps {@value #OF_ONE_READER_MAX} walks and all readers together those with
 * {@value #NUMBERS_MAX} items; the least recently used makes room, and its next page is refused
 * with the advice to begin again. Any thread.
 */
final class Rankings {
  static final int OF_ONE_READER_MAX = 8;
  static final int NUMBERS_MAX = 1_000_000;

  private final Map<Long, Ranking> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final SecureRandom names = new SecureRandom();
  private long numbers;

  /** An order, and who walks it. */
  private static final class Ranking {
    final String reader;
    final long[] ids;

    Ranking(String reader, long[] ids) {
      this.reader = reader;
      this.ids = ids;
    }
  }

  /** An item of a page, and its place in the order, from 1. */
  record Ranked<T>(int rank, T item) {}

  /**
   * A page.
   *
   * @param next where the next one begins; null if this is the last
   */
  record Page<T>(List<Ranked<T>> items, @Nullable String next) {}

  /**
   * The first page.
   *
   * @param ids of all items, in order
   * @param item as it stands now; null when it has left the list
   */
  <T> Page<T> first(String reader, long[] ids, int limit, LongFunction<@Nullable T> item) {
    Page<T> page = page(0, ids, 0, limit, item);
    if (page.next() == null) {
      return page;
    }
    long name = keep(new Ranking(reader, ids));
    return page(name, ids, 0, limit, item);
  }

  /**
   * The page at a place.
   *
   * @throws Problem 400 if the order is not kept any more
   */
  <T> Page<T> at(String place, int limit, LongFunction<@Nullable T> item) {
    int colon = place.indexOf(':');
    long name;
    int from;
    try {
      name = Long.parseLong(place.substring(0, Math.max(0, colon)));
      from = Integer.parseInt(place.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw Cursors.refused();
    }
    Ranking ranking;
    synchronized (kept) {
      ranking = kept.get(name);
    }
    if (ranking == null || from < 0 || from > ranking.ids.length) {
      throw Problems.malformed(
          "cursor", "The order of this walk is not kept any more. Begin again without a cursor.");
    }
    return page(name, ranking.ids, from, limit, item);
  }

  private static <T> Page<T> page(
      long name, long[] ids, int from, int limit, LongFunction<@Nullable T> item) {
    List<Ranked<T>> items = new ArrayList<>();
    int at = from;
    for (; at < ids.length && items.size() < limit; at++) {
      T now = item.apply(ids[at]);
      if (now != null) {
        items.add(new Ranked<>(at + 1, now));
      }
    }
    return new Page<>(items, at == ids.length ? null : name + ":" + at);
  }

  private long keep(Ranking ranking) {
    synchronized (kept) {
      long name = names.nextLong();
      kept.put(name, ranking);
      numbers += ranking.ids.length;
      long ofReader =
          kept.values().stream().filter(other -> other.reader.equals(ranking.reader)).count();
      Iterator<Ranking> leastUsed = kept.values().iterator();
      while (leastUsed.hasNext() && kept.size() > 1) {
        Ranking old = leastUsed.next();
        boolean tooManyOfReader = ofReader > OF_ONE_READER_MAX && old.reader.equals(ranking.reader);
        if (old != ranking && (tooManyOfReader || numbers > NUMBERS_MAX)) {
          leastUsed.remove();
          numbers -= old.ids.length;
          ofReader -= tooManyOfReader ? 1 : 0;
        }
      }
      return name;
    }
  }
}
