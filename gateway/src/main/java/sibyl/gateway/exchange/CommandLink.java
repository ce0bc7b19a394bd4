package sibyl.gateway.exchange;

import org.agrona.DirectBuffer;

/** The way into the log: what the cluster's client offers. Safe to use from any thread. */
@FunctionalInterface
public interface CommandLink {
  /**
   * Hands over one encoded command; the buffer may be reused afterwards.
   *
   * @return false when the way in is busy and the command was not taken
   */
  boolean offer(DirectBuffer buffer, int offset, int length);
}
