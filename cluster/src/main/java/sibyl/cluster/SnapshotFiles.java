package sibyl.cluster;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of a member that does not run. A start uses the newest; one that is damaged is set
 * aside, so that the one before it is used with the longer rest of the log, which is kept for that.
 */
final class SnapshotFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);

  private final File cluster;
  private final Path archive;

  /**
   * @param cluster the directory of the consensus module
   * @param archive the directory of the archive
   */
  SnapshotFiles(File cluster, File archive) {
    this.cluster = cluster;
    this.archive = archive.toPath();
  }

  /** The recordings that are snapshots, complete since they are listed. */
  Set<Long> recordings() {
    Set<Long> recordings = new HashSet<>();
    if (isThere()) {
      try (var log = new RecordingLog(cluster, false)) {
        snapshots(log).forEach(entry -> recordings.add(entry.recordingId));
      }
    }
    return recordings;
  }

  /**
   * Sets damaged snapshots aside, from the newest on, until one is whole.
   *
   * @return how many
   * @throws IllegalStateException if none is whole and the log does not reach back to its beginning
   */
  int setAsideDamaged() {
    if (!isThere()) {
      return 0;
    }
    int damaged = 0;
    try (var log = new RecordingLog(cluster, false)) {
      for (Optional<String> damage = damageOfNewest(log);
          damage.isPresent();
          damage = damageOfNewest(log)) {
        requireLogUpTo(newest(log).getFirst().logPosition, log, damage.get());
        LOG.error("snapshot set aside, an older one will be used: {}", damage.get());
        if (!log.invalidateLatestSnapshot()) {
          throw new IllegalStateException("the snapshot cannot be set aside: " + damage.get());
        }
        log.force(2);
        damaged++;
      }
      if (damaged > 0 && newest(log).isEmpty() && !logIsWhole(log)) {
        throw new IllegalStateException(
            "every snapshot in "
                + archive
                + " is damaged, and the log before them has been removed: restore the data"
                + " directory from a backup, or replace this member by an empty one where there are"
                + " others");
      }
    }
    return damaged;
  }

  private boolean isThere() {
    return new File(cluster, RecordingLog.RECORDING_LOG_FILE_NAME).exists();
  }

  private static Stream<RecordingLog.Entry> snapshots(RecordingLog log) {
    return log.entries().stream()
        .filter(entry -> entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT);
  }

  private static List<RecordingLog.Entry> newest(RecordingLog log) {
    Optional<RecordingLog.Entry> last =
        snapshots(log)
            // Only the consensus module's part is marked when a snapshot is set aside.
            .filter(entry -> entry.serviceId == ConsensusModule.Configuration.SERVICE_ID)
            .max(Comparator.comparingLong(entry -> entry.logPosition));
    return last.map(
            newest ->
                snapshots(log).filter(entry -> entry.logPosition == newest.logPosition).toList())
        .orElse(List.of());
  }

  /** What the snapshot held must be made again by the log, or it would be lost unseen. */
  private void requireLogUpTo(long position, RecordingLog log, String damage) {
    Path last =
        Segments.last(archive, log.findLastTermRecordingId())
            .orElseThrow(() -> new IllegalStateException(damage + ", and the log has no file"));
    long end = Segments.position(last) + Frames.wholeEnd(last);
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

  private boolean logIsWhole(RecordingLog log) {
    return Files.exists(archive.resolve(log.findLastTermRecordingId() + "-0.rec"));
  }

  /** What is wrong with the newest snapshot; empty if nothing is, or there is none. */
  private Optional<String> damageOfNewest(RecordingLog log) {
    return newest(log).stream()
        .map(entry -> damage(entry.recordingId))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> damage(long recording) {
    List<Path> segments = Segments.of(archive, recording);
    if (segments.isEmpty()) {
      return Optional.of("recording " + recording + " has no file");
    }
    return segments.stream().map(SnapshotFiles::damage).flatMap(Optional::stream).findFirst();
  }

  private static Optional<String> damage(Path segment) {
    return Frames.read(
        segment,
        frames -> {
          int whole = frames.wholeEnd();
          return frames.lastByte(whole) > whole || whole == 0
              ? Optional.of(segment + " is damaged at byte " + whole)
              : Optional.empty();
        });
  }
}
