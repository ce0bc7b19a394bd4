package sibyl.app.client;

import java.io.Serial;

/** The exchange answered a request with something other than success. */
public final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  RefusedException(Answer answer) {
    super(answer.request() + " was refused with " + answer.status() + ": " + answer.body());
    this.status = answer.status();
    this.code = answer.code();
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
