package sibyl.cluster.client;

/** The journal does not go on where the reader is: an event between is missing. */
public final class JournalGapException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JournalGapException(long lastSeq, long firstSeq) {
    super("after event " + lastSeq + " the journal goes on with event " + firstSeq);
  }
}
