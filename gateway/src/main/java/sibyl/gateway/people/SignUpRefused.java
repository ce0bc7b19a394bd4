package sibyl.gateway.people;

/** A person could not be signed up. */
public final class SignUpRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Cause {
    USERNAME_TAKEN,
    EMAIL_TAKEN,
    NOT_ACCEPTABLE
  }

  private final Cause cause;

  /**
   * @param detail what to do, for people
   */
  public SignUpRefused(Cause cause, String detail) {
    super(detail, null, false, false);
    this.cause = cause;
  }

  public Cause cause() {
    return cause;
  }
}
