package sibyl.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import sibyl.protocol.sbe.EventFrameDecoder;
import sibyl.protocol.sbe.MessageHeaderDecoder;

/**
 * What a frame of the journal says about itself, readable without decoding its events. Its checksum
 * is the decoder's to check.
 *
 * <p>Every method throws {@link CorruptFrameException} if the bytes do not begin as a frame of this
 * build does.
 */
public final class EventFrame {
  /** Most bytes of a frame. */
  public static final int MAX_LENGTH = 32 * 1024;

  /** Where the first event of a frame begins. */
  static final int FIRST_EVENT =
      MessageHeaderDecoder.ENCODED_LENGTH + EventFrameDecoder.BLOCK_LENGTH;

  /** Before each event stands its length. */
  static final int LENGTH_PREFIX = Short.BYTES;

  static final int BEGINS_COMMAND = 1;
  static final int ENDS_COMMAND = 1 << 1;

  private EventFrame() {}

  public static long firstSeq(DirectBuffer buffer, int offset, int length) {
    return longAt(EventFrameDecoder.firstSeqEncodingOffset(), buffer, offset, length);
  }

  public static long lastSeq(DirectBuffer buffer, int offset, int length) {
    return longAt(EventFrameDecoder.lastSeqEncodingOffset(), buffer, offset, length);
  }

  /** Log time, milliseconds since the epoch. */
  public static long timeMs(DirectBuffer buffer, int offset, int length) {
    return longAt(EventFrameDecoder.timeMsEncodingOffset(), buffer, offset, length);
  }

  /** Whether its first event is the first of a command. */
  public static boolean beginsCommand(DirectBuffer buffer, int offset, int length) {
    return (flags(buffer, offset, length) & BEGINS_COMMAND) != 0;
  }

  /** Whether its last event is the last of a command. */
  public static boolean endsCommand(DirectBuffer buffer, int offset, int length) {
    return (flags(buffer, offset, length) & ENDS_COMMAND) != 0;
  }

  private static int flags(DirectBuffer buffer, int offset, int length) {
    return buffer.getByte(block(buffer, offset, length) + EventFrameDecoder.flagsEncodingOffset());
  }

  private static long longAt(int field, DirectBuffer buffer, int offset, int length) {
    return buffer.getLong(block(buffer, offset, length) + field, ByteOrder.LITTLE_ENDIAN);
  }

  private static int block(DirectBuffer buffer, int offset, int length) {
    if (offset < 0 || length < FIRST_EVENT || length > buffer.capacity() - offset) {
      throw new CorruptFrameException(Defect.TRUNCATED, 0, length, 0);
    }
    expect(EventFrameDecoder.BLOCK_LENGTH, Defect.WRONG_BLOCK_LENGTH, 0, buffer, offset, length);
    expect(EventFrameDecoder.TEMPLATE_ID, Defect.UNKNOWN_TEMPLATE, 2, buffer, offset, length);
    expect(EventFrameDecoder.SCHEMA_ID, Defect.OTHER_SCHEMA, 4, buffer, offset, length);
    expect(EventFrameDecoder.SCHEMA_VERSION, Defect.OTHER_VERSION, 6, buffer, offset, length);
    return offset + MessageHeaderDecoder.ENCODED_LENGTH;
  }

  private static void expect(
      int value, Defect otherwise, int field, DirectBuffer buffer, int offset, int length) {
    if ((buffer.getShort(offset + field, ByteOrder.LITTLE_ENDIAN) & 0xFFFF) != value) {
      throw new CorruptFrameException(otherwise, field, length, 0);
    }
  }
}
