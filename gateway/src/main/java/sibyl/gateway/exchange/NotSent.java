package sibyl.gateway.exchange;

/** A command was not sent and has no effect. */
public final class NotSent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Cause {
    /** Too many commands are under way. */
    TOO_MANY_PENDING,
    /** The log's way in is full or there is no leader now. */
    LINK_BUSY,
    /** This gateway is being stopped. */
    STOPPING
  }

  private final Cause cause;

  NotSent(Cause cause) {
    super("command not sent: " + cause, null, false, false);
    this.cause = cause;
  }

  public Cause cause() {
    return cause;
  }
}
