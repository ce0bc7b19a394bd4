package sibyl.cluster;

import io.aeron.archive.checksum.Checksum;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * CRC-32C of every frame the archive records, kept in the place of its session id: by it a frame
 * that was cut short by a crash is told from one that is whole, and damage is noticed when it is
 * read. Aeron's own needs the insides of java.util.zip opened.
 */
final class FrameChecksum implements Checksum {
  private static final MemorySegment MEMORY = memory();

  @SuppressWarnings("restricted")
  private static MemorySegment memory() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  @Override
  public int compute(long address, int offset, int length) {
    var crc = new CRC32C();
    crc.update(MEMORY.asSlice(address + offset, length).asByteBuffer());
    return (int) crc.getValue();
  }
}
