package sibyl.accounts.payment;

import java.io.Serial;

/** The provider did not answer, or not now; it may have heard all the same. */
public final class ProviderUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public ProviderUnavailableException(String message) {
    super(message);
  }
}
