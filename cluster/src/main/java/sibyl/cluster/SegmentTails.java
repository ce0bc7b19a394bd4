package sibyl.cluster;

import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.agrona.BitUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the end of every recording in order after a crash: what was being written then may be there
 * in part, and the archive, which cannot tell, would refuse to start or take the part for a whole.
 *
 * <p>Only what had not been acknowledged is removed. The archive writes blocks of at most {@link
 * #BLOCK_LENGTH_MAX} bytes and says that they are recorded once each is written, and flushed if it
 * flushes; so a damaged frame can only be at the end, in the last block. Farther from the end it is
 * something else, and nothing is touched.
 */
final class SegmentTails {
  /** As the archive is told, see {@link NodeContexts}. */
  static final int BLOCK_LENGTH_MAX = 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(SegmentTails.class);
  private static final String SUFFIX = ".rec";

  private SegmentTails() {}

  /**
   * Clears away torn ends.
   *
   * @param archive the directory of an archive that does not run
   * @return how many there were
   * @throws IllegalStateException if a recording is damaged other than at its end
   */
  static int repair(File archive) {
    int repaired = 0;
    for (Path segment : lastSegments(archive)) {
      if (repair(segment)) {
        repaired++;
      }
    }
    return repaired;
  }

  private static Collection<Path> lastSegments(File archive) {
    if (!archive.exists()) {
      return List.of();
    }
    Map<String, Path> last = new HashMap<>();
    try (Stream<Path> files = Files.list(archive.toPath())) {
      files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .forEach(file -> last.merge(recording(file), file, SegmentTails::later));
    } catch (IOException e) {
      throw new UncheckedIOException(archive.toString(), e);
    }
    return last.values();
  }

  /** Segments are called {@code recording-position.rec}. */
  private static String recording(Path segment) {
    String name = segment.getFileName().toString();
    return name.substring(0, name.indexOf('-'));
  }

  private static long position(Path segment) {
    String name = segment.getFileName().toString();
    return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
  }

  private static Path later(Path one, Path other) {
    return position(one) > position(other) ? one : other;
  }

  private static boolean repair(Path segment) {
    try (FileChannel channel =
        FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      int whole = wholeFrames(bytes);
      int end = lastByte(bytes, whole);
      if (end == whole || whole == 0) {
        return false;
      }
      if (end - whole > BLOCK_LENGTH_MAX) {
        throw new IllegalStateException(
            segment + " is damaged at byte " + whole + ", far from its end at " + end);
      }
      LOG.warn("cut-off write removed: file={} from={} to={}", segment, whole, end);
      for (int i = whole; i < end; i++) {
        bytes.put(i, (byte) 0);
      }
      bytes.force();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(segment.toString(), e);
    }
  }

  /** Up to where there is one whole frame after the other. */
  private static int wholeFrames(MappedByteBuffer bytes) {
    int offset = 0;
    while (offset < bytes.capacity()) {
      int length = bytes.getInt(offset);
      long next = offset + (long) BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
      if (length < DataHeaderFlyweight.HEADER_LENGTH
          || next > bytes.capacity()
          || !isWhole(bytes, offset, (int) next)) {
        return offset;
      }
      offset = (int) next;
    }
    return offset;
  }

  private static boolean isWhole(MappedByteBuffer bytes, int offset, int next) {
    int type = bytes.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET) & 0xFFFF;
    if (type == DataHeaderFlyweight.HDR_TYPE_PAD) {
      return true;
    }
    int payload = offset + DataHeaderFlyweight.HEADER_LENGTH;
    var crc = new CRC32C();
    crc.update(bytes.slice(payload, next - payload));
    return bytes.getInt(offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET)
        == (int) crc.getValue();
  }

  /** Behind the last byte that is not 0, from {@code from} on. */
  private static int lastByte(MappedByteBuffer bytes, int from) {
    int end = bytes.capacity();
    while (end - Long.BYTES >= from && bytes.getLong(end - Long.BYTES) == 0) {
      end -= Long.BYTES;
    }
    while (end > from && bytes.get(end - 1) == 0) {
      end--;
    }
    return end;
  }
}
