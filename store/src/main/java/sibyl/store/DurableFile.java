package sibyl.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files and directories that are there whole or not at all, also after a loss of power. A rename
 * alone does not see to that: the name may reach the disk before what it names, and after a cut
 * stand for an empty file.
 */
public final class DurableFile {
  private DurableFile() {}

  /**
   * Writes a file, replacing the one there is. When this returns it is on disk.
   *
   * @param attributes of the file, such as who may read it
   */
  public static void write(Path file, String text, FileAttribute<?>... attributes)
      throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel out =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    flushNameOf(file);
  }

  /** Gives a directory another name, once all in it is on disk. */
  public static void move(Path directory, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        flush(path);
      }
    }
    Files.move(directory, to, StandardCopyOption.ATOMIC_MOVE);
    flushNameOf(to);
  }

  private static void flushNameOf(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      flush(parent);
    }
  }

  /** Where a directory cannot be opened, its file system sees to its names itself. */
  private static void flush(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix || !Files.isDirectory(path)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
