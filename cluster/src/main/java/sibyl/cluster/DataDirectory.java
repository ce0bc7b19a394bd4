package sibyl.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member's directory, held by a lock of the operating system: it ends with the process, however
 * that ends, while the marks Aeron leaves look alive for another ten seconds.
 */
final class DataDirectory {
  private static final String LOCK = "node.lock";
  private static final int OWNER_LENGTH_MAX = 64;

  /** Aeron's marks of who is alive, false after a crash. */
  private static final List<String> MARKS =
      List.of(
          "archive/archive-mark.dat",
          "cluster/cluster-mark.dat",
          "cluster/cluster-mark-service-0.dat");

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;
  private final boolean wasLeftInUse;

  private DataDirectory(Path path, FileChannel channel, FileLock lock, boolean wasLeftInUse) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
    this.wasLeftInUse = wasLeftInUse;
  }

  /**
   * Takes the directory, created if it is missing, for this process alone.
   *
   * @throws IllegalStateException if it is another's, naming it and its process if known
   * @throws UncheckedIOException if it cannot be created or written
   */
  static DataDirectory lock(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      String owner = read(channel);
      if (lock == null) {
        channel.close();
        throw new IllegalStateException(
            "data directory "
                + path.toAbsolutePath()
                + " is in use by process "
                + (owner.isEmpty() ? "(unknown)" : owner));
      }
      write(channel, Long.toString(ProcessHandle.current().pid()));
      force(path, channel);
      for (String mark : MARKS) {
        Files.deleteIfExists(path.resolve(mark));
      }
      return new DataDirectory(path, channel, lock, !owner.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException("data directory " + path.toAbsolutePath(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(OWNER_LENGTH_MAX);
    int length = channel.read(bytes, 0);
    return length <= 0
        ? ""
        : new String(bytes.array(), 0, length, StandardCharsets.US_ASCII).strip();
  }

  private static void write(FileChannel channel, String owner) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  /**
   * That it is in use must outlast a loss of power: else the next start would take what was being
   * written for whole.
   */
  private static void force(Path path, FileChannel file) throws IOException {
    file.force(true);
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  /** Whether the process that had it before did not close it. */
  boolean wasLeftInUse() {
    return wasLeftInUse;
  }

  Path path() {
    return path;
  }

  File archive() {
    return path.resolve("archive").toFile();
  }

  /** Of the archive's recordings. */
  Path catalog() {
    return path.resolve("archive").resolve("archive.catalog");
  }

  File cluster() {
    return path.resolve("cluster").toFile();
  }

  /**
   * Gives the directory back.
   *
   * @param inOrder whether everything in it was closed as it should be
   */
  void leave(boolean inOrder) {
    try (channel;
        lock) {
      if (inOrder) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("data directory " + path.toAbsolutePath(), e);
    }
  }
}
