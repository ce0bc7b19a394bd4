package sibyl.cluster;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.RecordingLog;
import java.io.File;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.client.ArchiveSession;
import sibyl.cluster.client.ClusterAddress;
import sibyl.cluster.client.SessionRole;
import sibyl.cluster.journal.JournalSource;
import sibyl.cluster.journal.Patience;
import sibyl.cluster.journal.RunningTime;

/**
 * Removes what no restart needs any more: all snapshots but the newest, and of a member that is
 * alone the log before them. Another member that was away may still have to be given the log, so in
 * a cluster of several it is kept. The journal is only cut when somebody asks for it.
 *
 * <p>Runs beside the exchange, on one thread at a time, over sessions of its own with the archive.
 */
final class Retention {
  /** The newest is what a restart uses; the others are for the case that it is damaged. */
  static final int SNAPSHOTS_KEPT = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private final ClusterAddress address;
  private final File cluster;
  private final boolean purgesLog;
  private final LongHashSet purged = new LongHashSet();

  /**
   * @param cluster the directory of the consensus module
   * @param purgesLog whether nobody else could need the log before the snapshots
   */
  Retention(ClusterAddress address, File cluster, boolean purgesLog) {
    this.address = address;
    this.cluster = cluster;
    this.purgesLog = purgesLog;
  }

  /**
   * Removes what is no longer needed now.
   *
   * @return whether there was anything to look at
   */
  boolean run() {
    List<RecordingLog.Entry> snapshots;
    long logRecording;
    try (var log = new RecordingLog(cluster, false)) {
      snapshots =
          log.entries().stream()
              .filter(entry -> entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT)
              .toList();
      logRecording = log.findLastTermRecordingId();
    }
    List<Long> positions =
        snapshots.stream()
            .map(entry -> entry.logPosition)
            .distinct()
            .sorted(Comparator.reverseOrder())
            .toList();
    if (positions.size() < SNAPSHOTS_KEPT) {
      return false;
    }
    long oldestKept = positions.get(SNAPSHOTS_KEPT - 1);
    List<Long> old =
        snapshots.stream()
            .filter(entry -> entry.logPosition < oldestKept)
            .map(entry -> entry.recordingId)
            .filter(recording -> !purged.contains((long) recording))
            .toList();
    try (Aeron aeron = connect();
        AeronArchive archive = session(aeron)) {
      for (long recording : old) {
        purgeSnapshot(archive, recording);
      }
      if (purgesLog) {
        purgeBefore(archive, logRecording, oldestKept, "log");
      }
      return true;
    }
  }

  /**
   * Removes whole segments of the journal in which every event is before {@code seq}.
   *
   * @return whether there were any
   */
  boolean purgeJournalBefore(long seq) {
    try (Aeron aeron = connect();
        AeronArchive archive = session(aeron)) {
      var patience = new Patience(new SleepingMillisIdleStrategy(), ANSWER_MAX);
      JournalSource journal = JournalSource.find(aeron, archive, null, patience);
      return journal != null
          && purgeBefore(archive, journal.recordingId(), journal.positionBefore(seq), "journal");
    }
  }

  private void purgeSnapshot(AeronArchive archive, long recording) {
    boolean exists =
        archive.listRecording(
                recording, (a, b, c, d, e, f, g, h, i, j, k, l, m, channel, o, source) -> {})
            > 0;
    if (exists) {
      archive.purgeRecording(recording);
      LOG.info("old snapshot removed: recording={}", recording);
    }
    purged.add(recording);
  }

  private static boolean purgeBefore(
      AeronArchive archive, long recording, long position, String what) {
    long[] segments = {0, 0};
    archive.listRecording(
        recording,
        (a, b, c, d, e, start, g, h, segmentLength, termLength, k, l, m, channel, o, source) -> {
          segments[0] = start;
          segments[1] =
              AeronArchive.segmentFileBasePosition(start, position, termLength, segmentLength);
        });
    if (segments[1] <= segments[0]) {
      return false;
    }
    long files = archive.purgeSegments(recording, segments[1]);
    LOG.info("{} cut: recording={} begins={} files={}", what, recording, segments[1], files);
    return true;
  }

  private Aeron connect() {
    return Aeron.connect(
        new Aeron.Context()
            .aeronDirectoryName(address.aeronDirectory())
            .clientName("retention")
            .epochClock(RunningTime.CLOCK)
            .errorHandler(error -> LOG.warn("retention: {}", error.getMessage())));
  }

  private AeronArchive session(Aeron aeron) {
    return ArchiveSession.connect(
        aeron, address, SessionRole.MEMBER, 0, new SleepingMillisIdleStrategy(), ANSWER_MAX);
  }
}
