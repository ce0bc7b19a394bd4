package sibyl.store.dump;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import sibyl.store.DatabaseAddress;
import sibyl.store.schema.DerivedTables;

/**
 * What must be different in a database that was restored, since the exchange it was copied from may
 * still run: it belongs to another exchange, no one is signed in, and no provider is asked to pay
 * before staff say so.
 */
public final class RestoredTables {
  private final DatabaseAddress owner;

  public RestoredTables(DatabaseAddress owner) {
    this.owner = owner;
  }

  /** A step of a change. */
  @FunctionalInterface
  private interface Change {
    void in(Connection connection, Statement statement) throws SQLException;
  }

  /** Makes it the database of another exchange. */
  public void separate(UUID exchange) {
    change(
        (_, statement) -> {
          statement.executeUpdate("DELETE FROM exchange_identity");
          statement.executeUpdate("INSERT INTO exchange_identity (id) VALUES ('" + exchange + "')");
          statement.executeUpdate("DELETE FROM sessions");
          statement.executeUpdate(
              "UPDATE payout_switch SET state = 'HELD', changed_by = NULL, changed_at = now()");
        });
  }

  /**
   * Takes back what the tables say of events after {@code seq}, which the log no longer has. What
   * is written from the journal is emptied and will be written again; money under way whose
   * transfer was cut off is sent again, since what people paid in and what was paid out has
   * happened.
   *
   * @return how many transfers are sent again
   */
  public int cutAfter(long seq) {
    int[] sentAgain = new int[1];
    change(
        (connection, statement) -> {
          statement.executeUpdate(
              "UPDATE notification_position SET"
                  + (" trade_id = least(trade_id, (SELECT coalesce(max(trade_id), 0) FROM trades"
                      + " WHERE seq <= "
                      + seq
                      + ")),")
                  + (" settlement_seq = least(settlement_seq, " + seq + "),")
                  + (" edit_seq = least(edit_seq, " + seq + ")"));
          statement.executeUpdate("UPDATE users SET opened_seq = NULL WHERE opened_seq > " + seq);
          sentAgain[0] =
              statement.executeUpdate(
                  "UPDATE outbox SET completed_seq = NULL, state = 'WAITING', state_reason = NULL,"
                      + " attempts = 0, next_attempt_at = now(), updated_at = now()"
                      + " WHERE completed_seq > "
                      + seq);
          statement.executeUpdate(
              "UPDATE outbox SET refused_seq = NULL, refused_reason = NULL"
                  + " WHERE refused_seq > "
                  + seq);
          DerivedTables.clear(connection);
        });
    return sentAgain[0];
  }

  private void change(Change change) {
    try (Connection connection = owner.connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        change.in(connection, statement);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the restored tables cannot be changed: " + e.getMessage(), e);
    }
  }
}
