package sibyl.store.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sibyl.protocol.derive.MarketPosition;
import sibyl.protocol.derive.PositionCost;

/**
 * What a batch needs to know of the rows before it: positions and facts of markets. Both are kept
 * in bounded memory, least recently used out first, and fetched where they are not. Only what was
 * committed is kept.
 */
final class OldState {
  private static final int MARKETS_MAX = 100_000;

  private final Map<PositionKey, MarketPosition> positions;
  private final Map<Long, MarketFacts> markets = leastRecentlyUsed(MARKETS_MAX);

  OldState(int positionsMax) {
    positions = leastRecentlyUsed(positionsMax);
  }

  Map<PositionKey, MarketPosition> positions(Connection connection, Set<PositionKey> keys)
      throws SQLException {
    Map<PositionKey, MarketPosition> found = new HashMap<>();
    List<PositionKey> missing = new ArrayList<>();
    for (PositionKey key : keys) {
      MarketPosition position = positions.get(key);
      if (position == null) {
        missing.add(key);
      } else {
        found.put(key, position);
      }
    }
    if (!missing.isEmpty()) {
      fetchPositions(connection, missing, found);
    }
    return found;
  }

  /**
   * What is known of markets that were created before the batch.
   *
   * @throws ProjectionException if one of them is not in the tables
   */
  Map<Long, MarketFacts> markets(Connection connection, Set<Long> numbers) throws SQLException {
    Map<Long, MarketFacts> found = new HashMap<>();
    for (long market : numbers) {
      MarketFacts facts = markets.get(market);
      found.put(market, facts == null ? fetchFacts(connection, market) : facts);
    }
    return found;
  }

  void committed(BatchRows rows) {
    rows.positions.forEach((key, row) -> positions.put(key, row.position()));
    markets.putAll(rows.facts);
  }

  void forget() {
    positions.clear();
    markets.clear();
  }

  private static MarketFacts fetchFacts(Connection connection, long market) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT event_id, payout, last_yes_price FROM markets WHERE market_id = ?")) {
      statement.setLong(1, market);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          throw new ProjectionException(
              "the journal mentions market " + market + ", which is not in the tables: rebuild");
        }
        return new MarketFacts(result.getLong(1), result.getInt(2), result.getInt(3));
      }
    }
  }

  private static void fetchPositions(
      Connection connection, List<PositionKey> keys, Map<PositionKey, MarketPosition> into)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT p.account_id, p.market_id, p.yes_quantity, p.yes_cost, p.yes_realized,
                   p.no_quantity, p.no_cost, p.no_realized
            FROM unnest(?::bigint[], ?::bigint[]) AS k (account_id, market_id)
            JOIN positions p USING (account_id, market_id)
            """)) {
      new Columns<>(connection, statement, keys)
          .longs(PositionKey::account)
          .longs(PositionKey::market);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          into.put(
              new PositionKey(row.getLong(1), row.getLong(2)),
              new MarketPosition(
                  new PositionCost(row.getLong(3), row.getLong(4), row.getLong(5)),
                  new PositionCost(row.getLong(6), row.getLong(7), row.getLong(8))));
        }
      }
    }
  }

  static <K, V> Map<K, V> leastRecentlyUsed(int max) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
      }
    };
  }
}
