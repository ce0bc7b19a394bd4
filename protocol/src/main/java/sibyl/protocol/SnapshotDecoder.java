package sibyl.protocol;

import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import sibyl.engine.snapshot.StateSource;
import sibyl.protocol.sbe.SnapshotBeginDecoder;
import sibyl.protocol.sbe.SnapshotChunkDecoder;
import sibyl.protocol.sbe.SnapshotEndDecoder;

/**
 * Reads one snapshot back: {@link #begin}, then the engine takes its values, then {@link #end}. A
 * chunk's values are given out only after its checksum was found right, so damage shows here and
 * not as nonsense in the engine. For one thread and one snapshot.
 *
 * <p>Every method throws {@link CorruptSnapshotException} when what comes is not what must.
 */
public final class SnapshotDecoder implements StateSource {
  private final SnapshotMessages messages;
  private final MessageReader in = new MessageReader();
  private final SnapshotBeginDecoder begin = new SnapshotBeginDecoder();
  private final SnapshotChunkDecoder chunk = new SnapshotChunkDecoder();
  private final SnapshotEndDecoder end = new SnapshotEndDecoder();
  private final CRC32C crc = new CRC32C();

  /** The message last taken, and a view of it. */
  private final byte[] bytes = new byte[SnapshotEncoder.MAX_LENGTH];

  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
  private int length;

  /** The next value in the message, and where values end. */
  private int position;

  private int limit;
  private long chunks;
  private long values;
  private int formatVersion;
  private long seq;
  private long timeMs;

  public SnapshotDecoder(SnapshotMessages messages) {
    this.messages = messages;
  }

  /** Reads what the snapshot says about itself. */
  public void begin() {
    next("its beginning");
    try {
      if (templateId() != SnapshotBeginDecoder.TEMPLATE_ID) {
        throw new CorruptSnapshotException("it does not begin at its beginning");
      }
      int block = in.block(SnapshotBeginDecoder.BLOCK_LENGTH);
      begin.wrap(
          buffer, block, SnapshotBeginDecoder.BLOCK_LENGTH, SnapshotBeginDecoder.SCHEMA_VERSION);
      in.end();
      if (begin.crc32c() != checksum(block, SnapshotEncoder.SUMMED_OF_BEGIN)) {
        throw new CorruptSnapshotException("its beginning has another checksum than its fields");
      }
    } catch (MalformedMessage malformed) {
      throw corrupt("its beginning", malformed);
    }
    formatVersion = begin.formatVersion();
    seq = begin.seq();
    timeMs = begin.timeMs();
  }

  /** The engine's own version of its values. */
  public int formatVersion() {
    return formatVersion;
  }

  /** Number of the last event before the snapshot. */
  public long seq() {
    return seq;
  }

  /** Log time of the snapshot, milliseconds since the epoch. */
  public long timeMs() {
    return timeMs;
  }

  @Override
  public long getLong() {
    return buffer.getLong(take(Long.BYTES), ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int getInt() {
    return buffer.getInt(take(Integer.BYTES), ByteOrder.LITTLE_ENDIAN);
  }

  /** Asserts that every value was taken, and that they were as many as were written. */
  public void end() {
    if (position != limit) {
      throw new CorruptSnapshotException((limit - position) + " bytes were not asked for");
    }
    next("its end");
    try {
      if (templateId() != SnapshotEndDecoder.TEMPLATE_ID) {
        throw new CorruptSnapshotException("it goes on after value " + values);
      }
      end.wrap(
          buffer,
          in.block(SnapshotEndDecoder.BLOCK_LENGTH),
          SnapshotEndDecoder.BLOCK_LENGTH,
          SnapshotEndDecoder.SCHEMA_VERSION);
      in.end();
    } catch (MalformedMessage malformed) {
      throw corrupt("its end", malformed);
    }
    if (end.chunks() != chunks || end.values() != values) {
      throw new CorruptSnapshotException(
          "%d values in %d chunks were read of %d in %d"
              .formatted(values, chunks, end.values(), end.chunks()));
    }
  }

  private int take(int size) {
    if (position == limit) {
      nextChunk();
    }
    if (size > limit - position) {
      throw new CorruptSnapshotException("value " + values + " is cut in two");
    }
    int start = position;
    position += size;
    values++;
    return start;
  }

  private void nextChunk() {
    String what = "chunk " + chunks;
    next(what);
    try {
      if (templateId() != SnapshotChunkDecoder.TEMPLATE_ID) {
        throw new CorruptSnapshotException("it ends before value " + values);
      }
      chunk.wrap(
          buffer,
          in.block(SnapshotChunkDecoder.BLOCK_LENGTH),
          SnapshotChunkDecoder.BLOCK_LENGTH,
          SnapshotChunkDecoder.SCHEMA_VERSION);
      int size = in.unsignedShort();
      position = in.take(size);
      limit = in.position();
      in.end();
    } catch (MalformedMessage malformed) {
      throw corrupt(what, malformed);
    }
    if (chunk.index() != chunks) {
      throw new CorruptSnapshotException("chunk " + chunk.index() + " stands for " + what);
    }
    if (chunk.crc32c() != checksum(position, limit - position)) {
      throw new CorruptSnapshotException(what + " has another checksum than its values");
    }
    chunks++;
  }

  private long checksum(int from, int size) {
    crc.reset();
    crc.update(bytes, from, size);
    return crc.getValue();
  }

  private int templateId() {
    in.wrap(buffer, 0, length);
    return in.templateId();
  }

  private void next(String what) {
    length = 0;
    boolean more = messages.next(this::copy);
    if (!more || length == 0) {
      throw new CorruptSnapshotException("it stops before " + what);
    }
  }

  private void copy(DirectBuffer source, int offset, int size) {
    if (length > 0) {
      throw new IllegalStateException("two messages at once");
    }
    if (size > bytes.length) {
      throw new CorruptSnapshotException("a message of " + size + " bytes");
    }
    source.getBytes(offset, bytes, 0, size);
    length = size;
  }

  private static CorruptSnapshotException corrupt(String what, MalformedMessage malformed) {
    return new CorruptSnapshotException(
        malformed.defect() + " at byte " + malformed.position() + " of " + what);
  }
}
