package sibyl.accounts.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sibyl.store.DurableFile;

/**
 * Remembers outside the database which entry was the last that this program added, so that an end
 * that was cut off is missed. A file of one line, the number and the hash, replaced in one step and
 * on disk before an entry counts as written. Thread-safe.
 */
public final class AuditAnchor {
  private final Path file;
  private AuditHead head;

  private AuditAnchor(Path file, AuditHead head) {
    this.file = file;
    this.head = head;
  }

  /**
   * @param file need not exist yet
   * @throws IOException if it cannot be read, or holds something else
   */
  public static AuditAnchor in(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new AuditAnchor(file, AuditHead.NONE);
    }
    String[] parts = Files.readString(file).strip().split(" ");
    if (parts.length != 2 || !parts[0].matches("[0-9]{1,18}")) {
      throw new IOException(file + " is not a number and a hash: restore it, or see docs/staff.md");
    }
    return new AuditAnchor(file, new AuditHead(Long.parseLong(parts[0]), parts[1]));
  }

  synchronized AuditHead head() {
    return head;
  }

  /** Notes an entry that was added, unless a later one is noted already. */
  synchronized void note(AuditHead added) {
    if (added.seq() <= head.seq()) {
      return;
    }
    try {
      DurableFile.write(file, added.seq() + " " + added.hash() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    head = added;
  }
}
