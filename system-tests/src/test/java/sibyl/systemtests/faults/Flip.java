package sibyl.systemtests.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One bit of one file, the other way round.
 *
 * @param kind of file
 * @param file within the data directory
 */
record Flip(String kind, Path file, long position, int bit) {
  private static final int NEAR_THE_END = 64 * 1024;
  private static final int BLOCK = 1 << 16;

  /** Of every kind of file in a data directory, those that there are. */
  static Map<String, List<Path>> kinds(Path data) throws IOException {
    Map<String, List<Path>> kinds = new TreeMap<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path within = data.relativize(file);
        String kind = kind(within.toString());
        if (!kind.isEmpty() && end(file) > 0) {
          kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(within);
        }
      }
    }
    return kinds;
  }

  /** Locks, what is written for people, and what holds no data count as none. */
  private static String kind(String file) {
    if (file.startsWith("logs/") || file.endsWith(".lock") || file.contains("/removed/")) {
      return "";
    }
    if (file.endsWith(".rec")) {
      return "recording " + file.replaceAll(".*/(\\d+)-.*", "$1");
    }
    if (!file.startsWith("postgres/")) {
      return file;
    }
    if (!file.startsWith("postgres/cluster/")) {
      return file.indexOf('/', "postgres/".length()) < 0 && !file.endsWith(".log") ? file : "";
    }
    String within = file.substring("postgres/cluster/".length());
    if (within.startsWith("base/")) {
      return within.startsWith("base/1/") || within.matches("base/[45]/.*")
          ? ""
          : "PostgreSQL, tables and indexes";
    }
    if (within.startsWith("postmaster.") || within.equals("pg_hba.conf")) {
      return "";
    }
    int slash = within.indexOf('/');
    return "PostgreSQL, "
        + (slash < 0 || within.equals("global/pg_control") ? within : within.substring(0, slash));
  }

  /** Somewhere in a file of a kind, where there is something; often near its end. */
  static Flip somewhere(Path data, String kind, List<Path> files, Random random)
      throws IOException {
    Path file = files.get(random.nextInt(files.size()));
    long end = end(data.resolve(file));
    long from = random.nextBoolean() ? Math.max(0, end - NEAR_THE_END) : 0;
    return new Flip(kind, file, from + random.nextLong(end - from), random.nextInt(8));
  }

  /** Where the last byte is that is not zero. */
  private static long end(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] block = new byte[BLOCK];
      for (long from = (in.length() - 1) / BLOCK * BLOCK; from >= 0; from -= BLOCK) {
        in.seek(from);
        int length = Math.max(0, in.read(block));
        for (int i = length - 1; i >= 0; i--) {
          if (block[i] != 0) {
            return from + i + 1;
          }
        }
      }
      return 0;
    }
  }

  /** Does it. */
  void in(Path data) throws IOException {
    try (RandomAccessFile victim = new RandomAccessFile(data.resolve(file).toFile(), "rw")) {
      victim.seek(position);
      int before = victim.read();
      victim.seek(position);
      victim.write(before ^ 1 << bit);
    }
  }
}
