package sibyl.protocol;

import org.agrona.DirectBuffer;

/** Takes the frames of the journal in order. */
@FunctionalInterface
public interface FrameSink {
  /**
   * Takes one frame. The bytes are the caller's again once this returns.
   *
   * @param firstSeq number of the first event in the frame
   * @param lastSeq number of the last
   */
  void onFrame(DirectBuffer buffer, int offset, int length, long firstSeq, long lastSeq);
}
