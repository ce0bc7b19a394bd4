package sibyl.app.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import sibyl.cluster.client.PrivateDirectory;

/**
 * A directory that appears under its name only when everything in it is whole and on disk. Until
 * then it has another name beside it; if it is never finished, it is removed, or is left under that
 * name by a process that was killed.
 */
public final class NewDirectory implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final Path trial;
  private boolean finished;

  private NewDirectory(Path target, Path partial, Path trial) {
    this.target = target;
    this.partial = partial;
    this.trial = trial;
  }

  /**
   * Begins one.
   *
   * @param target must be missing or an empty directory
   * @throws BackupException if it is neither
   */
  public static NewDirectory at(Path target) throws IOException {
    Path path = target.toAbsolutePath().normalize();
    Path parent = path.getParent();
    Path name = path.getFileName();
    if (parent == null || name == null) {
      throw new BackupException(target + " cannot be made: name a directory that is new");
    }
    if (Files.exists(path) && !isEmptyDirectory(path)) {
      throw new BackupException(
          target
              + " is there and not empty, and nothing is overwritten: name a directory that is"
              + " new or empty");
    }
    Files.createDirectories(parent);
    Path partial = Files.createTempDirectory(parent, "." + name + ".partial-");
    return new NewDirectory(
        path, partial, partial.resolveSibling(partial.getFileName() + ".trial"));
  }

  private static boolean isEmptyDirectory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> content = Files.list(path)) {
      return content.findAny().isEmpty();
    }
  }

  /** Where to write. */
  public Path path() {
    return partial;
  }

  /** The name of another one on the same file system, which does not exist and is removed too. */
  public Path trial() {
    return trial;
  }

  /** Sees everything to the disk and gives it its name. */
  public void finish() throws IOException {
    try (Stream<Path> all = Files.walk(partial)) {
      for (Path path : all.toList()) {
        force(path);
      }
    }
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
    force(partial.resolveSibling("."));
  }

  private static void force(Path path) throws IOException {
    if (Files.isSymbolicLink(path)
        || Files.isDirectory(path)
            && !path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    PrivateDirectory.delete(trial);
    if (!finished) {
      PrivateDirectory.delete(partial);
    }
  }
}
