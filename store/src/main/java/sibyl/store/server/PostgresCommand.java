package sibyl.store.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the server's own tools ({@code initdb}, {@code pg_ctl}) with a deadline. Their output goes
 * to a file rather than a pipe: a server they leave running would keep a pipe open for ever.
 *
 * <p>PostgreSQL refuses to run as root. There each tool runs in a user namespace of its own, where
 * it is nobody in particular while its files stay root's.
 */
final class PostgresCommand {
  private static final long ROOT = 0;
  private static final long PROBE_SECONDS = 10;

  private final PostgresProgram program;
  private final Path output;
  private final Duration deadline;
  private final List<String> prefix;

  PostgresCommand(PostgresProgram program, Path directory, Duration deadline)
      throws IOException, InterruptedException {
    this.program = program;
    this.output = directory.resolve("command.log");
    this.deadline = deadline;
    this.prefix = isRoot(directory) ? namespaceOfItsOwn() : List.of();
  }

  /**
   * @return the exit code
   */
  int run(String name, String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(prefix);
    line.add(program.command(name).toString());
    line.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    // What a person has set for a server of their own must not reach this one.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    boolean ended;
    try {
      ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
    if (!ended) {
      process.destroyForcibly();
      throw new PostgresUnavailableException(
          name + " of the embedded PostgreSQL did not end within " + deadline.toSeconds() + " s");
    }
    return process.exitValue();
  }

  /** What the last command said. */
  String lastOutput() throws IOException {
    return Files.exists(output) ? Files.readString(output).strip() : "";
  }

  private static boolean isRoot(Path directory) throws IOException {
    return PostgresProgram.isPosix(directory)
        && Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Number uid
        && uid.longValue() == ROOT;
  }

  private static List<String> namespaceOfItsOwn() throws InterruptedException {
    List<String> prefix = List.of("unshare", "-U");
    try {
      List<String> probe = new ArrayList<>(prefix);
      probe.add("true");
      Process process =
          new ProcessBuilder(probe)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return prefix;
      }
    } catch (IOException e) {
      throw noNamespaces(e);
    }
    throw noNamespaces(null);
  }

  private static PostgresUnavailableException noNamespaces(@Nullable Throwable cause) {
    String message =
        "PostgreSQL refuses to run as root, and this machine allows no user namespace to run it"
            + " in: start as another user, or name a server of your own (database URL)";
    return cause == null
        ? new PostgresUnavailableException(message)
        : new PostgresUnavailableException(message, cause);
  }
}
