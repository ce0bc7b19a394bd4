package sibyl.accounts.broadcast;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import sibyl.accounts.trader.Notifications;
import sibyl.store.Database;

/**
 * Messages to everybody. One is written once and read by whoever looks, here and among the
 * notifications, so that telling a million people costs one row. Thread-safe.
 */
public final class Broadcasts {
  private final Database database;
  private final InstantSource clock;

  public Broadcasts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public Broadcast send(String title, String text, long by) {
    return database
        .jdbi()
        .inTransaction(
            handle ->
                handle
                    .createQuery(
                        """
                        INSERT INTO broadcasts (title, body, sent_by, sent_at, notification_id)
                        VALUES (:title, :text, :by, :now, :number) RETURNING *
                        """)
                    .bind("number", Notifications.nextNumber(handle))
                    .bind("title", title)
                    .bind("text", text)
                    .bind("by", by)
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .map((row, context) -> read(row))
                    .one());
  }

  /** The newest first, only those with smaller numbers than {@code before}. */
  public List<Broadcast> list(long before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT * FROM broadcasts WHERE broadcast_id < :below
                        ORDER BY broadcast_id DESC LIMIT :limit
                        """)
                    .bind("below", before)
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  private static Broadcast read(ResultSet row) throws SQLException {
    return new Broadcast(
        row.getLong("broadcast_id"),
        row.getString("title"),
        row.getString("body"),
        row.getLong("sent_by"),
        row.getObject("sent_at", OffsetDateTime.class).toInstant());
  }
}
