package sibyl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses where a member's media driver keeps its buffers. Nothing in them outlives the driver. */
final class AeronDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(AeronDirectory.class);
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** A container's default of 64 MB is not enough, and fails only once it is full. */
  private static final long FREE_BYTES_MIN = 256L * 1024 * 1024;

  private AeronDirectory() {}

  static Path choose(ClusterNodeConfig config) {
    Path given = config.aeronDirectory();
    if (given != null) {
      return given.toAbsolutePath();
    }
    Path data = config.dataDirectory().toAbsolutePath().normalize();
    if (hasRoom(SHARED_MEMORY)) {
      var crc = new CRC32C();
      crc.update(data.toString().getBytes(StandardCharsets.UTF_8));
      // The same again after a crash, so that what the crash left is cleared away.
      return SHARED_MEMORY.resolve("sibyl-" + Long.toHexString(crc.getValue()));
    }
    LOG.warn("little shared memory: buffers are kept in the data directory, which is slower");
    return data.resolve("aeron");
  }

  private static boolean hasRoom(Path path) {
    try {
      return Files.isWritable(path) && Files.getFileStore(path).getUsableSpace() >= FREE_BYTES_MIN;
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }
}
