package sibyl.cluster.client;

import org.agrona.DirectBuffer;

/** Sends commands to the exchange. Safe for any number of threads; never blocks. */
public interface CommandPublisher {
  /**
   * Offers one encoded command. Whether it was carried out is told by its events in the journal and
   * by nothing else: true only means that it is on its way, and a command on its way can still be
   * lost with the member that leads. So the caller keeps a deadline for each.
   *
   * @return false if it was not taken, because too many are waiting or there is no session with the
   *     cluster; then it never will be
   * @throws IllegalArgumentException if it is longer than a command can be
   */
  boolean offer(DirectBuffer buffer, int offset, int length);
}
