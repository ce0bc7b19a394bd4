package sibyl.cluster.journal;

/** A reader asks for events that this member's journal no longer, or never, held. */
public final class JournalPurgedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JournalPurgedException(long seq, long first) {
    super("event " + seq + " is asked for, this journal begins with event " + first);
  }
}
