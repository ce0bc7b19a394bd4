package sibyl.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Marks a data directory that is in use, in a way that a copy does not take along: it names the
 * directory and the mark itself by their inodes. A copy of a running directory has files of
 * different moments, which PostgreSQL in particular would start on without complaint and be wrong,
 * so it is refused. A snapshot of the whole file system keeps the inodes, and is of one moment.
 *
 * <p>Where files have no inodes (Windows) nothing is marked.
 */
final class RunningMark {
  private static final String FILE = "in.use";
  private static final String INODE = "unix:ino";

  private RunningMark() {}

  /**
   * Refuses a copy.
   *
   * @throws StartException saying what to do, if the directory was copied while it was in use
   */
  static void requireOriginal(Path data) throws IOException {
    Path mark = data.resolve(FILE);
    if (!hasInodes(data) || !Files.exists(mark, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<String> lines = Files.readAllLines(mark, StandardCharsets.UTF_8);
    if (lines.size() < 4) {
      return; // the program ended while it wrote this, before anything else
    }
    if (lines.get(0).equals(inode(data)) && lines.get(1).equals(inode(mark))) {
      return;
    }
    throw new StartException(
        """
        %s is a copy of %s, made while process %s was using that or after it had crashed. \
        The files of such a copy are of different moments, and its database may be damaged \
        without a sign. Make copies with "sibyl backup", and start what "sibyl restore" makes of \
        them. Only if nothing was running on the original when it was copied, the copy is good: \
        remove %s and start again"""
            .formatted(data, lines.get(3), lines.get(2), mark),
        null);
  }

  /** Marks the directory as in use by this process. */
  static void put(Path data) throws IOException {
    if (!hasInodes(data)) {
      return;
    }
    Path mark = data.resolve(FILE);
    Files.deleteIfExists(mark);
    Files.createFile(mark);
    List<String> lines = new ArrayList<>();
    lines.add(inode(data));
    lines.add(inode(mark));
    lines.add(Long.toString(ProcessHandle.current().pid()));
    lines.add(data.toRealPath().toString());
    Files.write(mark, lines, StandardCharsets.UTF_8);
  }

  /** Everything in the directory has been closed as it should be. */
  static void remove(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }

  private static boolean hasInodes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static String inode(Path path) throws IOException {
    return Files.getAttribute(path.toRealPath(), INODE).toString();
  }
}
