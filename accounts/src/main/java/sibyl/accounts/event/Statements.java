package sibyl.accounts.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** Reads statements from rows. */
final class Statements {
  private Statements() {}

  static Statement read(ResultSet row) throws SQLException {
    return new Statement(
        row.getLong("number"),
        row.getString("words"),
        row.getString("reason"),
        row.getLong("written_by"),
        row.getObject("written_at", OffsetDateTime.class).toInstant());
  }
}
