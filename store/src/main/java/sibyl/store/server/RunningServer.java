package sibyl.store.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever runs on a server's files: our own server, or what an unclean end left behind. When the
 * program is killed its server lives on; when the server is killed too, a pid file stays, whose
 * number may by now be another process's or that of a dead process which nobody reaps; signals sent
 * to such a one arrive, and nothing ever comes of them. So what runs is judged by what it is, and
 * not by the file. The caller holds the lock on the directory: whatever is found belongs to nobody
 * else alive.
 */
final class RunningServer {
  private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

  private static final boolean HAS_PROC = Files.isDirectory(Path.of("/proc/self"));

  /** For disconnecting everybody and saving all. */
  private static final Duration FAST_WITHIN = Duration.ofSeconds(15);

  /** For ending without saving: the next start recovers. */
  private static final Duration IMMEDIATE_WITHIN = Duration.ofSeconds(5);

  /** For the children of a killed server to notice. */
  private static final Duration CHILDREN_WITHIN = Duration.ofSeconds(2);

  private static final Duration KILLED_WITHIN = Duration.ofSeconds(3);

  /** Of the pid file. */
  private static final int PORT_LINE = 4;

  private static final long LOOK_EVERY_MS = 20;

  private final Path cluster;
  private final Path pidFile;

  RunningServer(Path cluster) {
    this.cluster = cluster;
    this.pidFile = cluster.resolve("postmaster.pid");
  }

  /** Whether a server is there; it need not answer. */
  boolean isServing() throws IOException {
    if (!Files.exists(pidFile)) {
      return false;
    }
    List<String> lines;
    long pid;
    try {
      lines = Files.readAllLines(pidFile, StandardCharsets.UTF_8);
      pid = Long.parseLong(lines.isEmpty() ? "" : lines.getFirst().strip());
    } catch (NoSuchFileException e) {
      return false; // it has just ended
    } catch (NumberFormatException e) {
      return false; // cut short while it was written
    }
    Optional<String> line = commandLine(pid);
    return line.isPresent()
        && line.get().contains("postgres")
        && line.get().contains(cluster.toString());
  }

  /**
   * The port it listens on.
   *
   * @throws IOException if there is no server, or it does not listen yet
   */
  int port() throws IOException {
    List<String> lines = Files.readAllLines(pidFile, StandardCharsets.UTF_8);
    if (lines.size() < PORT_LINE || !isServing()) {
      throw new IOException("no PostgreSQL listens in " + cluster);
    }
    return Integer.parseInt(lines.get(PORT_LINE - 1).strip());
  }

  /**
   * Ends all of it, within 25 seconds: as gently as it lets us, and else by force. Then nothing
   * works on the files any more, and no pid file keeps the next server off them.
   *
   * @throws PostgresUnavailableException if something cannot even be killed
   */
  void end(PostgresCommand command) throws IOException, InterruptedException {
    signal(command, "fast", FAST_WITHIN);
    signal(command, "immediate", IMMEDIATE_WITHIN);
    if (!await(() -> !isServing() && workers().isEmpty(), CHILDREN_WITHIN)) {
      LOG.warn("killing what still runs on {}", cluster);
      workers().forEach(ProcessHandle::destroyForcibly);
      if (!await(() -> workers().isEmpty(), KILLED_WITHIN)) {
        throw new PostgresUnavailableException(
            "processes of a PostgreSQL still work in " + cluster + " and cannot be killed");
      }
    }
    // It keeps a new server from the files as long as a child of the old one lives: last of all.
    Files.deleteIfExists(pidFile);
  }

  /** Asks it to stop, if it is there, and looks by itself whether it does. */
  private void signal(PostgresCommand command, String mode, Duration within)
      throws IOException, InterruptedException {
    if (!isServing()) {
      return;
    }
    int exit = command.run("pg_ctl", "stop", "-D", cluster.toString(), "-m", mode, "-W");
    if (exit != 0 && isServing()) {
      LOG.warn("stopping PostgreSQL ({}): {}", mode, command.lastOutput());
    }
    if (!await(() -> !isServing(), within)) {
      LOG.warn("PostgreSQL did not stop within {} s ({})", within.toSeconds(), mode);
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static boolean await(Condition condition, Duration within)
      throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - startNs >= within.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    }
    return true;
  }

  /** The server's processes, its orphaned children too; empty where the system does not tell. */
  private List<ProcessHandle> workers() throws IOException {
    if (!HAS_PROC) {
      return List.of();
    }
    Path here = cluster.toRealPath();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> worksIn(here, process.pid())).toList();
    }
  }

  /** A person's shell may stand in the directory too: only PostgreSQL counts. */
  private static boolean worksIn(Path directory, long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(directory)
          && Files.readSymbolicLink(process.resolve("exe")).toString().contains("/bin/postgres");
    } catch (IOException e) {
      return false; // it has ended, or is somebody else's, which no server of ours can be
    }
  }

  /** Empty for a process that is no more, or that is dead and only waits to be reaped. */
  private static Optional<String> commandLine(long pid) throws IOException {
    Path file = Path.of("/proc", Long.toString(pid), "cmdline");
    if (HAS_PROC) {
      try {
        return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' '));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
    return ProcessHandle.of(pid).flatMap(process -> process.info().commandLine());
  }
}
