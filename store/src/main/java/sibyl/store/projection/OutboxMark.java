package sibyl.store.projection;

import java.util.UUID;

/**
 * How the commands of the outbox are marked. A refusal in the journal names no transfer, only the
 * origin and correlation of its command: by these the projection finds the outbox's entry.
 */
public final class OutboxMark {
  /** Of every transfer the outbox submits; gateways have numbers above 0, the rest of us 0. */
  public static final long ORIGIN = -1;

  private OutboxMark() {}

  /** Half of a random or hashed id is still enough to tell all transfers apart. */
  public static long correlation(UUID transfer) {
    return transfer.getMostSignificantBits();
  }
}
