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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an unclean end left behind. When the program is killed its server lives on; when both are
 * killed a pid file stays, whose number may by now be another process's. The caller holds the lock
 * on the directory, so whatever is found belongs to nobody alive.
 */
final class LeftoverServer {
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverServer.class);

  private static final boolean HAS_PROC = Files.isDirectory(Path.of("/proc/self"));
  private static final Duration CHILDREN_END_WITHIN = Duration.ofSeconds(20);

  private final Path cluster;
  private final Path pidFile;

  LeftoverServer(Path cluster) {
    this.cluster = cluster;
    this.pidFile = cluster.resolve("postmaster.pid");
  }

  /** Stops a server that still runs on these files and removes a pid file that means nothing. */
  void clear(PostgresCommand command, StartProgress progress)
      throws IOException, InterruptedException {
    if (!Files.exists(pidFile)) {
      return;
    }
    if (isServing()) {
      progress.step("stopping the PostgreSQL an earlier run left behind");
      LOG.warn("stopping the PostgreSQL that an earlier run left behind, pid file {}", pidFile);
      if (command.stop(cluster, "fast") != 0 && command.stop(cluster, "immediate") != 0) {
        throw new PostgresUnavailableException(
            "an earlier PostgreSQL still runs and cannot be stopped: " + command.lastOutput());
      }
    }
    awaitNobodyWorksHere();
    Files.deleteIfExists(pidFile);
  }

  /**
   * A killed server's children notice and end, but not at once. The pid file is what keeps a new
   * server from the files as long as one of them lives, so it must not go before them.
   */
  private void awaitNobodyWorksHere() throws IOException, InterruptedException {
    if (!HAS_PROC) {
      return;
    }
    Path here = cluster.toRealPath();
    long deadline = System.nanoTime() + CHILDREN_END_WITHIN.toNanos();
    while (ProcessHandle.allProcesses().anyMatch(process -> worksIn(here, process.pid()))) {
      if (System.nanoTime() - deadline >= 0) {
        throw new PostgresUnavailableException(
            "processes of an earlier PostgreSQL still work in " + cluster);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static boolean worksIn(Path directory, long pid) {
    try {
      Path workingDirectory = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"));
      return workingDirectory.equals(directory);
    } catch (IOException e) {
      return false; // it has ended, or is somebody else's, which no server of ours can be
    }
  }

  private boolean isServing() throws IOException {
    List<String> lines = Files.readAllLines(pidFile, StandardCharsets.UTF_8);
    long pid;
    try {
      pid = Long.parseLong(lines.isEmpty() ? "" : lines.getFirst().strip());
    } catch (NumberFormatException e) {
      return false; // cut short while it was written
    }
    Optional<String> line = commandLine(pid);
    return line.isPresent()
        && line.get().contains("postgres")
        && line.get().contains(cluster.toString());
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
