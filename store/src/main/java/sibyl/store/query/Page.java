package sibyl.store.query;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a longer list, newest first.
 *
 * @param next where the rest begins: pass it as the next request's {@code before}; null at the end
 */
public record Page<T>(List<T> items, @Nullable Long next) {
  /** Most rows of one page. */
  public static final int LIMIT_MAX = 500;

  /** From here every list begins. */
  public static final long NEWEST = Long.MAX_VALUE;

  public Page {
    items = List.copyOf(items);
  }

  /** Cuts {@code rows}, read with a limit of one more than wanted, to a page. */
  static <T> Page<T> cut(List<T> rows, int limit, ToLongFunction<T> key) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, key.applyAsLong(items.getLast()));
  }

  /**
   * @throws IllegalArgumentException if the limit is not between 1 and {@link #LIMIT_MAX}
   */
  static int oneMoreThan(int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit " + limit + " is not in 1.." + LIMIT_MAX);
    }
    return limit + 1;
  }
}
