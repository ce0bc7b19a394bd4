package sibyl.accounts;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** How a call failed because the database was away, rather than because of what was asked. */
public enum DatabaseLoss {
  /** No connection could be had. */
  NOT_REACHED,
  /** The connection was lost on the way: what was under way may have been done. */
  LOST_ON_THE_WAY;

  private static final int CAUSES_MAX = 20;

  /** Looks through a failure's causes; empty for any other failure. */
  public static Optional<DatabaseLoss> in(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
      if (cause instanceof SQLTransientConnectionException
          || cause instanceof ConnectionException) {
        return Optional.of(NOT_REACHED);
      }
      if (cause instanceof SQLException lost && isLoss(lost.getSQLState())) {
        return Optional.of(LOST_ON_THE_WAY);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /** Connection exceptions, and a server that stops, has crashed or is starting. */
  private static boolean isLoss(@Nullable String state) {
    return state != null && (state.startsWith("08") || state.startsWith("57P0"));
  }
}
