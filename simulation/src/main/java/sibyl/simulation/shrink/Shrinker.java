package sibyl.simulation.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Delta debugging (Zeller and Hildebrandt: Simplifying and isolating failure-inducing input, 2002):
 * leaves out ever smaller pieces of a list for as long as what remains still fails.
 */
public final class Shrinker {
  private Shrinker() {}

  /**
   * @param list known to fail
   * @param fails must answer the same for the same list
   * @param attemptsMax bound on calls of {@code fails}; the shortest list found by then is returned
   */
  public static <T> List<T> shrink(List<T> list, Predicate<List<T>> fails, int attemptsMax) {
    List<T> shortest = List.copyOf(list);
    int pieces = 2;
    int attempts = 0;
    while (shortest.size() >= 2) {
      int size = Math.ceilDiv(shortest.size(), pieces);
      boolean shortened = false;
      for (int start = 0; start < shortest.size() && !shortened; start += size) {
        if (attempts++ == attemptsMax) {
          return shortest;
        }
        List<T> candidate = without(shortest, start, Math.min(start + size, shortest.size()));
        if (fails.test(candidate)) {
          shortest = candidate;
          shortened = true;
        }
      }
      if (shortened) {
        pieces = Math.max(2, pieces - 1);
      } else if (size == 1) {
        return shortest;
      } else {
        pieces = Math.min(2 * pieces, shortest.size());
      }
    }
    return shortest;
  }

  private static <T> List<T> without(List<T> list, int from, int to) {
    List<T> rest = new ArrayList<>(list.subList(0, from));
    rest.addAll(list.subList(to, list.size()));
    return List.copyOf(rest);
  }
}
