package sibyl.store;

import java.sql.SQLTransientConnectionException;

/** Known to be out of reach, so it was not tried: nothing has happened. */
public final class DatabaseAwayException extends SQLTransientConnectionException {
  private static final long serialVersionUID = 1L;
  private static final String CANNOT_CONNECT = "08001";

  DatabaseAwayException(String trouble) {
    super(trouble, CANNOT_CONNECT);
  }
}
