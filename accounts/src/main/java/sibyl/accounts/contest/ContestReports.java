package sibyl.accounts.contest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.Outcome;
import sibyl.engine.Units;
import sibyl.store.Database;

/**
 * Counts how a contest stands from what the exchange's tables say. What counts is what trading,
 * production and settlement did after the latest reset, from the contest's start up to its end;
 * what staff gave or took meanwhile does not. Holdings are valued at the final marks: of a market
 * that was decided by the end what it pays, of another its last trade before the end, and nothing
 * where there was none. What a team began with is valued at the same marks, so that whoever did
 * nothing has a profit of nothing.
 */
public final class ContestReports {
  private final Database database;

  public ContestReports(Database database) {
    this.database = database;
  }

  private record Window(long contest, long afterSeq, long fromMs, long toMs) {}

  private record Traded(long volume, long trades) {}

  /** What a market's YES is worth, and what both outcomes pay together, ten-thousandths. */
  private record Mark(int yes, int payout) {
    int of(Outcome outcome) {
      return outcome == Outcome.YES ? yes : payout - yes;
    }
  }

  /**
   * @throws sibyl.accounts.AccountsException UNKNOWN_CONTEST
   */
  public Report of(long id) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              // One moment for all queries that follow.
              handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
              return report(handle, Contests.known(handle, id));
            });
  }

  private static Report report(Handle handle, Contest contest) {
    long[] position =
        handle
            .createQuery("SELECT seq, time_ms FROM projection_position")
            .map((row, context) -> new long[] {row.getLong("seq"), row.getLong("time_ms")})
            .one();
    Window window =
        new Window(
            contest.id(),
            contest.resetSeq() == null ? Long.MAX_VALUE : contest.resetSeq(),
            contest.startsAt().toEpochMilli(),
            contest.endsAt().toEpochMilli());
    Map<Long, Map<Long, Long>> flows = flows(handle, window);
    Map<Long, Traded> traded = traded(handle, window);
    Map<Long, Mark> marks = marks(handle, window);
    Map<Long, String> names = names(handle, window);
    List<Standing> standings = new ArrayList<>();
    for (Contestant contestant : contest.teams()) {
      standings.add(
          standing(
              contestant,
              names.getOrDefault(contestant.team(), ""),
              flows.getOrDefault(contestant.team(), Map.of()),
              traded.getOrDefault(contestant.team(), new Traded(0, 0)),
              marks));
    }
    return new Report(contest, position[0], position[1] >= window.toMs, ranked(standings));
  }

  private static Standing standing(
      Contestant began, String name, Map<Long, Long> flows, Traded traded, Map<Long, Mark> marks) {
    Map<Long, Long> holdings = new TreeMap<>();
    long started = began.cash();
    for (Map.Entry<Long, Long> good : began.goods().entrySet()) {
      long asset = Asset.of(good.getKey(), Outcome.YES);
      holdings.put(asset, good.getValue());
      started = Math.addExact(started, value(asset, good.getValue(), marks));
    }
    long profit = flows.getOrDefault(Asset.CASH, 0L);
    for (Map.Entry<Long, Long> flow : flows.entrySet()) {
      if (!Asset.isCash(flow.getKey())) {
        holdings.merge(flow.getKey(), flow.getValue(), Math::addExact);
        profit = Math.addExact(profit, value(flow.getKey(), flow.getValue(), marks));
      }
    }
    List<FinalHolding> left = new ArrayList<>();
    holdings.forEach(
        (asset, quantity) -> {
          if (quantity != 0) {
            Mark mark = marks.get(Asset.market(asset));
            Outcome outcome = Asset.outcome(asset);
            left.add(
                new FinalHolding(
                    Asset.market(asset),
                    outcome,
                    quantity,
                    mark == null ? null : mark.of(outcome)));
          }
        });
    return new Standing(
        0,
        began.team(),
        name,
        started,
        Math.addExact(began.cash(), flows.getOrDefault(Asset.CASH, 0L)),
        profit,
        traded.volume,
        traded.trades,
        left);
  }

  private static long value(long asset, long quantity, Map<Long, Mark> marks) {
    @Nullable Mark mark = marks.get(Asset.market(asset));
    return mark == null ? 0 : Units.money(mark.of(Asset.outcome(asset)), quantity);
  }

  private static List<Standing> ranked(List<Standing> standings) {
    standings.sort(
        Comparator.comparingLong(Standing::profit).reversed().thenComparing(Standing::team));
    List<Standing> ranked = new ArrayList<>();
    for (int i = 0; i < standings.size(); i++) {
      Standing s = standings.get(i);
      int rank =
          i > 0 && standings.get(i - 1).profit() == s.profit() ? ranked.getLast().rank() : i + 1;
      ranked.add(
          new Standing(
              rank,
              s.team(),
              s.name(),
              s.started(),
              s.cash(),
              s.profit(),
              s.volume(),
              s.trades(),
              s.holdings()));
    }
    return ranked;
  }

  /** By team and asset: what came and went, but for what staff gave or took. */
  private static Map<Long, Map<Long, Long>> flows(Handle handle, Window window) {
    Map<Long, Map<Long, Long>> flows = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT account_id, asset, sum(amount)::bigint AS amount FROM (
              SELECT p.account_id, p.asset, p.amount FROM ledger_postings p
              JOIN contest_teams t ON t.contest_id = :contest AND t.team_id = p.account_id
              WHERE p.seq > :after AND p.at_ms >= :from AND p.at_ms < :to
                AND NOT (p.asset = 0 AND p.reason = 'TRANSFER')
              UNION ALL
              SELECT h.account_id, h.market_id * 4 + CASE h.outcome WHEN 'YES' THEN 1 ELSE 2 END,
                     -h.quantity
              FROM holding_changes h
              JOIN contest_teams t ON t.contest_id = :contest AND t.team_id = h.account_id
              WHERE h.seq > :after AND h.at_ms >= :from AND h.at_ms < :to
                AND h.reason IN ('INITIAL', 'ADJUSTMENT', 'RESET')) moved
            GROUP BY 1, 2
            """)
        .bind("contest", window.contest)
        .bind("after", window.afterSeq)
        .bind("from", window.fromMs)
        .bind("to", window.toMs)
        .map(
            (row, context) ->
                flows
                    .computeIfAbsent(row.getLong("account_id"), any -> new TreeMap<>())
                    .put(row.getLong("asset"), row.getLong("amount")))
        .list();
    return flows;
  }

  private static Map<Long, Traded> traded(Handle handle, Window window) {
    return handle
        .createQuery(
            """
            SELECT f.account_id, sum(f.cost)::bigint AS volume, count(*) AS trades FROM fills f
            JOIN contest_teams t ON t.contest_id = :contest AND t.team_id = f.account_id
            JOIN contest_markets m ON m.contest_id = :contest AND m.market_id = f.market_id
            WHERE f.seq > :after AND f.at_ms >= :from AND f.at_ms < :to
            GROUP BY 1
            """)
        .bind("contest", window.contest)
        .bind("after", window.afterSeq)
        .bind("from", window.fromMs)
        .bind("to", window.toMs)
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("account_id"),
                    new Traded(row.getLong("volume"), row.getLong("trades"))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Of every market that a team of the contest can have anything of. */
  private static Map<Long, Mark> marks(Handle handle, Window window) {
    return handle
        .createQuery(
            """
            SELECT * FROM (SELECT m.market_id, m.payout,
                   CASE WHEN m.resolved_ms < :to
                        THEN (m.payout::bigint * m.resolved_fraction / 10000)::int
                        ELSE (SELECT t.yes_price FROM trades t
                              WHERE t.market_id = m.market_id AND t.at_ms < :to
                              ORDER BY t.at_ms DESC, t.seq DESC LIMIT 1) END AS yes_price
            FROM markets m
            WHERE m.market_id IN (
              SELECT market_id FROM contest_markets WHERE contest_id = :contest
              UNION
              SELECT f.market_id FROM fills f
              JOIN contest_teams c ON c.contest_id = :contest AND c.team_id = f.account_id
              WHERE f.seq > :after AND f.at_ms >= :from AND f.at_ms < :to)) marked
            WHERE yes_price IS NOT NULL
            """)
        .bind("contest", window.contest)
        .bind("after", window.afterSeq)
        .bind("from", window.fromMs)
        .bind("to", window.toMs)
        .map(
            (row, context) -> {
              Mark mark = new Mark(row.getInt("yes_price"), row.getInt("payout"));
              return Map.entry(row.getLong("market_id"), mark);
            })
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<Long, String> names(Handle handle, Window window) {
    return handle
        .createQuery(
            """
            SELECT account_id, name FROM teams
            JOIN contest_teams ON contest_id = :contest AND team_id = account_id
            """)
        .bind("contest", window.contest)
        .map((row, context) -> Map.entry(row.getLong("account_id"), row.getString("name")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
