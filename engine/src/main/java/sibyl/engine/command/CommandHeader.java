package sibyl.engine.command;

/**
 * What every command carries: when the log ordered it, who sent it and on whose behalf. Mutable and
 * reused by its one owner, so that the order path allocates nothing.
 */
public final class CommandHeader {
  /** Log time, milliseconds since the epoch. Never goes back. */
  public long timeMs;

  /** The gateway (or tool) that sent the command; its events carry it back. */
  public long origin;

  /** The sender's number for this command; its events carry it back. */
  public long correlation;

  /** The user who acts, for the audit trail; 0 for the system itself. */
  public long actor;

  public CommandHeader set(long timeMs, long origin, long correlation, long actor) {
    this.timeMs = timeMs;
    this.origin = origin;
    this.correlation = correlation;
    this.actor = actor;
    return this;
  }
}
