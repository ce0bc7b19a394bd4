package sibyl.cluster;

import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The frames in a segment of a recording, with the checksum that stands in each header. */
final class Frames {
  /** A frame names its place in its term, and terms begin on multiples of this. */
  private static final int TERM_LENGTH_MIN = 64 * 1024;

  private final ByteBuffer bytes;

  /**
   * @param bytes of a whole segment, little-endian
   */
  Frames(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Up to where there is one whole frame after the other. */
  int wholeEnd() {
    int offset = 0;
    while (offset < bytes.capacity()) {
      int next = nextOf(offset);
      if (next == offset) {
        return offset;
      }
      offset = next;
    }
    return offset;
  }

  /** Whether to go on with the next frame. */
  @FunctionalInterface
  interface Wanted {
    boolean test(DirectBuffer segment, int payload, int length);
  }

  /** Behind the last of the whole frames from the beginning on that are wanted; padding is. */
  int endOf(Wanted wanted) {
    var buffer = new UnsafeBuffer(bytes);
    int offset = 0;
    while (offset < bytes.capacity()) {
      int next = nextOf(offset);
      if (next == offset
          || type(offset) == DataHeaderFlyweight.HDR_TYPE_DATA
              && !wanted.test(
                  buffer,
                  offset + DataHeaderFlyweight.HEADER_LENGTH,
                  bytes.getInt(offset) - DataHeaderFlyweight.HEADER_LENGTH)) {
        return offset;
      }
      offset = next;
    }
    return offset;
  }

  /** Where the first whole frame with a checksum begins from {@code from} on; -1 if none does. */
  int firstFrom(int from, int end) {
    for (int offset = BitUtil.align(from, FrameDescriptor.FRAME_ALIGNMENT);
        offset < end;
        offset += FrameDescriptor.FRAME_ALIGNMENT) {
      if (type(offset) == DataHeaderFlyweight.HDR_TYPE_DATA
          && isInItsPlace(offset)
          && nextOf(offset) != offset) {
        return offset;
      }
    }
    return -1;
  }

  /** Behind the last byte that is not 0, from {@code from} on. */
  int lastByte(int from) {
    return lastByteBefore(bytes.capacity(), from);
  }

  private int lastByteBefore(int to, int from) {
    int end = to;
    while (end - Long.BYTES >= from && bytes.getLong(end - Long.BYTES) == 0) {
      end -= Long.BYTES;
    }
    while (end > from && bytes.get(end - 1) == 0) {
      end--;
    }
    return end;
  }

  /** Behind a whole frame at {@code offset}; {@code offset} itself if there is none. */
  private int nextOf(int offset) {
    int length = bytes.getInt(offset);
    long next = offset + (long) BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
    return length < DataHeaderFlyweight.HEADER_LENGTH
            || next > bytes.capacity()
            || !isWhole(offset, (int) next)
        ? offset
        : (int) next;
  }

  private boolean isInItsPlace(int offset) {
    int inTerm = bytes.getInt(offset + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET);
    return inTerm >= 0 && inTerm <= offset && (offset - inTerm) % TERM_LENGTH_MIN == 0;
  }

  private int type(int offset) {
    return bytes.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET) & 0xFFFF;
  }

  private boolean isWhole(int offset, int next) {
    int payload = offset + DataHeaderFlyweight.HEADER_LENGTH;
    if (type(offset) == DataHeaderFlyweight.HDR_TYPE_PAD) {
      // Of padding only the header is recorded: anything else was data before its type changed.
      return lastByteBefore(next, payload) == payload;
    }
    // The checksum leaves the header out.
    if (type(offset) != DataHeaderFlyweight.HDR_TYPE_DATA || !isInItsPlace(offset)) {
      return false;
    }
    var crc = new CRC32C();
    crc.update(bytes.slice(payload, next - payload));
    return bytes.getInt(offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET)
        == (int) crc.getValue();
  }
}
