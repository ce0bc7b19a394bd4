package sibyl.cluster.service;

/**
 * The state of this member is not the one that the others have, or that it had itself when the log
 * was written. The message says where, both hashes, and what to do.
 */
public final class StateDivergedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  StateDivergedException(String message) {
    super(message);
  }
}
