package sibyl.protocol;

import org.agrona.DirectBuffer;

/** Takes the messages of a snapshot in order. */
@FunctionalInterface
public interface SnapshotSink {
  /**
   * Takes one message of at most {@link SnapshotEncoder#MAX_LENGTH} bytes. The bytes are the
   * caller's again once this returns.
   */
  void onMessage(DirectBuffer buffer, int offset, int length);
}
