package sibyl.cluster.journal;

import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.jspecify.annotations.Nullable;
import sibyl.protocol.FrameSeal;
import sibyl.protocol.UnsealedFrameSink;

/**
 * Appends the frames of events to the journal: a publication whose only subscriber is this member's
 * own archive. After a restart the log is applied again and makes the same frames again; those the
 * journal already holds are compared with it and left out, so that it holds every event once, in
 * order, without a gap. For the service's thread.
 *
 * <p>Every exception from here means that events would be missing: the member must stop.
 */
public final class JournalWriter implements UnsealedFrameSink, AutoCloseable {
  private final ExclusivePublication publication;
  private final CountersReader counters;
  private final int recordedCounter;
  private final long recordingId;
  private final Patience patience;
  private final FrameSeal seal = new FrameSeal();

  private final JournalContinuation continuation;

  private JournalWriter(
      ExclusivePublication publication,
      CountersReader counters,
      int recordedCounter,
      Patience patience,
      JournalContinuation continuation) {
    this.continuation = continuation;
    this.publication = publication;
    this.counters = counters;
    this.recordedCounter = recordedCounter;
    this.recordingId = RecordingPos.getRecordingId(counters, recordedCounter);
    this.patience = patience;
  }

  /**
   * Opens the journal where it ended, or begins one.
   *
   * @param patience how long the archive may take for anything, before that is a failure
   */
  public static JournalWriter open(Aeron aeron, AeronArchive archive, Patience patience) {
    JournalSource existing = JournalSource.find(aeron, archive, null, patience);
    ExclusivePublication publication =
        aeron.addExclusivePublication(channel(existing), JournalLayout.STREAM_ID);
    try {
      long lastRecordedSeq = existing == null ? 0 : existing.lastSeq();
      String recorded =
          ChannelUri.addSessionId(JournalLayout.channel().build(), publication.sessionId());
      if (existing == null) {
        archive.startRecording(recorded, JournalLayout.STREAM_ID, SourceLocation.LOCAL);
      } else {
        archive.extendRecording(
            existing.recording().id(), recorded, JournalLayout.STREAM_ID, SourceLocation.LOCAL);
      }
      CountersReader counters = aeron.countersReader();
      int[] counter = {CountersReader.NULL_COUNTER_ID};
      patience.await(
          "the archive to record the journal",
          () -> {
            counter[0] =
                RecordingPos.findCounterIdBySession(
                    counters, publication.sessionId(), archive.archiveId());
            return counter[0] != CountersReader.NULL_COUNTER_ID && publication.isConnected();
          });
      var continuation =
          new JournalContinuation(
              lastRecordedSeq, seq -> RecordedFrames.from(seq, existing, patience));
      return new JournalWriter(publication, counters, counter[0], patience, continuation);
    } catch (RuntimeException e) {
      publication.close();
      throw e;
    }
  }

  private static String channel(@Nullable JournalSource existing) {
    if (existing == null) {
      return JournalLayout.channel().build();
    }
    Recording recording = existing.recording();
    if (recording.termLength() != JournalLayout.TERM_LENGTH
        || recording.mtu() != JournalLayout.MTU) {
      throw new IllegalStateException("the journal has another layout than this build writes");
    }
    return JournalLayout.channel()
        .initialPosition(existing.endPosition(), recording.initialTermId(), recording.termLength())
        .build();
  }

  /** The last event that was in the journal when it was opened; 0 if there was none. */
  public long lastRecordedSeq() {
    return continuation.lastRecordedSeq();
  }

  /** See {@link JournalContinuation#continueAfter}. */
  public void continueAfter(long seq) {
    continuation.continueAfter(seq);
  }

  /** See {@link JournalContinuation#requireNothingBeyond}. */
  public void requireNothingBeyond() {
    continuation.requireNothingBeyond();
  }

  @Override
  public void onFrame(
      MutableDirectBuffer buffer, int offset, int length, long firstSeq, long lastSeq) {
    seal.seal(buffer, offset, length);
    if (!continuation.isNew(buffer, offset, length, firstSeq, lastSeq)) {
      return;
    }
    if (!isAppended(publication.offer(buffer, offset, length))) {
      patience.await(
          "the archive to take event " + firstSeq,
          () -> isAppended(publication.offer(buffer, offset, length)));
    }
  }

  private static boolean isAppended(long result) {
    if (result > 0) {
      return true;
    }
    if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
      return false;
    }
    throw new IllegalStateException(
        "the archive does not record the journal: " + Publication.errorString(result));
  }

  /** Returns once every event given to us is recorded, and flushed as the archive is told to. */
  public void awaitRecorded() {
    long position = publication.position();
    patience.await(
        "the journal to be recorded",
        () -> {
          if (!RecordingPos.isActive(counters, recordedCounter, recordingId)) {
            throw new IllegalStateException("the archive has stopped recording the journal");
          }
          return counters.getCounterValue(recordedCounter) >= position;
        });
  }

  @Override
  public void close() {
    continuation.close();
    publication.close();
  }
}
