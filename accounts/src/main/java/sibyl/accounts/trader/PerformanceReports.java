package sibyl.accounts.trader;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.Outcome;
import sibyl.engine.Units;
import sibyl.store.Database;

/**
 * Counts from the exchange's tables how somebody's trading went. Profit is by the average cost
 * method, as positions are; what is held is valued at what its market pays once that is decided,
 * else at its last trade, else at what it cost. A report is kept for some seconds, and of many who
 * ask for the same one at the same time one has it counted; so a burst of requests costs one count.
 * Thread-safe.
 */
public final class PerformanceReports {
  /** Most days of the equity curve. */
  public static final int DAYS_MAX = 90;

  private static final long DAY_MS = 24 * 60 * 60 * 1000L;

  /** How old a report may be; its {@code as_of_seq} says what it includes. */
  public static final Duration KEPT = Duration.ofSeconds(5);

  /** Lines of all reports that are kept together. */
  private static final long LINES_KEPT_MAX = 100_000;

  private final Database database;
  private final AsyncLoadingCache<Asked, Performance> reports;

  public PerformanceReports(Database database, InstantSource clock) {
    this.database = database;
    this.reports =
        Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumWeight(LINES_KEPT_MAX)
            .weigher((Asked asked, Performance report) -> lines(report))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Thread::startVirtualThread)
            .buildAsync(this::count);
  }

  private record Asked(long account, int days) {}

  private static int lines(Performance report) {
    return 1 + report.markets().size() + report.categories().size() + report.equity().size();
  }

  private record Fills(long trades, long volume, long fees) {}

  private record Holding(long market, Outcome outcome, long quantity, long endMs) {}

  /**
   * @param days of the equity curve, up to {@link #DAYS_MAX}
   */
  public Performance of(long account, int days) {
    try {
      return reports.get(new Asked(account, Math.clamp(days, 1, DAYS_MAX))).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private Performance count(Asked asked) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              // One moment for all queries that follow.
              handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
              return report(handle, asked.account, asked.days);
            });
  }

  private static Performance report(Handle handle, long account, int days) {
    long[] position =
        handle
            .createQuery("SELECT seq, time_ms FROM projection_position")
            .map((row, context) -> new long[] {row.getLong("seq"), row.getLong("time_ms")})
            .one();
    List<Performance.InMarket> markets = markets(handle, account);
    Fills fills = fills(handle, account);
    return new Performance(
        position[0],
        paidIn(handle, account),
        markets.stream().mapToLong(Performance.InMarket::realized).sum(),
        markets.stream().mapToLong(Performance.InMarket::unrealized).sum(),
        (int) markets.stream().filter(m -> m.over() && m.realized() > 0).count(),
        (int) markets.stream().filter(m -> m.over() && m.realized() < 0).count(),
        fills.trades,
        fills.volume,
        fills.fees,
        brier(handle, account),
        markets,
        categories(markets),
        equity(handle, account, days, position[1]));
  }

  private static List<Performance.InMarket> markets(Handle handle, long account) {
    return handle
        .createQuery(
            """
            SELECT p.*, m.title, coalesce(e.category, '') AS category, m.payout,
                   m.resolved_fraction, m.last_yes_price
            FROM positions p
            JOIN markets m USING (market_id)
            LEFT JOIN events e USING (event_id)
            WHERE p.account_id = :account
            """)
        .bind("account", account)
        .map(
            (row, context) -> {
              int payout = row.getInt("payout");
              Integer fraction = row.getObject("resolved_fraction", Integer.class);
              int last = row.getInt("last_yes_price");
              int yes =
                  fraction != null ? (int) ((long) payout * fraction / Units.WHOLE_FRACTION) : last;
              boolean marked = fraction != null || last > 0;
              long yesHeld = row.getLong("yes_quantity");
              long noHeld = row.getLong("no_quantity");
              long unrealized =
                  marked
                      ? Units.money(yes, yesHeld)
                          + Units.money(payout - yes, noHeld)
                          - row.getLong("yes_cost")
                          - row.getLong("no_cost")
                      : 0;
              return new Performance.InMarket(
                  row.getLong("market_id"),
                  row.getString("title"),
                  row.getString("category"),
                  row.getLong("yes_realized") + row.getLong("no_realized"),
                  unrealized,
                  yesHeld == 0 && noHeld == 0);
            })
        .stream()
        .sorted(
            Comparator.comparingLong((Performance.InMarket m) -> m.realized() + m.unrealized())
                .reversed()
                .thenComparing(Performance.InMarket::market))
        .toList();
  }

  private static List<Performance.InCategory> categories(List<Performance.InMarket> markets) {
    Map<String, Performance.InCategory> byName = new TreeMap<>();
    for (Performance.InMarket market : markets) {
      byName.merge(
          market.category(),
          new Performance.InCategory(market.category(), market.realized(), market.unrealized(), 1),
          (a, b) ->
              new Performance.InCategory(
                  a.category(),
                  a.realized() + b.realized(),
                  a.unrealized() + b.unrealized(),
                  a.markets() + b.markets()));
    }
    return byName.values().stream()
        .sorted(
            Comparator.comparingLong((Performance.InCategory c) -> c.realized() + c.unrealized())
                .reversed())
        .toList();
  }

  private static Fills fills(Handle handle, long account) {
    return handle
        .createQuery(
            """
            SELECT count(*) AS trades, coalesce(sum(cost), 0)::bigint AS volume,
                   coalesce(sum(fee), 0)::bigint AS fees
            FROM fills WHERE account_id = :account
            """)
        .bind("account", account)
        .map(
            (row, context) ->
                new Fills(row.getLong("trades"), row.getLong("volume"), row.getLong("fees")))
        .one();
  }

  private static long paidIn(Handle handle, long account) {
    return handle
        .createQuery(
            """
            SELECT coalesce((SELECT sum(amount) FROM transfers WHERE to_account = :account), 0)
                 - coalesce((SELECT sum(amount) FROM transfers WHERE from_account = :account), 0)
            """)
        .bind("account", account)
        .mapTo(Long.class)
        .one();
  }

  private static @Nullable Long brier(Handle handle, long account) {
    return handle
        .createQuery(
            """
            SELECT round(1e9 * sum(f.quantity * power(
                     f.price::numeric / m.payout
                     - CASE f.outcome WHEN 'YES' THEN m.resolved_fraction
                                      ELSE 10000 - m.resolved_fraction END / 10000.0, 2))
                   / sum(f.quantity))::bigint
            FROM fills f JOIN markets m USING (market_id)
            WHERE f.account_id = :account AND f.side = 'BUY' AND m.kind = 'BINARY'
              AND m.resolved_fraction IS NOT NULL
            """)
        .bind("account", account)
        .map((row, context) -> row.getObject(1, Long.class))
        .findFirst()
        .orElse(null);
  }

  /** The last day is not over yet: it ends with what there is now. */
  private static List<Performance.OnDay> equity(Handle handle, long account, int days, long nowMs) {
    long today = Math.floorDiv(nowMs, DAY_MS);
    long first = today - days + 1;
    Map<Long, NavigableMap<Long, Long>> balances = balances(handle, account);
    List<Holding> held = new ArrayList<>();
    Map<Long, Long> cash = new HashMap<>();
    for (long day = first; day <= today; day++) {
      long endMs = (day + 1) * DAY_MS;
      for (Map.Entry<Long, NavigableMap<Long, Long>> asset : balances.entrySet()) {
        Map.Entry<Long, Long> last = asset.getValue().floorEntry(day);
        long amount = last == null ? 0 : last.getValue();
        if (Asset.isCash(asset.getKey())) {
          cash.put(endMs, amount);
        } else if (amount != 0) {
          held.add(
              new Holding(
                  Asset.market(asset.getKey()), Asset.outcome(asset.getKey()), amount, endMs));
        }
      }
    }
    Map<Long, Long> worth = worth(handle, held);
    List<Performance.OnDay> curve = new ArrayList<>();
    for (long day = first; day <= today; day++) {
      long endMs = (day + 1) * DAY_MS;
      curve.add(
          new Performance.OnDay(
              endMs, cash.getOrDefault(endMs, 0L) + worth.getOrDefault(endMs, 0L)));
    }
    return curve;
  }

  /** By asset: what there was after the last movement of each day that had one. */
  private static Map<Long, NavigableMap<Long, Long>> balances(Handle handle, long account) {
    Map<Long, NavigableMap<Long, Long>> balances = new TreeMap<>();
    handle
        .createQuery(
            """
            SELECT DISTINCT ON (asset, day) asset, day, amount
            FROM (SELECT asset, at_ms / :day AS day, free + held AS amount, seq
                  FROM ledger_postings WHERE account_id = :account) posted
            ORDER BY asset, day, seq DESC
            """)
        .bind("day", DAY_MS)
        .bind("account", account)
        .map(
            (row, context) ->
                balances
                    .computeIfAbsent(row.getLong("asset"), any -> new TreeMap<>())
                    .put(row.getLong("day"), row.getLong("amount")))
        .list();
    return balances;
  }

  private static String numbers(List<Holding> held, ToLongFunction<Holding> number) {
    return held.stream()
        .map(each -> Long.toString(number.applyAsLong(each)))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** By the end of day: what the holdings were worth then; nothing where nothing is known. */
  private static Map<Long, Long> worth(Handle handle, List<Holding> held) {
    Map<Long, Long> worth = new HashMap<>();
    if (held.isEmpty()) {
      return worth;
    }
    List<long[]> marks =
        handle
            .createQuery(
                """
                SELECT h.place, m.payout,
                       CASE WHEN m.resolved_ms < h.end_ms
                            THEN (m.payout::bigint * m.resolved_fraction / 10000)::int
                            ELSE (SELECT t.yes_price FROM trades t
                                  WHERE t.market_id = h.market_id AND t.at_ms < h.end_ms
                                  ORDER BY t.at_ms DESC, t.seq DESC LIMIT 1) END AS yes_price
                FROM unnest(CAST(:markets AS bigint[]), CAST(:ends AS bigint[]))
                  WITH ORDINALITY AS h (market_id, end_ms, place)
                JOIN markets m USING (market_id)
                """)
            .bind("markets", numbers(held, Holding::market))
            .bind("ends", numbers(held, Holding::endMs))
            .map(
                (row, context) -> {
                  Integer yes = row.getObject("yes_price", Integer.class);
                  return new long[] {
                    row.getLong("place"), row.getLong("payout"), yes == null ? -1 : yes
                  };
                })
            .list();
    for (long[] mark : marks) {
      if (mark[2] >= 0) {
        Holding holding = held.get((int) mark[0] - 1);
        int price = (int) (holding.outcome == Outcome.YES ? mark[2] : mark[1] - mark[2]);
        worth.merge(holding.endMs, Units.money(price, holding.quantity), Math::addExact);
      }
    }
    return worth;
  }
}
