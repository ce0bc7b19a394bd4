package sibyl.cluster;

import io.aeron.logbuffer.FrameDescriptor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the end of every recording in order after a crash: what was being written then may be there
 * in part, and the archive, which cannot tell, would refuse to start or take the part for a whole.
 *
 * <p>Only what had not been acknowledged is removed. The archive writes blocks of at most {@link
 * #BLOCK_LENGTH_MAX} bytes and says that they are recorded once each is written, and flushed if it
 * flushes; so a torn write is in the last block, and either nothing valid follows it or part of it
 * never reached the disk and reads as zeros. A damaged frame that is there in full, with whole
 * frames behind it, is no torn write; nor is one farther from the end. Then nothing is touched and
 * the member does not start. A copy of every byte that is cleared is kept.
 */
final class SegmentTails {
  /** As the archive is told, see {@link NodeContexts}. */
  static final int BLOCK_LENGTH_MAX = 1024 * 1024;

  /** Where copies of what was removed are kept, in the data directory. */
  static final String REMOVED = "removed";

  private static final Logger LOG = LoggerFactory.getLogger(SegmentTails.class);

  /** What a disk writes at once; a part of a block that is missing is missing by these. */
  private static final int SECTOR = 512;

  private final Path archive;
  private final Path removed;

  /**
   * @param archive the directory of an archive that does not run
   * @param removed where copies of what is cleared go; created when needed
   */
  SegmentTails(File archive, Path removed) {
    this.archive = archive.toPath();
    this.removed = removed;
  }

  /**
   * Clears away torn ends.
   *
   * @param complete recordings that are not being written, such as snapshots: theirs is no end that
   *     could be torn
   * @return how many there were
   * @throws IllegalStateException if a recording is damaged otherwise, naming file and position
   */
  int repair(Set<Long> complete) {
    int repaired = 0;
    for (Path segment : Segments.lastOfEach(archive)) {
      if (!complete.contains(Segments.recording(segment)) && repair(segment)) {
        repaired++;
      }
    }
    return repaired;
  }

  private boolean repair(Path segment) {
    try (FileChannel channel =
        FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      Frames frames = new Frames(bytes);
      int whole = frames.wholeEnd();
      int end = frames.lastByte(whole);
      if (end == whole) {
        return false;
      }
      if (end - whole > BLOCK_LENGTH_MAX) {
        throw damaged(segment, whole, "far from its end at " + end);
      }
      int next = frames.firstFrom(whole + FrameDescriptor.FRAME_ALIGNMENT, end);
      if (next >= 0 && !hasHole(bytes, whole, next)) {
        throw damaged(segment, whole, "with good frames behind it from " + next + " on");
      }
      keep(segment, bytes, whole, end);
      for (int i = whole; i < end; i++) {
        bytes.put(i, (byte) 0);
      }
      bytes.force();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(segment.toString(), e);
    }
  }

  private static IllegalStateException damaged(Path segment, int at, String where) {
    return new IllegalStateException(
        segment
            + " is damaged at byte "
            + at
            + ", "
            + where
            + ": no crash does that. Nothing was changed. Restore the data directory from a backup,"
            + " or replace this member by an empty one where there are others");
  }

  /** Whether something between two places never reached the disk. */
  private static boolean hasHole(MappedByteBuffer bytes, int from, int to) {
    for (int sector = from - from % SECTOR; sector < to; sector += SECTOR) {
      int begin = Math.max(from, sector);
      int end = Math.min(to, sector + SECTOR);
      if (end - begin >= Long.BYTES && isZero(bytes, begin, end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isZero(MappedByteBuffer bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private void keep(Path segment, MappedByteBuffer bytes, int from, int to) throws IOException {
    Files.createDirectories(removed);
    Path copy =
        Files.createTempFile(removed, segment.getFileName() + "-at-" + from + "-", ".bytes");
    try (FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      ByteBuffer part = bytes.slice(from, to - from);
      while (part.hasRemaining()) {
        out.write(part);
      }
      out.force(true);
    }
    LOG.warn("torn write removed: file={} from={} to={} copy={}", segment, from, to, copy);
  }
}
