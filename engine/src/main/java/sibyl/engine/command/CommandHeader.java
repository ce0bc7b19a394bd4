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

  /**
   * A 128-bit fingerprint of the actor's idempotency key; both halves 0 when none was given. The
   * same key with the same body is answered by naming the events of the first time, with another
   * body it is a conflict. What was refused is not remembered.
   */
  public long keyHigh;

  public long keyLow;

  /** A fingerprint of the body that the key came with. */
  public long bodyHash;

  /** Sets everything, with no idempotency key. */
  public CommandHeader set(long timeMs, long origin, long correlation, long actor) {
    this.timeMs = timeMs;
    this.origin = origin;
    this.correlation = correlation;
    this.actor = actor;
    return key(0, 0, 0);
  }

  public CommandHeader key(long keyHigh, long keyLow, long bodyHash) {
    this.keyHigh = keyHigh;
    this.keyLow = keyLow;
    this.bodyHash = bodyHash;
    return this;
  }

  public boolean hasKey() {
    return (keyHigh | keyLow) != 0;
  }
}
