package sibyl.app;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The program cannot run; the message is for whoever started it. */
final class StartException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
