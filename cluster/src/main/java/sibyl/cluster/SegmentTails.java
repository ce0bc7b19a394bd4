package sibyl.cluster;

import io.aeron.logbuffer.FrameDescriptor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

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

  /** What a disk writes at once; a part of a block that is missing is missing by these. */
  private static final int SECTOR = 512;

  private final SegmentDisk disk;

  SegmentTails(SegmentDisk disk) {
    this.disk = disk;
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
    for (Path segment : Segments.lastOfEach(disk.segments())) {
      if (!complete.contains(Segments.recording(segment)) && repair(segment)) {
        repaired++;
      }
    }
    return repaired;
  }

  /**
   * Whether a segment ends with what a crash cut off, which {@link #repair} would clear, rather
   * than being damaged. Changes nothing.
   */
  static boolean isTorn(ByteBuffer segment) {
    var frames = new Frames(segment);
    int whole = frames.wholeEnd();
    int end = frames.lastByte(whole);
    return end > whole && damageBehind(frames, segment, whole, end).isEmpty();
  }

  /** Why what follows the last whole frame is no torn write; empty if it is one, or nothing. */
  private static Optional<String> damageBehind(
      Frames frames, ByteBuffer bytes, int whole, int end) {
    if (end - whole > BLOCK_LENGTH_MAX) {
      return Optional.of("far from its end at " + end);
    }
    int next = end == whole ? -1 : frames.firstFrom(whole + FrameDescriptor.FRAME_ALIGNMENT, end);
    return next >= 0 && !hasHole(bytes, whole, next)
        ? Optional.of("with good frames behind it from " + next + " on")
        : Optional.empty();
  }

  private boolean repair(Path segment) {
    Torn torn = disk.read(segment, bytes -> torn(segment, bytes));
    if (torn.isNothing()) {
      // Whole, but perhaps not yet on disk: from now on it counts, and will be answered.
      disk.flush(segment);
      return false;
    }
    disk.clear(segment, torn.from(), torn.to());
    return true;
  }

  /** What a crash left of a write at the end. */
  private record Torn(int from, int to) {
    boolean isNothing() {
      return from == to;
    }
  }

  private static Torn torn(Path segment, ByteBuffer bytes) {
    Frames frames = new Frames(bytes);
    int whole = frames.wholeEnd();
    int end = frames.lastByte(whole);
    Optional<String> damage = damageBehind(frames, bytes, whole, end);
    if (damage.isPresent()) {
      throw damaged(segment, whole, damage.get());
    }
    return new Torn(whole, end);
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
  private static boolean hasHole(ByteBuffer bytes, int from, int to) {
    for (int sector = from - from % SECTOR; sector < to; sector += SECTOR) {
      int begin = Math.max(from, sector);
      int end = Math.min(to, sector + SECTOR);
      if (end - begin >= Long.BYTES && isZero(bytes, begin, end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isZero(ByteBuffer bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
