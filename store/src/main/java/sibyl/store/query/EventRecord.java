package sibyl.store.query;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One event, without its markets.
 *
 * @param closeAtMs when its markets were to close by themselves at its creation; 0 for never
 * @param openAtMs when they were to open by themselves; 0 for never
 */
public record EventRecord(
    long event,
    String title,
    String description,
    String category,
    String rules,
    String source,
    long closeAtMs,
    long openAtMs,
    boolean exclusive,
    long createdMs,
    String image,
    int rulesVersion) {
  static EventRecord read(ResultSet row) throws SQLException {
    return new EventRecord(
        row.getLong("event_id"),
        row.getString("title"),
        row.getString("description"),
        row.getString("category"),
        row.getString("rules"),
        row.getString("source"),
        row.getLong("close_at_ms"),
        row.getLong("open_at_ms"),
        row.getBoolean("exclusive"),
        row.getLong("created_ms"),
        row.getString("image"),
        row.getInt("rules_version"));
  }
}
