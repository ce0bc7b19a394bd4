package sibyl.store.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The SQL that writes a batch's bonus money, within a transaction of the caller's. */
final class BonusStatements {
  private final Connection connection;

  BonusStatements(Connection connection) {
    this.connection = connection;
  }

  void write(BonusFold bonus) throws SQLException {
    writeAccounts(bonus.after.accounts());
    writeStakes(bonus);
    writeEvents(bonus.after.events());
    writeWithdrawn(bonus.withdrawn);
  }

  private void writeAccounts(Map<Long, BonusFigures> accounts) throws SQLException {
    if (accounts.isEmpty()) {
      return;
    }
    Collection<Map.Entry<Long, BonusFigures>> rows =
        accounts.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(BonusFigures.NONE))
            .toList();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO bonus_accounts (account_id, granted, held, staked, traded, released)
            SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                                 ?::bigint[])
            ON CONFLICT (account_id) DO UPDATE
            SET granted = excluded.granted, held = excluded.held, staked = excluded.staked,
                traded = excluded.traded, released = excluded.released
            """)) {
      new Columns<>(connection, statement, rows)
          .longs(Map.Entry::getKey)
          .longs(entry -> entry.getValue().granted())
          .longs(entry -> entry.getValue().held())
          .longs(entry -> entry.getValue().staked())
          .longs(entry -> entry.getValue().traded())
          .longs(entry -> entry.getValue().released());
      statement.executeUpdate();
    }
    delete(
        "DELETE FROM bonus_accounts WHERE account_id = ANY (?)",
        accounts.entrySet().stream()
            .filter(entry -> entry.getValue().equals(BonusFigures.NONE))
            .map(Map.Entry::getKey)
            .toList());
  }

  private void writeStakes(BonusFold bonus) throws SQLException {
    List<Map.Entry<BonusKey, BonusStake>> rows =
        bonus.after.stakes().entrySet().stream().filter(entry -> entry.getValue().isRow()).toList();
    if (!rows.isEmpty()) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              INSERT INTO bonus_stakes (account_id, event_id, staked, written_off, carried)
              SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
              ON CONFLICT (account_id, event_id) DO UPDATE
              SET staked = excluded.staked, written_off = excluded.written_off,
                  carried = excluded.carried
              """)) {
        new Columns<>(connection, statement, rows)
            .longs(entry -> entry.getKey().account())
            .longs(entry -> entry.getKey().event())
            .longs(entry -> entry.getValue().staked())
            .longs(entry -> entry.getValue().writtenOff())
            .longs(entry -> entry.getValue().carried());
        statement.executeUpdate();
      }
    }
    List<BonusKey> gone = bonus.goneStakes();
    if (!gone.isEmpty()) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              DELETE FROM bonus_stakes s
              USING unnest(?::bigint[], ?::bigint[]) AS k (account_id, event_id)
              WHERE s.account_id = k.account_id AND s.event_id = k.event_id
              """)) {
        new Columns<>(connection, statement, gone).longs(BonusKey::account).longs(BonusKey::event);
        statement.executeUpdate();
      }
    }
  }

  private void writeEvents(Map<Long, Long> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    Collection<Map.Entry<Long, Long>> rows =
        events.entrySet().stream().filter(entry -> entry.getValue() != 0).toList();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO bonus_events (event_id, staked) SELECT * FROM unnest(?::bigint[], ?::bigint[])
            ON CONFLICT (event_id) DO UPDATE SET staked = excluded.staked
            """)) {
      new Columns<>(connection, statement, rows)
          .longs(Map.Entry::getKey)
          .longs(Map.Entry::getValue);
      statement.executeUpdate();
    }
    delete(
        "DELETE FROM bonus_events WHERE event_id = ANY (?)",
        events.entrySet().stream()
            .filter(entry -> entry.getValue() == 0)
            .map(Map.Entry::getKey)
            .toList());
  }

  private void writeWithdrawn(List<BonusFold.Withdrawn> withdrawn) throws SQLException {
    if (withdrawn.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO bonus_withdrawals (transfer_id, account_id, amount)
            SELECT id::uuid, account_id, amount
            FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS w (id, account_id, amount)
            """)) {
      new Columns<>(connection, statement, withdrawn)
          .texts(row -> row.transfer().toString())
          .longs(BonusFold.Withdrawn::account)
          .longs(BonusFold.Withdrawn::amount);
      statement.executeUpdate();
    }
  }

  private void delete(String sql, List<Long> keys) throws SQLException {
    if (!keys.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        new Columns<>(connection, statement, keys).longs(Long::longValue);
        statement.executeUpdate();
      }
    }
  }
}
