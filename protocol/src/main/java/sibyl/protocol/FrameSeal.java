package sibyl.protocol;

import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import sibyl.protocol.sbe.EventFrameDecoder;
import sibyl.protocol.sbe.MessageHeaderDecoder;

/**
 * The checksum of a frame: CRC-32C of everything behind it. Whoever keeps a frame or sends it away
 * seals it; a frame that is made only to be dropped, as most are when a log is applied again, never
 * needs one. The frame must be in a buffer over a byte array. For one thread; allocates nothing.
 */
public final class FrameSeal {
  private static final int PLACE =
      MessageHeaderDecoder.ENCODED_LENGTH + EventFrameDecoder.crc32cEncodingOffset();
  private static final int SUMMED = PLACE + EventFrameDecoder.crc32cEncodingLength();

  private final CRC32C crc = new CRC32C();

  /** Writes the checksum of a finished frame. */
  public void seal(MutableDirectBuffer buffer, int offset, int length) {
    buffer.putInt(offset + PLACE, sum(buffer, offset, length), ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether the checksum is that of the frame. */
  boolean holds(DirectBuffer buffer, int offset, int length) {
    return buffer.getInt(offset + PLACE, ByteOrder.LITTLE_ENDIAN) == sum(buffer, offset, length);
  }

  private int sum(DirectBuffer buffer, int offset, int length) {
    crc.reset();
    crc.update(buffer.byteArray(), buffer.wrapAdjustment() + offset + SUMMED, length - SUMMED);
    return (int) crc.getValue();
  }
}
