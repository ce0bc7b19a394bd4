package sibyl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.cluster.client.PrivateDirectory;

/**
 * Where a member's media driver keeps its buffers. Nothing in them outlives the driver; the data
 * directory remembers where they are, so that a start after a crash can clear them away and those
 * who read from this member find it in the same place again.
 */
final class AeronDirectory implements AutoCloseable {
  private static final String RECORD = "aeron.directory";

  private final Path home;

  private AeronDirectory(Path home) {
    this.home = home;
  }

  /**
   * Clears away what the last run left, and makes a directory for this one.
   *
   * @throws UncheckedIOException if it cannot
   */
  static AeronDirectory prepare(DataDirectory data) {
    Path record = data.path().resolve(RECORD);
    try {
      String owner = owner(data.path());
      Path before = read(record, owner);
      if (before != null && PrivateDirectory.createAgain(before)) {
        return new AeronDirectory(before);
      }
      Path home = PrivateDirectory.create(data.path()).toAbsolutePath();
      note(data.path(), home);
      return new AeronDirectory(home);
    } catch (IOException e) {
      throw new UncheckedIOException(record.toString(), e);
    }
  }

  /** In a copy of a data directory the record names the buffers of the original, which may run. */
  private static @Nullable Path read(Path record, String owner) throws IOException {
    if (!Files.exists(record)) {
      return null;
    }
    List<String> lines = Files.readAllLines(record, StandardCharsets.UTF_8);
    return lines.size() == 2 && lines.getLast().equals(owner) ? Path.of(lines.getFirst()) : null;
  }

  /** Writes down where the buffers of this data directory are, and that it is not a copy. */
  static void note(Path data, Path home) throws IOException {
    List<String> lines = List.of(home.toString(), owner(data));
    Files.write(data.resolve(RECORD), lines, StandardCharsets.UTF_8);
  }

  private static String owner(Path directory) throws IOException {
    Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    return key == null ? directory.toRealPath().toString() : key.toString();
  }

  /** The driver's own directory, which it makes and removes itself. */
  Path driver() {
    return home.resolve("driver");
  }

  /** Removes it; the driver must have ended. */
  @Override
  public void close() {
    PrivateDirectory.delete(home);
  }
}
