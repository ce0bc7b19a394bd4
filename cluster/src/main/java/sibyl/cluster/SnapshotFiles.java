package sibyl.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of a member that does not run. A start uses the newest; one that is damaged is set
 * aside, so that the one before it is used with the longer rest of the log, which is kept for that.
 */
final class SnapshotFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);

  private final SnapshotList list;
  private final SegmentDisk disk;

  SnapshotFiles(SnapshotList list, SegmentDisk disk) {
    this.list = list;
    this.disk = disk;
  }

  /**
   * Sets damaged snapshots aside, from the newest on, until one is whole.
   *
   * @return how many
   * @throws IllegalStateException if none is whole and the log does not reach back to its beginning
   */
  int setAsideDamaged() {
    int damaged = 0;
    for (Optional<String> damage = damageOfNewest();
        damage.isPresent();
        damage = damageOfNewest()) {
      requireLogUpTo(list.newest().logPosition(), damage.get());
      LOG.error("snapshot set aside, an older one will be used: {}", damage.get());
      if (!list.setAsideNewest()) {
        throw new IllegalStateException("the snapshot cannot be set aside: " + damage.get());
      }
      damaged++;
    }
    if (damaged > 0 && list.newest().recordings().isEmpty() && !logIsWhole()) {
      throw new IllegalStateException(
          "every snapshot is damaged, and the log before them has been removed: restore the data"
              + " directory from a backup, or replace this member by an empty one where there are"
              + " others");
    }
    return damaged;
  }

  /** What the snapshot held must be made again by the log, or it would be lost unseen. */
  private void requireLogUpTo(long position, String damage) {
    Path last =
        Segments.last(disk.segments(), list.logRecording())
            .orElseThrow(() -> new IllegalStateException(damage + ", and the log has no file"));
    long end = Segments.position(last) + disk.read(last, bytes -> new Frames(bytes).wholeEnd());
    if (end < position) {
      throw new IllegalStateException(
          damage
              + ", and the log ends at "
              + end
              + ", before the position of the snapshot, "
              + position
              + ": files of different times were put together, or are missing. Restore the whole"
              + " data directory from one backup");
    }
  }

  private boolean logIsWhole() {
    List<Path> log = Segments.of(disk.segments(), list.logRecording());
    return !log.isEmpty() && Segments.position(log.getFirst()) == 0;
  }

  /** What is wrong with the newest snapshot; empty if nothing is, or there is none. */
  private Optional<String> damageOfNewest() {
    return list.newest().recordings().stream()
        .map(this::damage)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> damage(long recording) {
    List<Path> segments = Segments.of(disk.segments(), recording);
    if (segments.isEmpty()) {
      return Optional.of("recording " + recording + " has no file");
    }
    return segments.stream().map(this::damage).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> damage(Path segment) {
    return disk.read(
        segment,
        bytes -> {
          var frames = new Frames(bytes);
          int whole = frames.wholeEnd();
          return frames.lastByte(whole) > whole || whole == 0
              ? Optional.of(segment + " is damaged at byte " + whole)
              : Optional.empty();
        });
  }
}
