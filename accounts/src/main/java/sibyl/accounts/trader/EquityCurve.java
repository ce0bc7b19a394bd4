package sibyl.accounts.trader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import sibyl.engine.Asset;
import sibyl.engine.Outcome;
import sibyl.protocol.derive.HeldValue;
import sibyl.protocol.derive.MarketPosition;
import sibyl.protocol.derive.MarketPrices;
import sibyl.protocol.derive.PositionCost;
import sibyl.protocol.derive.PricedMarket;
import sibyl.protocol.derive.Valuation;
import sibyl.protocol.derive.YesMark;

/**
 * What an account had at the end of past days: cash, money under way, and holdings by {@link
 * Valuation}. The books of past days are not kept, so the mark of a day is what the market pays if
 * it was decided by then, else its last trade by then; without one, holdings are worth their
 * average cost as the tables have it.
 */
final class EquityCurve {
  private static final long DAY_MS = 24 * 60 * 60 * 1000L;

  private EquityCurve() {}

  /** The end of the day of a moment, UTC. */
  static long endOfDay(long atMs) {
    return (Math.floorDiv(atMs, DAY_MS) + 1) * DAY_MS;
  }

  /**
   * The days before the one of {@code nowMs}, oldest first.
   *
   * @param days that one included
   */
  static List<Performance.OnDay> before(Handle handle, long account, int days, long nowMs) {
    long today = Math.floorDiv(nowMs, DAY_MS);
    Map<Long, NavigableMap<Long, Long>> balances = balances(handle, account);
    Map<Long, MarketPosition> costs = costs(handle, account);
    List<Performance.OnDay> curve = new ArrayList<>();
    for (long day = today - days + 1; day < today; day++) {
      long endMs = (day + 1) * DAY_MS;
      Map<Long, MarketPosition> held = new TreeMap<>();
      long equity = underWay(handle, account, endMs);
      for (Map.Entry<Long, NavigableMap<Long, Long>> asset : balances.entrySet()) {
        Map.Entry<Long, Long> last = asset.getValue().floorEntry(day);
        long amount = last == null ? 0 : last.getValue();
        if (Asset.isCash(asset.getKey())) {
          equity = Math.addExact(equity, amount);
        } else if (amount != 0) {
          hold(held, asset.getKey(), amount, costs);
        }
      }
      for (HeldValue value : Valuation.of(held, prices(handle, held, endMs))) {
        equity = Math.addExact(equity, value.value());
      }
      curve.add(new Performance.OnDay(endMs, equity));
    }
    return curve;
  }

  private static void hold(
      Map<Long, MarketPosition> held, long asset, long quantity, Map<Long, MarketPosition> costs) {
    long market = Asset.market(asset);
    Outcome outcome = Asset.outcome(asset);
    MarketPosition before = held.getOrDefault(market, MarketPosition.NONE);
    PositionCost known = costs.getOrDefault(market, MarketPosition.NONE).of(outcome);
    PositionCost now = new PositionCost(quantity, known.averageOf(quantity), 0);
    held.put(
        market,
        outcome == Outcome.YES
            ? new MarketPosition(now, before.no())
            : new MarketPosition(before.yes(), now));
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

  /** What holdings cost: those there are, and those of settled markets as they were settled. */
  private static Map<Long, MarketPosition> costs(Handle handle, long account) {
    Map<Long, MarketPosition> costs = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT market_id, yes_quantity, yes_cost, no_quantity, no_cost FROM positions
            WHERE account_id = :account AND yes_quantity + no_quantity > 0
            UNION ALL
            SELECT market_id, yes_quantity, yes_cost, no_quantity, no_cost FROM settlements
            WHERE account_id = :account
            """)
        .bind("account", account)
        .map(
            (row, context) ->
                costs.put(
                    row.getLong("market_id"),
                    new MarketPosition(
                        new PositionCost(row.getLong("yes_quantity"), row.getLong("yes_cost"), 0),
                        new PositionCost(row.getLong("no_quantity"), row.getLong("no_cost"), 0))))
        .list();
    return costs;
  }

  /** Withdrawals that were taken, and neither paid nor given back. */
  private static long underWay(Handle handle, long account, long endMs) {
    return handle
        .createQuery(
            """
            SELECT coalesce(sum(w.amount), 0)::bigint FROM withdrawals w
            JOIN transfers t ON t.transfer_id = w.withdrawal_id AND t.at_ms < :end
            WHERE w.account_id = :account
              AND NOT EXISTS (SELECT 1 FROM transfers r
                              WHERE r.transfer_id = w.return_id AND r.at_ms < :end)
              AND NOT EXISTS (SELECT 1 FROM money_steps s
                              WHERE s.subject_id = w.withdrawal_id AND s.state = 'PAID'
                                AND s.at < to_timestamp(:end / 1000.0))
            """)
        .bind("account", account)
        .bind("end", endMs)
        .mapTo(Long.class)
        .one();
  }

  /** Of the markets held at the end of a day, and of the others of their exclusive events. */
  private static MarketPrices prices(Handle handle, Map<Long, MarketPosition> held, long endMs) {
    Map<Long, PricedMarket> markets = new HashMap<>();
    Map<Long, List<Long>> byEvent = new HashMap<>();
    if (!held.isEmpty()) {
      handle
          .createQuery(
              """
              SELECT m.market_id, m.event_id, m.payout, m.kind, coalesce(e.exclusive, false),
                     CASE WHEN m.resolved_ms < :end THEN m.resolved_fraction END,
                     (SELECT t.yes_price FROM trades t
                      WHERE t.market_id = m.market_id AND t.at_ms < :end
                      ORDER BY t.at_ms DESC, t.seq DESC LIMIT 1)
              FROM markets m LEFT JOIN events e USING (event_id)
              WHERE m.market_id IN (<markets>)
                 OR (e.exclusive AND m.event_id IN
                       (SELECT event_id FROM markets WHERE market_id IN (<markets>)))
              """)
          .bind("end", endMs)
          .bindList("markets", new ArrayList<>(held.keySet()))
          .map(
              (row, context) -> {
                long market = row.getLong(1);
                long event = row.getBoolean(5) ? row.getLong(2) : 0;
                byEvent.computeIfAbsent(event, any -> new ArrayList<>()).add(market);
                return markets.put(
                    market,
                    new PricedMarket(
                        row.getInt(3),
                        "ASSET".equals(row.getString(4)),
                        event,
                        row.getObject(6, Integer.class),
                        YesMark.lastTrade(row.getInt(7), row.getInt(3))));
              })
          .list();
    }
    return new MarketPrices() {
      @Override
      public PricedMarket market(long market) {
        return Objects.requireNonNull(markets.get(market));
      }

      @Override
      public long[] marketsOf(long event) {
        return byEvent.getOrDefault(event, List.of()).stream().mapToLong(Long::longValue).toArray();
      }
    };
  }
}
