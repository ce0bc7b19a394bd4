package sibyl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.SemanticVersion;
import sibyl.engine.Engine;
import sibyl.engine.limits.Limits;
import sibyl.protocol.sbe.MessageHeaderDecoder;

/**
 * What a log means besides its bytes: the version of the wire it is written in, and the rules and
 * limits of the engine it was applied with. A member whose terms differ would come to another state
 * from the same log, so it must not start with it, nor take part.
 *
 * <p>They stand as {@code name=value} lines in a file of the member's directory, and as a number in
 * the log and the snapshots, where every member compares it with its own.
 */
final class LogTerms {
  static final String FILE = "log.terms";
  private static final String WIRE = "wire=";

  private final List<String> lines;

  private LogTerms(List<String> lines) {
    this.lines = lines;
  }

  /** Those of this build with {@code limits}. */
  static LogTerms of(Limits limits) {
    var lines = new ArrayList<String>();
    lines.add(WIRE + MessageHeaderDecoder.SCHEMA_VERSION);
    lines.add("rules=" + Engine.RULES);
    for (RecordComponent limit : Limits.class.getRecordComponents()) {
      try {
        lines.add("limits." + limit.getName() + "=" + limit.getAccessor().invoke(limits));
      } catch (ReflectiveOperationException impossible) {
        throw new LinkageError(limit.getName(), impossible);
      }
    }
    return new LogTerms(List.copyOf(lines));
  }

  /**
   * Writes them down in a directory without a log, or compares them with those of the log.
   *
   * @throws IllegalStateException if they differ, naming the first difference
   * @throws UncheckedIOException if the file cannot be read or written
   */
  void claim(DataDirectory data) {
    Path file = data.path().resolve(FILE);
    try {
      if (data.archive().exists()) {
        compare(file);
      } else {
        Files.write(
            file,
            lines,
            StandardCharsets.US_ASCII,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            StandardOpenOption.SYNC);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toAbsolutePath().toString(), e);
    }
  }

  private void compare(Path file) throws IOException {
    List<String> theirs =
        Files.exists(file)
            ? Files.readAllLines(file, StandardCharsets.US_ASCII)
            // The first builds wrote no such file.
            : List.of(WIRE + 0);
    for (int i = 0; i < Math.max(lines.size(), theirs.size()); i++) {
      String ours = i < lines.size() ? lines.get(i) : "(nothing)";
      String written = i < theirs.size() ? theirs.get(i) : "(nothing)";
      if (!ours.equals(written)) {
        throw new IllegalStateException(
            "data directory "
                + file.toAbsolutePath().getParent()
                + " has a log with "
                + written
                + ", this program has "
                + ours
                + ": start it with the build and the limits that wrote the log");
      }
    }
  }

  /**
   * The number by which members know whether they agree. Aeron compares the first part, that of the
   * wire; the rest, a checksum, is the service's to compare.
   */
  int appVersion() {
    var crc = new CRC32C();
    for (String line : lines) {
      crc.update(line.getBytes(StandardCharsets.US_ASCII));
      crc.update('\n');
    }
    int sum = (int) (crc.getValue() ^ crc.getValue() >>> 16);
    return SemanticVersion.compose(
        1 + MessageHeaderDecoder.SCHEMA_VERSION, sum >>> 8 & 0xFF, sum & 0xFF);
  }
}
