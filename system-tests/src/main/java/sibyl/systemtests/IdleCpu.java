package sibyl.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How much processor time a running exchange uses, its database server included: the figure for an
 * exchange at rest in {@code docs/performance.md}. Run it from its source beside a running program:
 *
 * <pre>{@code
 * java system-tests/src/main/java/sibyl/systemtests/IdleCpu.java data 30
 * }</pre>
 *
 * <p>The arguments are the data directory, in which the program and its server have written their
 * process numbers, and for how many seconds to look. What is measured is the time the processes
 * were given, by {@code /proc}, so what else the machine does matters little.
 */
public final class IdleCpu {
  private static final int SECONDS = 30;
  private static final int THREADS_SHOWN = 8;

  /** As Linux has it for programs, whatever the kernel's own timer. */
  private static final int TICKS_PER_SECOND = 100;

  /** Where user and system time stand in a stat file, counted after the name in parentheses. */
  private static final int PARENT = 1;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private IdleCpu() {}

  /**
   * @throws NoSuchFileException if no program runs on the directory
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path data = Path.of(arguments.length > 0 ? arguments[0] : "data");
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SECONDS;
    long program = number(data.resolve("cluster/node.lock"));
    long server = number(data.resolve("postgres/cluster/postmaster.pid"));

    long startNs = System.nanoTime();
    Map<String, Long> before = ticks(program, server);
    Thread.sleep(Duration.ofSeconds(seconds));
    Map<String, Long> after = ticks(program, server);
    double elapsed = (System.nanoTime() - startNs) / 1e9;

    Map<String, Double> percents = new HashMap<>();
    after.forEach(
        (name, ticks) ->
            percents.put(
                name,
                100.0 * (ticks - before.getOrDefault(name, 0L)) / TICKS_PER_SECOND / elapsed));
    double program100 = percents.getOrDefault("program", 0.0);
    double server100 = percents.getOrDefault("server", 0.0);
    System.out.printf(
        Locale.ROOT,
        "%.1f %% of one core over %.0f s: the program %.1f %%, PostgreSQL %.1f %%%n",
        program100 + server100,
        elapsed,
        program100,
        server100);
    percents.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("thread "))
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(THREADS_SHOWN)
        .forEach(e -> System.out.printf(Locale.ROOT, "  %5.1f %%  %s%n", e.getValue(), e.getKey()));
  }

  private static long number(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .findFirst()
          .map(line -> Long.parseLong(line.strip()))
          .orElseThrow(() -> new NoSuchFileException(file + " names no running process"));
    }
  }

  /** Processor time so far, of the program, the server with its children, and each thread. */
  private static Map<String, Long> ticks(long program, long server) throws IOException {
    Map<String, Long> ticks = new HashMap<>();
    ticks.put("program", time(fields(Path.of("/proc", "" + program, "stat"))));
    long serverTicks = 0;
    for (Path process : numbered(Path.of("/proc"))) {
      List<String> fields = fields(process.resolve("stat"));
      boolean ofServer = process.getFileName().toString().equals("" + server);
      if (!fields.isEmpty() && (ofServer || fields.get(PARENT).equals("" + server))) {
        serverTicks += time(fields);
      }
    }
    ticks.put("server", serverTicks);
    for (Path thread : numbered(Path.of("/proc", "" + program, "task"))) {
      try {
        String name = Files.readString(thread.resolve("comm")).strip();
        ticks.put(
            "thread " + name + " (" + thread.getFileName() + ")",
            time(fields(thread.resolve("stat"))));
      } catch (NoSuchFileException e) {
        // it ended while we looked
      }
    }
    return ticks;
  }

  private static List<Path> numbered(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return new ArrayList<>(
          entries
              .filter(entry -> entry.getFileName().toString().chars().allMatch(Character::isDigit))
              .toList());
    }
  }

  private static long time(List<String> fields) {
    return fields.isEmpty()
        ? 0
        : Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME));
  }

  /** What stands after the name, which may itself hold spaces; nothing if the process is gone. */
  private static List<String> fields(Path stat) throws IOException {
    try {
      String line = Files.readString(stat);
      return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    } catch (IOException e) {
      if (Files.exists(stat)) {
        throw e;
      }
      return List.of();
    }
  }
}
