package sibyl.store.query;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One event, without its markets.
 *
 * @param closeAtMs announced end of trading; 0 when not announced
 */
public record EventRecord(
    long event,
    String title,
    String description,
    String category,
    String rules,
    String source,
    long closeAtMs,
    boolean exclusive,
    long createdMs) {
  static EventRecord read(ResultSet row) throws SQLException {
    return new EventRecord(
        row.getLong("event_id"),
        row.getString("title"),
        row.getString("description"),
        row.getString("category"),
        row.getString("rules"),
        row.getString("source"),
        row.getLong("close_at_ms"),
        row.getBoolean("exclusive"),
        row.getLong("created_ms"));
  }
}
