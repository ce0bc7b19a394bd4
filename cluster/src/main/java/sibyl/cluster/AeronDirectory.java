package sibyl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
      Path before = read(record);
      if (before != null && PrivateDirectory.createAgain(before)) {
        return new AeronDirectory(before);
      }
      Path home = PrivateDirectory.create(data.path()).toAbsolutePath();
      Files.writeString(record, home.toString(), StandardCharsets.UTF_8);
      return new AeronDirectory(home);
    } catch (IOException e) {
      throw new UncheckedIOException(record.toString(), e);
    }
  }

  private static @Nullable Path read(Path record) throws IOException {
    if (!Files.exists(record)) {
      return null;
    }
    String text = Files.readString(record, StandardCharsets.UTF_8);
    return text.isEmpty() ? null : Path.of(text);
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
