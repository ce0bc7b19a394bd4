package sibyl.cluster.journal;

import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each frame of events after a restart, in which the log is applied again and makes
 * the same frames again: those that the journal holds are compared with it, those behind its end
 * are new. So it holds every event once, in order, without a gap. For the service's thread.
 *
 * <p>Every exception from here means that events would be missing or changed: the member must stop.
 */
public final class JournalContinuation {
  /** The frames that the journal held when it was opened, from some event on. */
  public interface Held extends AutoCloseable {
    /**
     * Compares one frame, checksum included.
     *
     * @throws IllegalStateException if the journal has other bytes for these events
     */
    void requireSame(DirectBuffer buffer, int offset, int length, long firstSeq);

    @Override
    void close();
  }

  private final long lastRecordedSeq;
  private final LongFunction<Held> heldFrom;

  /** What is compared until the journal's end is reached; null before and after. */
  private @Nullable Held held;

  /** The last event given to us, whether written now or long ago. */
  private long lastSeq;

  /**
   * @param lastRecordedSeq the last event that the journal holds; 0 if it holds none
   * @param heldFrom opens it at the frame with an event
   */
  public JournalContinuation(long lastRecordedSeq, LongFunction<Held> heldFrom) {
    this.lastRecordedSeq = lastRecordedSeq;
    this.heldFrom = heldFrom;
  }

  long lastRecordedSeq() {
    return lastRecordedSeq;
  }

  /**
   * Says which event the engine's state follows, before the first frame is given.
   *
   * @throws IllegalStateException if the journal ends before it: what is between could never be
   *     written
   */
  public void continueAfter(long seq) {
    if (lastRecordedSeq < seq && lastRecordedSeq != 0) {
      throw new IllegalStateException(
          "the journal ends with event " + lastRecordedSeq + ", the snapshot with " + seq);
    }
    lastSeq = seq;
    if (seq < lastRecordedSeq) {
      held = heldFrom.apply(seq + 1);
    }
  }

  /**
   * Says that the whole log has been applied again.
   *
   * @throws IllegalStateException if the journal holds events that the log did not make
   */
  public void requireNothingBeyond() {
    if (lastSeq < lastRecordedSeq) {
      throw new IllegalStateException(
          "the journal ends with event "
              + lastRecordedSeq
              + ", the log makes events up to "
              + lastSeq
              + " only: the log has lost its end. Restore the whole data directory from one backup,"
              + " or replace this member by an empty one where there are others; rebuilding tables"
              + " would lose the events that only the journal and the tables still hold");
    }
  }

  /**
   * Takes the next frame, sealed.
   *
   * @return whether it is new and must be appended
   * @throws IllegalStateException if it does not follow the one before, or the journal has others
   */
  public boolean isNew(DirectBuffer buffer, int offset, int length, long firstSeq, long lastSeq) {
    if (firstSeq != this.lastSeq + 1) {
      throw new IllegalStateException("event " + firstSeq + " after event " + this.lastSeq);
    }
    this.lastSeq = lastSeq;
    if (lastSeq <= lastRecordedSeq) {
      compare(buffer, offset, length, firstSeq, lastSeq);
      return false;
    }
    if (firstSeq <= lastRecordedSeq) {
      throw new IllegalStateException(
          "events "
              + firstSeq
              + " to "
              + lastSeq
              + " stand in one frame, the journal ended with "
              + lastRecordedSeq);
    }
    return true;
  }

  private void compare(DirectBuffer buffer, int offset, int length, long firstSeq, long lastSeq) {
    Held comparison = held;
    if (comparison == null) {
      throw new IllegalStateException("event " + firstSeq + " before the state it follows");
    }
    comparison.requireSame(buffer, offset, length, firstSeq);
    if (lastSeq == lastRecordedSeq) {
      close();
    }
  }

  /** Lets go of what is compared with. */
  void close() {
    if (held != null) {
      held.close();
      held = null;
    }
  }
}
