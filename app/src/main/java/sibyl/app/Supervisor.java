package sibyl.app;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs the program as a process of its own and starts it again when it ends by a failure: after a
 * second, then twice as long each time. It gives up after ten failures in a row; a run of ten
 * minutes begins a new row. What was told to stop stays stopped, and so does what could not even
 * start the first time, since that needs a person.
 */
final class Supervisor {
  private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);
  private static final Duration GOOD_RUN = Duration.ofMinutes(10);
  private static final int FAILURES_MAX = 10;

  /** Longer than the program's own deadline for stopping. */
  private static final Duration STOPPING = Duration.ofSeconds(40);

  private static final int COULD_NOT_START = 1;

  /** Done, misused, interrupted (SIGINT), told to stop (SIGTERM). */
  private static final Set<Integer> MEANT = Set.of(0, 2, 128 + 2, 128 + 15);

  private final List<String> command;
  private final PrintStream out;

  /**
   * @param arguments of the program itself
   */
  Supervisor(List<String> arguments, PrintStream out) {
    this.out = out;
    command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Sibyl.class.getName()));
    command.addAll(arguments);
  }

  /**
   * @return the exit code of the last run
   */
  int run() throws IOException, InterruptedException {
    int failures = 0;
    while (true) {
      long startedNs = System.nanoTime();
      int exitCode = runOnce();
      if (MEANT.contains(exitCode) || failures == 0 && exitCode == COULD_NOT_START) {
        return exitCode;
      }
      failures = ranFor(startedNs).compareTo(GOOD_RUN) >= 0 ? 1 : failures + 1;
      if (failures == FAILURES_MAX) {
        out.println("sibyl: ended with " + exitCode + ", " + failures + " times; given up");
        return exitCode;
      }
      Duration pause = pause(failures);
      out.println("sibyl: ended with " + exitCode + "; again in " + pause.toSeconds() + " s");
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
  }

  /** Ends with the program: whatever ends this process ends it first. */
  private int runOnce() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(new File("").getAbsoluteFile()).inheritIO().start();
    Thread hook = Thread.ofPlatform().unstarted(() -> stop(process));
    Runtime.getRuntime().addShutdownHook(hook);
    int exitCode = process.waitFor();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return exitCode; // we were told to stop, and the process with us
    }
    return exitCode;
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Duration ranFor(long startedNs) {
    return Duration.ofNanos(System.nanoTime() - startedNs);
  }

  /** The pause after so many failures in a row. */
  static Duration pause(int failures) {
    Duration pause = PAUSE_MIN;
    for (int i = 1; i < failures && pause.compareTo(PAUSE_MAX) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
  }
}
