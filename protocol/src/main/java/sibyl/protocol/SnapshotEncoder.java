package sibyl.protocol;

import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import sibyl.engine.snapshot.StateSink;
import sibyl.protocol.sbe.MessageHeaderEncoder;
import sibyl.protocol.sbe.SnapshotBeginEncoder;
import sibyl.protocol.sbe.SnapshotChunkEncoder;
import sibyl.protocol.sbe.SnapshotEndEncoder;

/**
 * Writes one snapshot as a series of small messages: {@link #begin}, then the engine's values, then
 * {@link #end}. For one thread and one snapshot.
 */
public final class SnapshotEncoder implements StateSink {
  /** Most bytes of a message: small enough for the smallest term of a log. */
  public static final int MAX_LENGTH = 4 * 1024;

  /** Where the values of a chunk begin: after the header, the block and the length of the data. */
  static final int FIRST_VALUE =
      MessageHeaderEncoder.ENCODED_LENGTH
          + SnapshotChunkEncoder.BLOCK_LENGTH
          + SnapshotChunkEncoder.valuesHeaderLength();

  /** How many bytes of the beginning's fields its checksum is of: those before it. */
  static final int SUMMED_OF_BEGIN = SnapshotBeginEncoder.crc32cEncodingOffset();

  private final byte[] bytes = new byte[MAX_LENGTH];
  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
  private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
  private final SnapshotBeginEncoder begin = new SnapshotBeginEncoder();
  private final SnapshotChunkEncoder chunk = new SnapshotChunkEncoder();
  private final SnapshotEndEncoder end = new SnapshotEndEncoder();
  private final CRC32C crc = new CRC32C();
  private final SnapshotSink sink;
  private int limit = FIRST_VALUE;
  private long chunks;
  private long values;

  public SnapshotEncoder(SnapshotSink sink) {
    this.sink = sink;
  }

  /**
   * @param formatVersion the engine's own version of its values
   * @param seq number of the last event before the snapshot
   * @param timeMs log time, milliseconds
   */
  public void begin(int formatVersion, long seq, long timeMs) {
    begin.wrapAndApplyHeader(buffer, 0, messageHeader);
    begin.formatVersion(formatVersion).seq(seq).timeMs(timeMs);
    begin.crc32c(checksum(MessageHeaderEncoder.ENCODED_LENGTH, SUMMED_OF_BEGIN));
    sink.onMessage(buffer, 0, begin.limit());
  }

  @Override
  public void putLong(long value) {
    buffer.putLong(claim(Long.BYTES), value, ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void putInt(int value) {
    buffer.putInt(claim(Integer.BYTES), value, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes what is left and how much it was in all, by which the reader knows it has everything.
   */
  public void end() {
    if (limit > FIRST_VALUE) {
      handOver();
    }
    end.wrapAndApplyHeader(buffer, 0, messageHeader);
    end.chunks(chunks).values(values);
    sink.onMessage(buffer, 0, end.limit());
  }

  private int claim(int size) {
    if (size > MAX_LENGTH - limit) {
      handOver();
    }
    int start = limit;
    limit += size;
    values++;
    return start;
  }

  private void handOver() {
    int size = limit - FIRST_VALUE;
    chunk.wrapAndApplyHeader(buffer, 0, messageHeader);
    chunk.index(chunks).crc32c(checksum(FIRST_VALUE, size));
    buffer.putShort(
        FIRST_VALUE - SnapshotChunkEncoder.valuesHeaderLength(),
        (short) size,
        ByteOrder.LITTLE_ENDIAN);
    sink.onMessage(buffer, 0, limit);
    chunks++;
    limit = FIRST_VALUE;
  }

  private long checksum(int from, int size) {
    crc.reset();
    crc.update(bytes, from, size);
    return crc.getValue();
  }
}
