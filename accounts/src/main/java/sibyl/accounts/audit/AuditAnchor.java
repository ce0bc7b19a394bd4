package sibyl.accounts.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

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
      write(added);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    head = added;
  }

  private void write(AuditHead added) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer line =
          ByteBuffer.wrap(
              (added.seq() + " " + added.hash() + "\n").getBytes(StandardCharsets.US_ASCII));
      while (line.hasRemaining()) {
        out.write(line);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
