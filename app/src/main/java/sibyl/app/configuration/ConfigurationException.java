package sibyl.app.configuration;

import java.io.Serial;

/** A setting that cannot be used; the message names it, where it came from and what would do. */
public final class ConfigurationException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ConfigurationException(String message) {
    super(message);
  }
}
