package sibyl.cluster.journal;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import org.jspecify.annotations.Nullable;

/**
 * Finds sequence numbers in a recorded journal and opens replays of it. For one thread, which is
 * also the only one to use the given archive session.
 */
public final class JournalSource {
  private final Aeron aeron;
  private final AeronArchive archive;
  private final @Nullable String localHost;
  private final Patience patience;
  private final Recording recording;

  private JournalSource(
      Aeron aeron,
      AeronArchive archive,
      @Nullable String localHost,
      Patience patience,
      Recording recording) {
    this.aeron = aeron;
    this.archive = archive;
    this.localHost = localHost;
    this.patience = patience;
    this.recording = recording;
  }

  /**
   * Looks the journal up in an archive.
   *
   * @param localHost where the archive can send replays; null when it shares our media driver
   * @return null if the archive has no journal yet
   */
  public static @Nullable JournalSource find(
      Aeron aeron, AeronArchive archive, @Nullable String localHost, Patience patience) {
    Recording recording = Recording.find(archive);
    return recording == null
        ? null
        : new JournalSource(aeron, archive, localHost, patience, recording);
  }

  /** Whether an archive's description of a recording is that of a journal. */
  public static boolean isJournal(int streamId, String channel) {
    return streamId == JournalLayout.STREAM_ID && channel.contains("alias=" + JournalLayout.ALIAS);
  }

  Recording recording() {
    return recording;
  }

  public long recordingId() {
    return recording.id();
  }

  /** Up to where the journal is recorded now. */
  public long endPosition() {
    return recording.endPosition(archive);
  }

  /**
   * The number of the last event; 0 if the journal holds none.
   *
   * @throws io.aeron.exceptions.TimeoutException if the archive does not answer in time
   */
  public long lastSeq() {
    long end = endPosition();
    if (end == recording.startPosition()) {
      return 0;
    }
    long from = recording.termStart(end - 1);
    long[] last = {0};
    try (JournalReplay replay = open(from, end - from)) {
      patience.await(
          "the end of the journal",
          () -> {
            replay.poll((buffer, offset, length, first, lastSeq) -> last[0] = lastSeq, 64);
            return replay.position() >= end || replay.isEnded();
          });
    }
    if (last[0] == 0) {
      throw new IllegalStateException("no frame in the journal between " + from + " and " + end);
    }
    return last[0];
  }

  /**
   * Follows the journal from a frame at or before the one that holds {@code seq}, without end.
   *
   * @throws JournalPurgedException if the journal begins only after it
   */
  public JournalReplay follow(long seq) {
    return open(positionBefore(seq), AeronArchive.REPLAY_ALL_AND_FOLLOW);
  }

  /**
   * Reads the journal from a frame at or before the one that holds {@code seq}, or from the first
   * frame there is, up to where it is recorded now.
   */
  JournalReplay replayFrom(long seq) {
    long position;
    try {
      position = positionBefore(seq);
    } catch (JournalPurgedException purged) {
      position = recording.startPosition();
    }
    return open(position, endPosition() - position);
  }

  /**
   * Where the last term begins whose first event is not after {@code seq}.
   *
   * @throws JournalPurgedException if there is none
   */
  public long positionBefore(long seq) {
    long end = endPosition();
    long start = recording.startPosition();
    if (end == start) {
      return start;
    }
    long term = recording.termLength();
    long low = start / term;
    long high = (end - 1) / term;
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      if (firstSeqAt(middle * term, end) <= seq) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    long position = Math.max(start, low * term);
    long first = firstSeqAt(position, end);
    if (first > seq) {
      throw new JournalPurgedException(seq, first);
    }
    return position;
  }

  private long firstSeqAt(long position, long end) {
    long[] found = {0};
    try (JournalReplay replay = open(position, Math.min(recording.mtu(), end - position))) {
      patience.await(
          "a frame of the journal",
          () -> {
            replay.poll((buffer, offset, length, first, lastSeq) -> found[0] = first, 1);
            return found[0] != 0;
          });
    }
    return found[0];
  }

  private JournalReplay open(long position, long length) {
    return JournalReplay.open(aeron, archive, localHost, patience, recording, position, length);
  }
}
