package sibyl.store.projection;

/**
 * The projection cannot go on: the journal has a gap, another program writes the same tables, or an
 * event does not fit the rows. Trying again would not help; the message says what will.
 */
public final class ProjectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProjectionException(String message) {
    super(message);
  }

  ProjectionException(String message, Throwable cause) {
    super(message, cause);
  }
}
