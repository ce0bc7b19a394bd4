package sibyl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of an archive: {@code recording-position.rec}, each a segment of one recording. */
final class Segments {
  static final String SUFFIX = ".rec";

  private Segments() {}

  /** The segments of one recording, in order; none if it has no file. */
  static List<Path> of(List<Path> all, long recording) {
    return all.stream()
        .filter(segment -> recording(segment) == recording)
        .sorted(Comparator.comparingLong(Segments::position))
        .toList();
  }

  /** The last segment of one recording. */
  static Optional<Path> last(List<Path> all, long recording) {
    List<Path> segments = of(all, recording);
    return segments.isEmpty() ? Optional.empty() : Optional.of(segments.getLast());
  }

  /** The last segment of each recording. */
  static Collection<Path> lastOfEach(List<Path> all) {
    Map<Long, Path> last = new HashMap<>();
    for (Path segment : all) {
      last.merge(
          recording(segment),
          segment,
          (one, other) -> position(one) > position(other) ? one : other);
    }
    return last.values();
  }

  static long recording(Path segment) {
    String name = segment.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('-')));
  }

  /** Where in its recording a segment begins. */
  static long position(Path segment) {
    String name = segment.getFileName().toString();
    return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
  }

  /** Every segment in the directory of an archive; none if it does not exist. */
  static List<Path> all(Path archive) {
    if (!Files.exists(archive)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(archive)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(archive.toString(), e);
    }
  }
}
