package sibyl.cluster.journal;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import org.jspecify.annotations.Nullable;

/**
 * The one recording of an archive that is the journal.
 *
 * @param startPosition where it begins now, which moves up as segments are purged
 * @param stopPosition where it ended; {@link AeronArchive#NULL_POSITION} while it is being written
 */
record Recording(
    long id, long startPosition, long stopPosition, int initialTermId, int termLength, int mtu) {
  private static final int RECORDINGS_MAX = 100;

  /**
   * Looks the journal up.
   *
   * @return null if there is none yet
   * @throws IllegalStateException if there are several: nobody could say which to believe
   */
  static @Nullable Recording find(AeronArchive archive) {
    var found = new Recording[1];
    int count =
        archive.listRecordingsForUri(
            0,
            RECORDINGS_MAX,
            "alias=" + JournalLayout.ALIAS,
            JournalLayout.STREAM_ID,
            (controlSessionId,
                correlationId,
                recordingId,
                startTimestamp,
                stopTimestamp,
                startPosition,
                stopPosition,
                initialTermId,
                segmentFileLength,
                termBufferLength,
                mtuLength,
                sessionId,
                streamId,
                strippedChannel,
                originalChannel,
                sourceIdentity) ->
                found[0] =
                    new Recording(
                        recordingId,
                        startPosition,
                        stopPosition,
                        initialTermId,
                        termBufferLength,
                        mtuLength));
    if (count > 1) {
      throw new IllegalStateException(count + " journals in one archive");
    }
    return count == 0 ? null : found[0];
  }

  /** Up to where it is recorded, and so can be read. */
  long endPosition(AeronArchive archive) {
    long recorded = archive.getRecordingPosition(id);
    long end = recorded == AeronArchive.NULL_POSITION ? archive.getStopPosition(id) : recorded;
    if (end == AeronArchive.NULL_POSITION) {
      throw new ArchiveException("journal recording " + id + " has neither stopped nor a position");
    }
    return end;
  }

  /** Where the term that holds the byte at {@code position} begins, or the journal itself does. */
  long termStart(long position) {
    return Math.max(startPosition, position - position % termLength);
  }
}
