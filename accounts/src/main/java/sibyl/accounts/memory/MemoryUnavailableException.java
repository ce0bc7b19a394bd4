package sibyl.accounts.memory;

import java.io.Serial;

/** The memory that gateways share cannot be reached at the moment. */
public final class MemoryUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  MemoryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
