package sibyl.cluster.journal;

import io.aeron.ChannelUriStringBuilder;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.BitUtil;
import sibyl.protocol.EventFrame;

/**
 * What must never change about a recorded journal, since readers and later builds find their way in
 * it by these figures.
 */
final class JournalLayout {
  static final String ALIAS = "sibyl-journal";
  static final int STREAM_ID = 2001;

  /** Readers search by terms, each of which begins with the beginning of a frame. */
  static final int TERM_LENGTH = 1024 * 1024;

  /**
   * Large enough that a frame is never cut into fragments: a member that dies while writing leaves
   * a frame whole or not at all.
   */
  static final int MTU =
      BitUtil.align(
          EventFrame.MAX_LENGTH + DataHeaderFlyweight.HEADER_LENGTH,
          FrameDescriptor.FRAME_ALIGNMENT);

  private JournalLayout() {}

  /** The channel the service writes to, and this member's archive records. */
  static ChannelUriStringBuilder channel() {
    return new ChannelUriStringBuilder().media("ipc").alias(ALIAS).termLength(TERM_LENGTH).mtu(MTU);
  }
}
