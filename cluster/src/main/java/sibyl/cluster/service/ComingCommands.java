package sibyl.cluster.service;

import static io.aeron.logbuffer.FrameDescriptor.FRAME_ALIGNMENT;
import static io.aeron.logbuffer.FrameDescriptor.UNFRAGMENTED;
import static io.aeron.logbuffer.FrameDescriptor.frameFlags;
import static io.aeron.logbuffer.FrameDescriptor.isPaddingFrame;
import static io.aeron.protocol.DataHeaderFlyweight.HEADER_LENGTH;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import io.aeron.logbuffer.Header;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import sibyl.engine.market.ReadAhead;
import sibyl.protocol.CommandGlance;

/**
 * The commands that stand in the log behind the one being applied. When many wait, the engine is
 * told of the next few together, so that it can begin to read what they need.
 *
 * <p>They are looked at in the log's own memory, where the next frames may be there already, half
 * written, or never be committed. None of this matters: they are hints, and the cluster hands each
 * command over in its turn, when it is.
 */
final class ComingCommands {
  private final CommandGlance glance = new CommandGlance();
  private final MessageHeaderDecoder message = new MessageHeaderDecoder();
  private final UnsafeBuffer term = new UnsafeBuffer(0, 0);

  /** Position in the log up to which commands were told of. */
  private long toldUntil;

  /**
   * Tells of those behind a command, unless it was itself told of with others behind it.
   *
   * @param buffer what the command is in
   * @param current where the log has it
   * @return how many frames were looked at
   */
  int lookBeyond(DirectBuffer buffer, Header current, ReadAhead readAhead) {
    DirectBuffer log = current.buffer();
    if (current.position() < toldUntil || buffer != log) {
      return 0;
    }
    term.wrap(log);
    long position = current.position();
    int at = BitUtil.align(current.offset() + current.frameLength(), FRAME_ALIGNMENT);
    int seen = 0;
    while (seen < ReadAhead.MOST && at <= term.capacity() - HEADER_LENGTH) {
      int length = term.getInt(at, ByteOrder.LITTLE_ENDIAN);
      if (length < HEADER_LENGTH || length > term.capacity() - at || isPaddingFrame(term, at)) {
        break;
      }
      tell(at, length, readAhead);
      int aligned = BitUtil.align(length, FRAME_ALIGNMENT);
      at += aligned;
      position += aligned;
      seen++;
    }
    if (seen > 0) {
      readAhead.fetch();
    }
    toldUntil = position;
    return seen;
  }

  private void tell(int frame, int length, ReadAhead readAhead) {
    int offset = frame + HEADER_LENGTH;
    int rest = length - HEADER_LENGTH - AeronCluster.SESSION_HEADER_LENGTH;
    if (rest <= 0 || (frameFlags(term, frame) & UNFRAGMENTED) != UNFRAGMENTED) {
      return;
    }
    message.wrap(term, offset);
    if (message.schemaId() == MessageHeaderDecoder.SCHEMA_ID
        && message.templateId() == SessionMessageHeaderDecoder.TEMPLATE_ID) {
      glance.tell(term, offset + AeronCluster.SESSION_HEADER_LENGTH, rest, readAhead);
    }
  }
}
