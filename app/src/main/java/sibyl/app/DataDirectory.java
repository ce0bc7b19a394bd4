package sibyl.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The directory that keeps everything, held by a lock of the operating system: a second program on
 * it is refused, and after a crash nothing is left to clean up.
 */
final class DataDirectory implements AutoCloseable {
  private final FileChannel lockFile;

  private DataDirectory(FileChannel lockFile) {
    this.lockFile = lockFile;
  }

  /**
   * @throws StartException if another program holds the directory
   * @throws IOException if it cannot be made or written
   */
  static DataDirectory lock(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel file =
        FileChannel.open(
            directory.resolve("sibyl.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return new DataDirectory(file);
      }
    } catch (OverlappingFileLockException e) {
      // held by this very process; said below
    }
    file.close();
    throw new StartException("another program is using " + directory, null);
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
