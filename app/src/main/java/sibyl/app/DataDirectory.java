package sibyl.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import sibyl.cluster.client.PrivateDirectory;

/**
 * The directory that keeps everything, held by a lock of the operating system: a second program on
 * it is refused, and after a crash nothing is left to clean up.
 *
 * <p>It is closed to other users, who would find keys and passwords in it, and no step of the path
 * to it may be one that another user can replace.
 */
final class DataDirectory implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final int STICKY = 01000;
  private static final String LOCK = "sibyl.lock";

  private final FileChannel lockFile;
  private final Path directory;

  private DataDirectory(FileChannel lockFile, Path directory) {
    this.lockFile = lockFile;
    this.directory = directory;
  }

  /**
   * @throws StartException if another program holds the directory, if other users could change what
   *     it is, or if it is a copy of a directory in use
   * @throws IOException if it cannot be made or written
   */
  static DataDirectory lock(Path directory) throws IOException {
    Files.createDirectories(directory);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      close(directory);
    }
    FileChannel file = lockFile(directory);
    if (!takesLock(file)) {
      file.close();
      throw new StartException("another program is using " + directory, null);
    }
    try {
      RunningMark.requireOriginal(directory);
      RunningMark.put(directory);
      return new DataDirectory(file, directory);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Whether a program is using a directory. */
  static boolean isInUse(Path directory) throws IOException {
    if (!Files.exists(directory.resolve(LOCK))) {
      return false;
    }
    try (FileChannel file = lockFile(directory)) {
      return !takesLock(file);
    }
  }

  private static FileChannel lockFile(Path directory) throws IOException {
    return FileChannel.open(
        directory.resolve(LOCK),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  /** Takes the lock if it is free; it ends with the file. */
  private static boolean takesLock(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  /** Closes the directory to others, and vouches for the way to it. */
  private static void close(Path directory) throws IOException {
    UserPrincipal me = PrivateDirectory.processOwner();
    Path real = directory.toRealPath();
    if (!Files.getOwner(real).equals(me)) {
      throw new StartException(
          directory
              + " belongs to "
              + Files.getOwner(real).getName()
              + ": run as that user, or keep the data in a directory of your own (--data)",
          null);
    }
    Files.setPosixFilePermissions(real, OWNER_ONLY);
    requireSafeSteps(directory.toAbsolutePath().normalize(), me);
    requireSafeSteps(real, me);
  }

  /** Each step, links included, belongs to us or to root and can be replaced by no other user. */
  private static void requireSafeSteps(Path path, UserPrincipal me) throws IOException {
    for (Path step = path; step != null; step = step.getParent()) {
      PosixFileAttributes attributes =
          Files.readAttributes(step, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.owner().equals(me) && !isRoot(step)) {
        throw new StartException(
            step
                + " belongs to "
                + attributes.owner().getName()
                + ", who could put another directory there: keep the data elsewhere (--data)",
            null);
      }
      if (!attributes.isSymbolicLink() && othersWrite(attributes) && !isSticky(step)) {
        throw new StartException(
            "other users may write to "
                + step
                + ": take that right from them (chmod go-w) or keep the data elsewhere (--data)",
            null);
      }
    }
  }

  /** A group named like the owner is the owner's alone, by the custom of most distributions. */
  private static boolean othersWrite(PosixFileAttributes attributes) {
    Set<PosixFilePermission> permissions = attributes.permissions();
    return permissions.contains(PosixFilePermission.OTHERS_WRITE)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
            && !attributes.group().getName().equals(attributes.owner().getName());
  }

  /** In such a directory, of which /tmp is one, only its owner can replace an entry. */
  private static boolean isSticky(Path step) throws IOException {
    return ((int) Files.getAttribute(step, "unix:mode", LinkOption.NOFOLLOW_LINKS) & STICKY) != 0;
  }

  private static boolean isRoot(Path step) throws IOException {
    return (int) Files.getAttribute(step, "unix:uid", LinkOption.NOFOLLOW_LINKS) == 0;
  }

  @Override
  public void close() throws IOException {
    try (lockFile) {
      RunningMark.remove(directory);
    }
  }
}
