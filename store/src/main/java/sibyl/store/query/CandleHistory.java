package sibyl.store.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import sibyl.store.Database;

/**
 * Candles of markets, counted from their trades when asked for. Intervals begin at whole multiples
 * of their length since the epoch; one without trades has no candle.
 */
public final class CandleHistory {
  private final Database database;

  public CandleHistory(Database database) {
    this.database = database;
  }

  /**
   * Candles that begin before a time, newest first, at most {@code limit}. Looks at the trades of
   * the asked candles only: quiet stretches between them are jumped over.
   *
   * @param intervalMs length of a candle
   * @throws IllegalArgumentException if the limit is out of range
   */
  public List<CandleRecord> ofMarket(long market, long intervalMs, long beforeMs, int limit) {
    Page.oneMoreThan(limit);
    return database
        .jdbi()
        .withHandle(
            handle -> {
              List<CandleRecord> candles = new ArrayList<>();
              long end = endOfLastBefore(beforeMs, intervalMs);
              while (candles.size() < limit) {
                Optional<Long> latest = latestTrade(handle, market, end);
                if (latest.isEmpty()) {
                  break;
                }
                long last = Math.floorDiv(latest.get(), intervalMs) * intervalMs + intervalMs;
                long first = last - (limit - candles.size()) * intervalMs;
                candles.addAll(between(handle, market, intervalMs, first, last));
                end = first;
              }
              return List.copyOf(candles);
            });
  }

  /** Where the last candle ends that begins before a time, which may be the end of all times. */
  private static long endOfLastBefore(long beforeMs, long intervalMs) {
    long start = Math.floorDiv(beforeMs - 1, intervalMs) * intervalMs;
    return start > Long.MAX_VALUE - intervalMs ? Long.MAX_VALUE : start + intervalMs;
  }

  private static Optional<Long> latestTrade(Handle handle, long market, long beforeMs) {
    return handle
        .createQuery(
            "SELECT at_ms FROM trades WHERE market_id = :market AND at_ms < :before"
                + " ORDER BY at_ms DESC LIMIT 1")
        .bind("market", market)
        .bind("before", beforeMs)
        .mapTo(Long.class)
        .findOne();
  }

  private static List<CandleRecord> between(
      Handle handle, long market, long intervalMs, long fromMs, long toMs) {
    return handle
        .createQuery(
            """
            SELECT c.*, o.yes_price AS open, l.yes_price AS close
            FROM (SELECT at_ms / :interval * :interval AS start_ms,
                         min(seq) AS first_seq, max(seq) AS last_seq,
                         max(yes_price) AS high, min(yes_price) AS low,
                         sum(quantity)::bigint AS volume, count(*) AS trades
                  FROM trades
                  WHERE market_id = :market AND at_ms >= :from AND at_ms < :to
                  GROUP BY 1) c
            JOIN trades o ON o.market_id = :market AND o.seq = c.first_seq
            JOIN trades l ON l.market_id = :market AND l.seq = c.last_seq
            ORDER BY c.start_ms DESC
            """)
        .bind("market", market)
        .bind("interval", intervalMs)
        .bind("from", fromMs)
        .bind("to", toMs)
        .map(
            (row, context) ->
                new CandleRecord(
                    row.getLong("start_ms"),
                    row.getInt("open"),
                    row.getInt("high"),
                    row.getInt("low"),
                    row.getInt("close"),
                    row.getLong("volume"),
                    row.getLong("trades")))
        .list();
  }
}
