package sibyl.accounts.trader;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.store.Database;

/**
 * How an account's trading went: what the exchange's tables tell of markets that are settled, of
 * fills and of past days, beside what there is now, which the caller knows from the exchange. A
 * report is kept for some seconds as long as nothing changed for the account, and of many who ask
 * for the same one at the same time one has it counted. Thread-safe.
 */
public final class PerformanceReports {
  /** Most days of the equity curve. */
  public static final int DAYS_MAX = 90;

  /** How long the tables are waited for when they are behind the exchange. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** How long a report is kept. */
  public static final Duration KEPT = Duration.ofSeconds(5);

  /** Lines of all reports that are kept together. */
  private static final long LINES_KEPT_MAX = 100_000;

  private final Database database;
  private final AsyncCache<Asked, Optional<Performance>> reports;

  public PerformanceReports(Database database, InstantSource clock) {
    this.database = database;
    this.reports =
        Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumWeight(LINES_KEPT_MAX)
            .weigher((Asked asked, Optional<Performance> report) -> lines(asked, report))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Thread::startVirtualThread)
            .buildAsync();
  }

  /**
   * How the account stands in the exchange.
   *
   * @param equity cash, money under way and holdings, millionths
   * @param open its positions in markets that are not settled, without title and category
   */
  public record Now(long equity, List<Performance.InMarket> open) {
    public Now {
      open = List.copyOf(open);
    }
  }

  private record Asked(long account, int days, Now now) {}

  private static int lines(Asked asked, Optional<Performance> report) {
    return report
        .map(r -> 1 + r.markets().size() + r.categories().size() + r.equity().size())
        .orElse(1 + asked.now.open.size());
  }

  private record Fills(long trades, long volume, long fees) {}

  private record Named(String title, String category) {}

  /**
   * @param days of the equity curve, up to {@link #DAYS_MAX}
   * @param now how the account stands after the event {@code seq}
   * @return nothing while the tables are too far behind that event
   */
  public Optional<Performance> of(long account, int days, Now now, long seq) {
    Asked asked = new Asked(account, Math.clamp(days, 1, DAYS_MAX), now);
    try {
      Optional<Performance> report =
          reports
              .get(
                  asked,
                  (key, executor) -> CompletableFuture.supplyAsync(() -> count(key, seq), executor))
              .join();
      if (report.isEmpty()) {
        reports.synchronous().invalidate(asked);
      }
      return report;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /** Waits until the tables have the event, so that what memory has let go of is found there. */
  private Optional<Performance> count(Asked asked, long seq) {
    long deadlineNs = System.nanoTime() + BEHIND_MAX.toNanos();
    while (position() < seq) {
      if (System.nanoTime() > deadlineNs) {
        return Optional.empty();
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return Optional.of(
        database
            .jdbi()
            .inTransaction(
                handle -> {
                  // One moment for all queries that follow.
                  handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
                  return report(handle, asked, seq);
                }));
  }

  private long position() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle.createQuery("SELECT seq FROM projection_position").mapTo(Long.class).one());
  }

  private static Performance report(Handle handle, Asked asked, long seq) {
    long account = asked.account;
    long nowMs =
        handle.createQuery("SELECT time_ms FROM projection_position").mapTo(Long.class).one();
    List<Performance.InMarket> markets = markets(handle, asked, seq);
    Fills fills = fills(handle, account);
    List<Performance.OnDay> curve =
        new ArrayList<>(EquityCurve.before(handle, account, asked.days, nowMs));
    curve.add(new Performance.OnDay(EquityCurve.endOfDay(nowMs), asked.now.equity));
    return new Performance(
        (int) markets.stream().filter(m -> m.over() && m.realized() > 0).count(),
        (int) markets.stream().filter(m -> m.over() && m.realized() < 0).count(),
        fills.trades,
        fills.volume,
        fills.fees,
        brier(handle, account),
        markets,
        categories(markets),
        curve);
  }

  /** The open ones, and of the tables' those that were settled by the event {@code seq}. */
  private static List<Performance.InMarket> markets(Handle handle, Asked asked, long seq) {
    Set<Long> open = new HashSet<>();
    asked.now.open.forEach(market -> open.add(market.market()));
    Map<Long, Named> names = new HashMap<>();
    List<Performance.InMarket> all = new ArrayList<>();
    handle
        .createQuery(
            """
            SELECT p.market_id, p.yes_realized + p.no_realized AS realized, p.updated_seq,
                   m.title, coalesce(e.category, '') AS category
            FROM positions p
            JOIN markets m USING (market_id)
            LEFT JOIN events e USING (event_id)
            WHERE p.account_id = :account
            """)
        .bind("account", asked.account)
        .map(
            (row, context) -> {
              long market = row.getLong("market_id");
              Named named = new Named(row.getString("title"), row.getString("category"));
              names.put(market, named);
              if (!open.contains(market) && row.getLong("updated_seq") <= seq) {
                all.add(
                    new Performance.InMarket(
                        market, named.title, named.category, row.getLong("realized"), 0, true));
              }
              return market;
            })
        .list();
    for (Performance.InMarket market : asked.now.open) {
      Named named = names.getOrDefault(market.market(), new Named("", ""));
      all.add(
          new Performance.InMarket(
              market.market(),
              named.title,
              named.category,
              market.realized(),
              market.unrealized(),
              market.over()));
    }
    all.sort(
        Comparator.comparingLong((Performance.InMarket m) -> m.realized() + m.unrealized())
            .reversed()
            .thenComparing(Performance.InMarket::market));
    return all;
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
}
