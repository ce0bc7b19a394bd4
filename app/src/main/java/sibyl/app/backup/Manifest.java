package sibyl.app.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import sibyl.cluster.StateAt;

/**
 * What a backup is and has: the exchange, the place in its log, the state there, and every file
 * with its length and SHA-256. It stands in the file {@code manifest} and ends with a checksum of
 * itself.
 *
 * @param exchange whose backup it is
 * @param made when it was begun
 * @param state at its end
 * @param tables the last event in the tables; not after that of the state
 * @param facts what else is worth knowing: versions, whether keys are included
 * @param files by path in the backup, with {@code /} between names
 */
public record Manifest(
    String exchange,
    Instant made,
    StateAt state,
    long tables,
    Map<String, String> facts,
    Map<String, FileSum> files) {
  private static final String FILE = "manifest";
  private static final String FIRST = "sibyl-backup 1";
  private static final int CHUNK = 1 << 20;

  /** What a file must be. */
  public record FileSum(long bytes, String sha256) {}

  public Manifest {
    facts = new LinkedHashMap<>(facts);
    files = new LinkedHashMap<>(files);
  }

  /** All bytes of all files. */
  public long bytes() {
    return files.values().stream().mapToLong(FileSum::bytes).sum();
  }

  /** The sums of all files in a directory, as they are now. */
  public static Map<String, FileSum> sums(Path directory, LongConsumer progress)
      throws IOException {
    Map<String, FileSum> sums = new LinkedHashMap<>();
    for (String name : names(directory)) {
      sums.put(name, sum(directory.resolve(name), progress));
    }
    return sums;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> !Files.isDirectory(path))
          .map(path -> directory.relativize(path).toString().replace('\\', '/'))
          .filter(name -> !name.equals(FILE))
          .sorted()
          .toList();
    }
  }

  private static FileSum sum(Path file, LongConsumer progress) throws IOException {
    MessageDigest digest = sha256();
    long bytes = 0;
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
        bytes += read;
        progress.accept(read);
      }
    }
    return new FileSum(bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Writes it into a backup, of which it is the last file. */
  public void write(Path backup) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(FIRST);
    lines.add("exchange " + exchange);
    lines.add("made " + made);
    lines.add(
        "state %d %d %d %s"
            .formatted(
                state.logPosition(), state.seq(), state.timeMs(), Long.toHexString(state.hash())));
    lines.add("tables " + tables);
    facts.forEach((name, fact) -> lines.add("fact " + name + " " + fact));
    files.forEach(
        (name, sum) -> lines.add("file " + sum.bytes() + " " + sum.sha256() + " " + name));
    lines.add("end " + sumOf(lines));
    Files.write(backup.resolve(FILE), lines, StandardCharsets.UTF_8);
  }

  private static String sumOf(List<String> lines) {
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(sha256().digest(text));
  }

  /**
   * Reads the manifest of a backup; the files are not looked at.
   *
   * @throws BackupException if there is none, or it is damaged
   */
  public static Manifest read(Path backup) throws IOException {
    Path file = backup.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new BackupException(
          backup + " is no backup, or one that was interrupted: it has no manifest. Use another");
    }
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      List<String> summed = lines.subList(0, lines.size() - 1);
      if (!lines.getFirst().equals(FIRST) || !lines.getLast().equals("end " + sumOf(summed))) {
        throw damaged(file);
      }
      return parse(summed);
    } catch (IOException | RuntimeException e) {
      throw e instanceof BackupException known ? known : damaged(file);
    }
  }

  private static BackupException damaged(Path file) {
    return new BackupException(file + " is damaged, or of another version: use another backup");
  }

  private static Manifest parse(List<String> lines) {
    String exchange = "";
    Instant made = Instant.EPOCH;
    StateAt state = new StateAt(0, 0, 0, 0);
    long tables = 0;
    Map<String, String> facts = new LinkedHashMap<>();
    Map<String, FileSum> files = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", 4);
      switch (words[0]) {
        case "exchange" -> exchange = words[1];
        case "made" -> made = Instant.parse(words[1]);
        case "state" -> state = state(line.split(" "));
        case "tables" -> tables = Long.parseLong(words[1]);
        case "fact" ->
            facts.put(words[1], line.substring(line.indexOf(words[1]) + words[1].length() + 1));
        case "file" -> files.put(words[3], new FileSum(Long.parseLong(words[1]), words[2]));
        default -> throw new IllegalArgumentException(line);
      }
    }
    return new Manifest(exchange, made, state, tables, facts, files);
  }

  private static StateAt state(String[] words) {
    return new StateAt(
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseUnsignedLong(words[4], 16));
  }

  /**
   * Reads every file and compares it with its sum.
   *
   * @throws BackupException naming the first file that is missing, was added, or is not as it was
   *     written
   */
  public void requireFiles(Path backup, LongConsumer progress) throws IOException {
    for (Map.Entry<String, FileSum> entry : files.entrySet()) {
      Path file = backup.resolve(entry.getKey());
      if (!Files.isRegularFile(file)) {
        throw new BackupException(file + " is missing: use another backup");
      }
      if (!sum(file, progress).equals(entry.getValue())) {
        throw new BackupException(
            file + " is not as it was written: it is damaged or was changed. Use another backup");
      }
    }
    for (String name : names(backup)) {
      if (!files.containsKey(name)) {
        throw new BackupException(
            backup.resolve(name) + " does not belong to the backup: remove it if you put it there");
      }
    }
  }
}
