package sibyl.store.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a batch needs to know of bonus money before it: kept in bounded memory, least recently used
 * out first, and fetched where it is not. Only what was committed is kept.
 */
final class OldBonus {
  private final BonusState kept;

  OldBonus(int max) {
    kept =
        new BonusState(
            OldState.leastRecentlyUsed(max),
            OldState.leastRecentlyUsed(max),
            OldState.leastRecentlyUsed(max));
  }

  BonusState of(Connection connection, Set<Long> accounts, Set<BonusKey> stakes)
      throws SQLException {
    BonusState found = BonusState.empty();
    List<Long> newAccounts = known(kept.accounts(), accounts, found.accounts());
    List<BonusKey> newStakes = known(kept.stakes(), stakes, found.stakes());
    List<Long> newEvents =
        known(
            kept.events(),
            stakes.stream().map(BonusKey::event).distinct().toList(),
            found.events());
    BonusState fetched = BonusState.empty();
    fetchAccounts(connection, newAccounts, fetched);
    fetchStakes(connection, newStakes, fetched);
    fetchEvents(connection, newEvents, fetched);
    found.putAll(fetched);
    kept.putAll(fetched);
    return found;
  }

  void committed(BonusState after) {
    kept.putAll(after);
  }

  void forget() {
    kept.accounts().clear();
    kept.stakes().clear();
    kept.events().clear();
  }

  /**
   * Copies what is kept.
   *
   * @return the keys that are not
   */
  private static <K, V> List<K> known(Map<K, V> kept, Collection<K> keys, Map<K, V> into) {
    List<K> missing = new ArrayList<>();
    for (K key : keys) {
      V value = kept.get(key);
      if (value == null) {
        missing.add(key);
      } else {
        into.put(key, value);
      }
    }
    return missing;
  }

  private static void fetchAccounts(Connection connection, List<Long> keys, BonusState into)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    keys.forEach(key -> into.accounts().put(key, BonusFigures.NONE));
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT account_id, granted, held, staked, traded, released
            FROM bonus_accounts WHERE account_id = ANY (?)
            """)) {
      new Columns<>(connection, statement, keys).longs(Long::longValue);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          into.accounts()
              .put(
                  row.getLong(1),
                  new BonusFigures(
                      row.getLong(2),
                      row.getLong(3),
                      row.getLong(4),
                      row.getLong(5),
                      row.getLong(6)));
        }
      }
    }
  }

  /** The cash that came from an event and went into it is in the positions. */
  private static void fetchStakes(Connection connection, List<BonusKey> keys, BonusState into)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT k.account_id, k.event_id,
                   coalesce((SELECT sum(p.yes_realized + p.no_realized - p.yes_cost - p.no_cost)
                             FROM markets m JOIN positions p ON p.market_id = m.market_id
                             WHERE m.event_id = k.event_id AND p.account_id = k.account_id),
                            0)::bigint,
                   coalesce(s.staked, 0), coalesce(s.written_off, 0), coalesce(s.carried, 0)
            FROM unnest(?::bigint[], ?::bigint[]) AS k (account_id, event_id)
            LEFT JOIN bonus_stakes s
              ON s.account_id = k.account_id AND s.event_id = k.event_id
            """)) {
      new Columns<>(connection, statement, keys).longs(BonusKey::account).longs(BonusKey::event);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          into.stakes()
              .put(
                  new BonusKey(row.getLong(1), row.getLong(2)),
                  new BonusStake(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)));
        }
      }
    }
  }

  private static void fetchEvents(Connection connection, List<Long> keys, BonusState into)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    keys.forEach(key -> into.events().put(key, 0L));
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT event_id, staked FROM bonus_events WHERE event_id = ANY (?)")) {
      new Columns<>(connection, statement, keys).longs(Long::longValue);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          into.events().put(row.getLong(1), row.getLong(2));
        }
      }
    }
  }
}
