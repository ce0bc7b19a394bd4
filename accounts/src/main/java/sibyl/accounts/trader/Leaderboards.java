package sibyl.accounts.trader;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import sibyl.store.Database;

/**
 * The best traders by profit, by volume and by calibration. Counted at most once a minute. Who does
 * not want to be seen is left out; of the others' names only the first letters are shown.
 */
public final class Leaderboards {
  /** Most places of one board. */
  public static final int PLACES = 50;

  /** Decided purchases it takes to be ranked by calibration. */
  public static final int CALIBRATION_TRADES_MIN = 10;

  private static final Duration COUNTED_EVERY = Duration.ofMinutes(1);
  private static final int SHOWN_LETTERS = 2;

  private final Database database;
  private final Cache<Board, List<Place>> boards =
      Caffeine.newBuilder().expireAfterWrite(COUNTED_EVERY).build();

  public Leaderboards(Database database) {
    this.database = database;
  }

  /** What is ranked. */
  public enum Board {
    /** Profit, taken and not, millionths; the most first. */
    PROFIT,
    /** Σ of the fills' costs, millionths; the most first. */
    VOLUME,
    /** See {@link Performance#brierBillionths}; the least first. */
    CALIBRATION
  }

  /**
   * One place.
   *
   * @param rank 1 is the best; equals share one
   * @param name masked
   */
  public record Place(int rank, String name, long value) {}

  private record Counted(String username, long value) {}

  /**
   * @param profits finds the profit of every account that trades, millionths; asked for when the
   *     board of profit is counted
   */
  public List<Place> of(Board board, Supplier<Map<Long, Long>> profits) {
    return boards.get(
        board, any -> places(any == Board.PROFIT ? byProfit(profits.get()) : counted(any)));
  }

  private List<Counted> byProfit(Map<Long, Long> profits) {
    List<Map.Entry<Long, Long>> best = new ArrayList<>(profits.entrySet());
    best.sort(Map.Entry.<Long, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey));
    List<Counted> shown = new ArrayList<>();
    for (int from = 0; from < best.size() && shown.size() < PLACES; from += PLACES) {
      List<Map.Entry<Long, Long>> some = best.subList(from, Math.min(best.size(), from + PLACES));
      Map<Long, String> names = names(some.stream().map(Map.Entry::getKey).toList());
      for (Map.Entry<Long, Long> one : some) {
        String name = names.get(one.getKey());
        if (name != null && shown.size() < PLACES) {
          shown.add(new Counted(name, one.getValue()));
        }
      }
    }
    return shown;
  }

  /** Of those who want to be seen. */
  private Map<Long, String> names(List<Long> accounts) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT u.account_id, u.username FROM users u
                        LEFT JOIN user_settings s ON s.account_id = u.account_id
                        WHERE u.account_id IN (<accounts>) AND coalesce(s.on_leaderboards, true)
                        """)
                    .bindList("accounts", accounts)
                    .map((row, context) -> Map.entry(row.getLong(1), row.getString(2)))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private List<Counted> counted(Board board) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT u.username, b.value FROM (%s) b
                        JOIN users u ON u.account_id = b.account_id
                        LEFT JOIN user_settings s ON s.account_id = b.account_id
                        WHERE coalesce(s.on_leaderboards, true)
                        ORDER BY b.value %s, u.account_id LIMIT :places
                        """
                            .formatted(sql(board), board == Board.CALIBRATION ? "ASC" : "DESC"))
                    .bind("places", PLACES)
                    .map(
                        (row, context) ->
                            new Counted(row.getString("username"), row.getLong("value")))
                    .list());
  }

  private static List<Place> places(List<Counted> counted) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < counted.size(); i++) {
      Counted one = counted.get(i);
      boolean equal = i > 0 && counted.get(i - 1).value == one.value;
      int rank = equal ? places.getLast().rank() : i + 1;
      places.add(new Place(rank, masked(one.username), one.value));
    }
    return List.copyOf(places);
  }

  private static String sql(Board board) {
    return switch (board) {
      case PROFIT -> throw new IllegalArgumentException("profit is not counted here");
      case VOLUME -> "SELECT account_id, sum(cost)::bigint AS value FROM fills GROUP BY account_id";
      case CALIBRATION ->
          """
          SELECT f.account_id,
                 round(1e9 * sum(f.quantity * power(
                   f.price::numeric / m.payout
                   - CASE f.outcome WHEN 'YES' THEN m.resolved_fraction
                                    ELSE 10000 - m.resolved_fraction END / 10000.0, 2))
                 / sum(f.quantity))::bigint AS value
          FROM fills f JOIN markets m USING (market_id)
          WHERE f.side = 'BUY' AND m.kind = 'BINARY' AND m.resolved_fraction IS NOT NULL
          GROUP BY f.account_id HAVING count(*) >= %d
          """
              .formatted(CALIBRATION_TRADES_MIN);
    };
  }

  /** Too little to tell who it is, enough to find oneself. */
  private static String masked(String username) {
    int shown = Math.min(SHOWN_LETTERS, username.codePointCount(0, username.length()));
    return username.substring(0, username.offsetByCodePoints(0, shown)) + "***";
  }
}
