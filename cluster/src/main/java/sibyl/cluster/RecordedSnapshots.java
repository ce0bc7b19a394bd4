package sibyl.cluster;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import java.io.File;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The snapshots as the consensus module has written them down in its recording log. */
final class RecordedSnapshots implements SnapshotList, AutoCloseable {
  private static final int FORCE_WITH_METADATA = 2;

  private final RecordingLog log;

  private RecordedSnapshots(RecordingLog log) {
    this.log = log;
  }

  /**
   * Opens those of a member.
   *
   * @param cluster the directory of the consensus module
   * @return empty if it never ran
   */
  static Optional<RecordedSnapshots> open(File cluster) {
    return new File(cluster, RecordingLog.RECORDING_LOG_FILE_NAME).exists()
        ? Optional.of(new RecordedSnapshots(new RecordingLog(cluster, false)))
        : Optional.empty();
  }

  @Override
  public Set<Long> recordings() {
    Set<Long> recordings = new HashSet<>();
    snapshots().forEach(entry -> recordings.add(entry.recordingId));
    return recordings;
  }

  @Override
  public Snapshot newest() {
    Optional<RecordingLog.Entry> last =
        snapshots()
            // Only the consensus module's part is marked when a snapshot is set aside.
            .filter(entry -> entry.serviceId == ConsensusModule.Configuration.SERVICE_ID)
            .max(Comparator.comparingLong(entry -> entry.logPosition));
    return last.map(newest -> new Snapshot(newest.logPosition, recordingsAt(newest.logPosition)))
        .orElse(new Snapshot(0, List.of()));
  }

  @Override
  public boolean setAsideNewest() {
    boolean done = log.invalidateLatestSnapshot();
    log.force(FORCE_WITH_METADATA);
    return done;
  }

  @Override
  public long logRecording() {
    return log.findLastTermRecordingId();
  }

  private List<Long> recordingsAt(long logPosition) {
    return snapshots()
        .filter(entry -> entry.logPosition == logPosition)
        .map(entry -> entry.recordingId)
        .toList();
  }

  private Stream<RecordingLog.Entry> snapshots() {
    return log.entries().stream()
        .filter(entry -> entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT);
  }

  @Override
  public void close() {
    log.close();
  }
}
