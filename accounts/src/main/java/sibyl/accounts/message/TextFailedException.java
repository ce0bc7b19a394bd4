package sibyl.accounts.message;

import java.io.Serial;

/** A text message was not taken; says why without saying to whom. */
public final class TextFailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean lasting;

  private TextFailedException(String message, boolean lasting) {
    super(message);
    this.lasting = lasting;
  }

  /** Another try may do better. */
  static TextFailedException passing(String message) {
    return new TextFailedException(message, false);
  }

  /** Every further try would fail as well. */
  static TextFailedException lasting(String message) {
    return new TextFailedException(message, true);
  }

  boolean isLasting() {
    return lasting;
  }
}
