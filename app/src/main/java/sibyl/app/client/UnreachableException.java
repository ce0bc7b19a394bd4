package sibyl.app.client;

import java.io.Serial;

/** No answer came within the deadline: whether the request had an effect is not known. */
public final class UnreachableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
