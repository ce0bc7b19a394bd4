package sibyl.app.backup;

/** A backup that cannot be made or used; the message says why and what to do. */
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BackupException(String message) {
    super(message);
  }
}
