package sibyl.store.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sibyl.store.Database;

/** The tables that are the journal in another shape: what can be emptied and rebuilt. */
public final class DerivedTables {
  /** All of them but {@code projection_position}, which says how far they are. */
  public static final List<String> NAMES =
      List.of(
          "accounts",
          "exchange_states",
          "balances",
          "events",
          "event_edits",
          "event_words",
          "markets",
          "resolution_steps",
          "orders",
          "baskets",
          "order_groups",
          "trades",
          "fills",
          "positions",
          "holding_changes",
          "producers",
          "recipes",
          "ledger_postings",
          "settlements",
          "transfers",
          "bonus_accounts",
          "bonus_stakes",
          "bonus_events",
          "bonus_withdrawals");

  private DerivedTables() {}

  /**
   * Reads every derived row once, at one moment.
   *
   * @throws SQLException if the database does not answer within ten minutes
   */
  public static DerivedChecksum checksum(Connection connection) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      long seq = number(statement, "SELECT seq FROM projection_position");
      Map<String, TableChecksum> tables = new LinkedHashMap<>();
      for (String name : NAMES) {
        tables.put(name, checksum(statement, name));
      }
      return new DerivedChecksum(seq, tables);
    } finally {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
  }

  /** As {@link #checksum(Connection)}, on a connection of its own. */
  public static DerivedChecksum checksum(Database database) {
    try (Connection connection = database.connectForLongWork()) {
      return checksum(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the derived tables cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Empties them all and puts the position back to the beginning; the caller commits. Reads nothing
   * of what it empties, which may be damaged.
   */
  public static void clear(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE projection_position, " + String.join(", ", NAMES));
      statement.executeUpdate(
          "INSERT INTO projection_position (seq, time_ms, state) VALUES (0, 0, 'REBUILDING')");
    }
  }

  /** The hashes of the rows are added up, so their order does not matter. */
  private static TableChecksum checksum(Statement statement, String table) throws SQLException {
    try (ResultSet result =
        statement.executeQuery(
            "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM "
                + table
                + " t")) {
      result.next();
      return new TableChecksum(result.getLong(1), result.getString(2));
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
