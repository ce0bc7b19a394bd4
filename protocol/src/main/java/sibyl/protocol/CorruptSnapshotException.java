package sibyl.protocol;

/**
 * A snapshot is cut short, damaged, or not what a build with this schema writes. Nothing read from
 * it may be used.
 */
public final class CorruptSnapshotException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  CorruptSnapshotException(String message) {
    super("corrupt snapshot: " + message);
  }
}
