package sibyl.store;

import java.sql.SQLException;

/** Tables that cannot be read: the database is away, or what it keeps is damaged. */
public final class UnreadableTablesException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnreadableTablesException(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
