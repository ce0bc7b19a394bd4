package sibyl.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Copies of a member's lists, which Aeron keeps without a checksum over all of them: the catalog of
 * recordings, the log of terms and snapshots, and the votes. They are taken at each close in good
 * order, so that a start can tell that a list is still what it was, and after each snapshot, so
 * that a damaged list can be replaced.
 *
 * <p>A copy is eight bytes of checksum and the content without the zeros at its end, which are room
 * for more.
 */
final class KeptLists {
  /** In the data directory. */
  static final String DIRECTORY = "lists";

  static final List<String> LISTS =
      List.of("archive/archive.catalog", "cluster/recording.log", "cluster/node-state.dat");

  private final Path data;

  /**
   * @param data the directory of the member
   */
  KeptLists(Path data) {
    this.data = data;
  }

  /**
   * Takes a copy of each. Lists and copies are on disk when it returns, so that a loss of power
   * afterwards leaves none of them older than the others.
   */
  void keep() throws IOException {
    Path copies = Files.createDirectories(data.resolve(DIRECTORY));
    for (String list : LISTS) {
      if (Files.exists(data.resolve(list))) {
        force(data.resolve(list), StandardOpenOption.WRITE);
        write(copyOf(list), content(data.resolve(list)));
      }
    }
    if (data.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      force(copies, StandardOpenOption.READ);
      force(data, StandardOpenOption.READ);
    }
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  /**
   * Where a list first differs from its copy.
   *
   * @return empty if it does not, or there is no copy that can be used
   */
  Optional<Integer> difference(String list) throws IOException {
    Optional<byte[]> kept = kept(list);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Path file = data.resolve(list);
    byte[] now = Files.exists(file) ? content(file) : new byte[0];
    int at = Arrays.mismatch(now, kept.get());
    return at < 0 ? Optional.empty() : Optional.of(at);
  }

  /** The content of a copy; empty if there is none, or it is damaged itself. */
  Optional<byte[]> kept(String list) throws IOException {
    Path copy = copyOf(list);
    if (!Files.exists(copy)) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(copy);
    if (bytes.length < Long.BYTES) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
    return ByteBuffer.wrap(bytes).getLong() == checksum(content)
        ? Optional.of(content)
        : Optional.empty();
  }

  /**
   * After a close in good order every list must be what it was.
   *
   * @throws IllegalStateException naming the first that is not, and where
   */
  void requireSame() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String list : LISTS) {
      difference(list).ifPresent(at -> wrong.add(data.resolve(list) + " at byte " + at));
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          "not as they were left when the program stopped: "
              + String.join(", ", wrong)
              + ". They are damaged, or files of different times were put together. Nothing was"
              + " changed. \"sibyl doctor\" tells more; \"sibyl repair\" puts back what was kept of"
              + " damaged ones");
    }
  }

  Path copyOf(String list) {
    return data.resolve(DIRECTORY).resolve(Path.of(list).getFileName());
  }

  private static byte[] content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  private static void write(Path copy, byte[] content) throws IOException {
    Path fresh = copy.resolveSibling(copy.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + content.length);
      bytes.putLong(checksum(content)).put(content).flip();
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static long checksum(byte[] content) {
    var crc = new CRC32C();
    crc.update(content);
    return crc.getValue();
  }
}
