package sibyl.cluster.journal;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import sibyl.protocol.EventFrame;

/**
 * The frames of the journal that a restart makes again, read back to be compared with: the same log
 * must make the same bytes, or files of different histories were put together. For one thread.
 */
final class RecordedFrames implements JournalContinuation.Held {
  private final JournalReplay replay;
  private final Patience patience;
  private final UnsafeBuffer frame = new UnsafeBuffer(new byte[EventFrame.MAX_LENGTH]);
  private int length;
  private long firstSeq;

  private RecordedFrames(JournalReplay replay, Patience patience) {
    this.replay = replay;
    this.patience = patience;
  }

  /** Reads from the frame that holds {@code seq} on, or from the first there is. */
  static RecordedFrames from(long seq, @Nullable JournalSource journal, Patience patience) {
    if (journal == null) {
      throw new IllegalStateException("there is no journal to compare event " + seq + " with");
    }
    return new RecordedFrames(journal.replayFrom(seq), patience);
  }

  @Override
  public void requireSame(DirectBuffer buffer, int offset, int length, long firstSeq) {
    while (this.firstSeq < firstSeq) {
      next(firstSeq);
    }
    if (this.firstSeq > firstSeq && this.length != 0) {
      // Purged: the journal begins after these events.
      return;
    }
    boolean same = this.length == length;
    for (int i = 0; same && i < length; i++) {
      same = frame.getByte(i) == buffer.getByte(offset + i);
    }
    if (!same) {
      throw new IllegalStateException(
          "the journal has other events from number "
              + firstSeq
              + " on than the log makes: files of different times or exchanges were put together."
              + " Restore the whole data directory from one backup; changing or rebuilding parts of"
              + " it would lose what only they hold");
    }
  }

  private void next(long wanted) {
    patience.await(
        "event " + wanted + " of the journal",
        () ->
            replay.poll(
                    (buffer, offset, length, first, last) -> {
                      frame.putBytes(0, buffer, offset, length);
                      this.length = length;
                      this.firstSeq = first;
                    },
                    1)
                > 0);
  }

  @Override
  public void close() {
    replay.close();
  }
}
