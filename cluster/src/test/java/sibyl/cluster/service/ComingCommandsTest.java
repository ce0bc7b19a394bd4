package sibyl.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.codecs.SessionMessageHeaderEncoder;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.aeron.protocol.DataHeaderFlyweight;
import java.nio.ByteOrder;
import java.util.Random;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import sibyl.engine.Engine;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.limits.Limits;
import sibyl.engine.market.ReadAhead;
import sibyl.protocol.CommandEncoder;
import sibyl.protocol.EventEncoder;

class ComingCommandsTest {
  private static final int TERM_LENGTH = 1 << 16;
  private static final int FIRST_TERM = 3;

  private final UnsafeBuffer term = new UnsafeBuffer(new byte[TERM_LENGTH]);
  private final Header header =
      new Header(FIRST_TERM, Integer.numberOfTrailingZeros(TERM_LENGTH), null);
  private final ReadAhead readAhead =
      new Engine(Limits.defaults(), new EventEncoder((buffer, offset, length, first, last) -> {}))
          .readAhead();
  private final ComingCommands coming = new ComingCommands();
  private int end;

  @Test
  void looksAtAllThatStandsBehindButNotTwice() {
    int[] frames = new int[6];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = appendCancellation(FrameDescriptor.UNFRAGMENTED);
    }
    assertThat(lookFrom(frames[0])).isEqualTo(5);
    for (int i = 1; i < 5; i++) {
      assertThat(lookFrom(frames[i])).isZero();
    }
    appendCancellation(FrameDescriptor.UNFRAGMENTED);
    assertThat(lookFrom(frames[5])).isOne();
  }

  @Test
  void looksNoFartherThanItMayTell() {
    int first = appendCancellation(FrameDescriptor.UNFRAGMENTED);
    for (int i = 0; i < 2 * ReadAhead.MOST; i++) {
      appendCancellation(FrameDescriptor.UNFRAGMENTED);
    }
    assertThat(lookFrom(first)).isEqualTo(ReadAhead.MOST);
  }

  @Test
  void stopsAtPaddingAndAtTheEndOfATerm() {
    int first = appendCancellation(FrameDescriptor.UNFRAGMENTED);
    int padding = appendCancellation(FrameDescriptor.UNFRAGMENTED);
    FrameDescriptor.frameType(term, padding, FrameDescriptor.PADDING_FRAME_TYPE);
    assertThat(lookFrom(first)).isZero();

    int last = append(TERM_LENGTH - end);
    assertThat(end).isEqualTo(TERM_LENGTH);
    assertThat(lookFrom(last)).isZero();
  }

  @Test
  void passesOverFragmentsAndWhatWasPutTogetherElsewhere() {
    int first = appendCancellation(FrameDescriptor.UNFRAGMENTED);
    appendCancellation(FrameDescriptor.BEGIN_FRAG_FLAG);
    assertThat(lookFrom(first)).isOne();

    header.buffer(term);
    header.offset(first);
    UnsafeBuffer elsewhere = new UnsafeBuffer(new byte[100]);
    assertThat(new ComingCommands().lookBeyond(elsewhere, header, readAhead)).isZero();
  }

  /** What is behind may be half written, or be of another time. */
  @Test
  void takesAnyBytes() {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      end = 0;
      int first = appendCancellation(FrameDescriptor.UNFRAGMENTED);
      for (int i = 0; i < 4; i++) {
        appendCancellation(FrameDescriptor.UNFRAGMENTED);
      }
      for (int i = 0; i < 8; i++) {
        int behind = FrameDescriptor.FRAME_ALIGNMENT * 4;
        term.putByte(behind + random.nextInt(end - behind), (byte) random.nextInt());
      }
      header.buffer(term);
      header.offset(first);
      assertThat(new ComingCommands().lookBeyond(term, header, readAhead)).isBetween(0, 4);
    }
  }

  private int lookFrom(int frame) {
    header.buffer(term);
    header.offset(frame);
    return coming.lookBeyond(term, header, readAhead);
  }

  private int appendCancellation(byte flags) {
    CommandEncoder encoder = new CommandEncoder();
    CancelOrder cancel = new CancelOrder();
    cancel.account = 1_000;
    cancel.order = 1 << 24;
    encoder.cancelOrder(new CommandHeader().set(1, 2, 3, 4).key(5, 6, 7), cancel);
    int message = DataHeaderFlyweight.HEADER_LENGTH + AeronCluster.SESSION_HEADER_LENGTH;
    int frame = append(message + encoder.length());
    FrameDescriptor.frameFlags(term, frame, flags);
    new SessionMessageHeaderEncoder()
        .wrapAndApplyHeader(
            term, frame + DataHeaderFlyweight.HEADER_LENGTH, new MessageHeaderEncoder());
    term.putBytes(frame + message, encoder.buffer(), 0, encoder.length());
    return frame;
  }

  /** Appends a frame of {@code length} bytes; returns where it begins. */
  private int append(int length) {
    int frame = end;
    end += BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
    term.setMemory(frame, end - frame, (byte) 0);
    term.putInt(frame, length, ByteOrder.LITTLE_ENDIAN);
    FrameDescriptor.frameType(term, frame, DataHeaderFlyweight.HDR_TYPE_DATA);
    term.putInt(
        frame + DataHeaderFlyweight.TERM_ID_FIELD_OFFSET, FIRST_TERM, ByteOrder.LITTLE_ENDIAN);
    term.putInt(
        frame + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, frame, ByteOrder.LITTLE_ENDIAN);
    return frame;
  }
}
