package sibyl.systemtests.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Processes of the operating system, and what is done to them from outside. */
public final class Processes {
  private Processes() {}

  /** Of a PostgreSQL server in a directory: its first one, then its children. */
  public static List<ProcessHandle> ofDatabase(Path directory) {
    try {
      long pid =
          Long.parseLong(
              Files.readAllLines(directory.resolve("cluster/postmaster.pid")).getFirst().strip());
      ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
      return Stream.concat(Stream.of(first), first.descendants()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends a signal to each that is still there.
   *
   * @param signal as {@code kill} names it, {@code -STOP}
   */
  public static void signal(String signal, List<ProcessHandle> processes) {
    for (ProcessHandle process : processes.stream().filter(ProcessHandle::isAlive).toList()) {
      run("kill", signal, Long.toString(process.pid()));
    }
  }

  /**
   * Runs a command to its end.
   *
   * @return its exit code
   */
  public static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
