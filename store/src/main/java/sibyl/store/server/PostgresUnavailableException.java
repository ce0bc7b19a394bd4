package sibyl.store.server;

/** The embedded server could not be created, started or stopped; the message says what to do. */
public final class PostgresUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PostgresUnavailableException(String message) {
    super(message);
  }

  PostgresUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
