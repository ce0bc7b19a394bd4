package sibyl.app.audit;

import org.jspecify.annotations.Nullable;

/** Engine and tables cannot be compared now, which says nothing about whether they agree. */
final class UncomparableException extends Exception {
  private static final long serialVersionUID = 1;

  UncomparableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
