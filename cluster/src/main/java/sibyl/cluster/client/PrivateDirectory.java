package sibyl.cluster.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Directories for the buffers of a media driver. All that goes through a driver stands in them in
 * clear, so no other user may look inside, nor have made them beforehand: each has a random name
 * and exists, from its first moment, for its owner only.
 */
public final class PrivateDirectory {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final String PREFIX = "sibyl-";

  /** A container's default of 64 MB is not enough, and fails only once it is full. */
  private static final long FREE_BYTES_MIN = 256L * 1024 * 1024;

  private PrivateDirectory() {}

  /**
   * Makes one in shared memory, or in {@code otherwise} where there is none or too little.
   *
   * @throws UncheckedIOException if neither can be written
   */
  public static Path create(Path otherwise) {
    try {
      return Files.createTempDirectory(hasRoom(SHARED_MEMORY) ? SHARED_MEMORY : otherwise, PREFIX);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for shared buffers", e);
    }
  }

  /**
   * Makes one again that {@link #create} made earlier, without what is left in it.
   *
   * @return false if its place is taken by something else, which is left alone
   * @throws UncheckedIOException if it cannot be looked at or cleared
   */
  public static boolean createAgain(Path directory) {
    Path name = directory.getFileName();
    if (name == null || !name.toString().startsWith(PREFIX)) {
      return false;
    }
    if (isOurs(directory)) {
      delete(directory);
    }
    try {
      // Fails if another made it meanwhile.
      Files.createDirectory(directory, ownerOnly(directory));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isOurs(Path directory) {
    try {
      return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(processOwner());
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(directory.toString(), e);
    }
  }

  /** The user this process runs as, in the terms of the file system. */
  public static UserPrincipal processOwner() throws IOException {
    Path probe = Files.createTempFile(PREFIX, ".owner");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  /** Removes a directory and all in it; what is gone already is passed over. */
  public static void delete(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException gone) {
      // Another closed it meanwhile; nothing is left to do.
    } catch (IOException e) {
      throw new UncheckedIOException(directory.toString(), e);
    }
  }

  private static boolean hasRoom(Path path) throws IOException {
    return Files.isWritable(path) && Files.getFileStore(path).getUsableSpace() >= FREE_BYTES_MIN;
  }
}
