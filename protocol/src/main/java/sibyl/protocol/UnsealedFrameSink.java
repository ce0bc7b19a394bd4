package sibyl.protocol;

import org.agrona.MutableDirectBuffer;

/** Takes the frames that an {@link EventEncoder} makes, in order; see {@link FrameSeal}. */
@FunctionalInterface
public interface UnsealedFrameSink {
  /**
   * Takes one frame, which it may seal where it is. The bytes are the encoder's again once this
   * returns.
   *
   * @param firstSeq number of the first event in the frame
   * @param lastSeq number of the last
   */
  void onFrame(MutableDirectBuffer buffer, int offset, int length, long firstSeq, long lastSeq);
}
