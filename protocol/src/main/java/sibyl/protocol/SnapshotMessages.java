package sibyl.protocol;

/** Where the messages of a snapshot come from, in the order they were written. */
@FunctionalInterface
public interface SnapshotMessages {
  /**
   * Hands the next message to {@code sink}.
   *
   * @return whether there was one
   */
  boolean next(SnapshotSink sink);
}
