package sibyl.store.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.store.DatabaseAddress;
import sibyl.store.DurableFile;

/**
 * A PostgreSQL server in a directory of ours, reachable from this machine only and only with its
 * password. Its files outlive the program; a lock of the operating system keeps a second program
 * off them. Start and close belong to one thread. A server that dies meanwhile is started again, on
 * the same port, by a thread that watches it.
 *
 * <p>The server is a process group of its own, so that an interrupt from the terminal reaches the
 * program first, which then stops the server when it has written its last.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String USER = "sibyl";
  private static final String DATABASE = "sibyl";
  private static final String LOCK_FILE = "lock";
  private static final String CLUSTER = "cluster";
  private static final int START_ATTEMPTS = 3;
  private static final long LOG_FILE_BYTES_MAX = 16L * 1024 * 1024;

  private final FileChannel lockFile;
  private final PostgresCommand command;
  private final Path cluster;
  private final DatabaseAddress address;
  private final ServerWatch watch;
  private boolean closed;

  private EmbeddedPostgres(
      FileChannel lockFile,
      PostgresCommand command,
      Path cluster,
      DatabaseAddress address,
      ServerWatch.Restart restart) {
    this.lockFile = lockFile;
    this.command = command;
    this.cluster = cluster;
    this.address = address;
    this.watch = new ServerWatch(cluster, restart);
  }

  /**
   * Starts the server, creating it first where there is none, and waits until it answers.
   *
   * @throws PostgresUnavailableException if it cannot; the message says why
   */
  public static EmbeddedPostgres start(EmbeddedPostgresOptions options, StartProgress progress) {
    try {
      Files.createDirectories(options.directory());
      FileChannel lockFile = lock(options.directory());
      try {
        return startLocked(options, progress, lockFile);
      } catch (IOException | InterruptedException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException e) {
      throw new PostgresUnavailableException(
          "the embedded PostgreSQL in " + options.directory() + " cannot start: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresUnavailableException("interrupted while starting PostgreSQL", e);
    }
  }

  /**
   * The server that another program has running in a directory.
   *
   * @return empty if no program uses the directory
   * @throws PostgresUnavailableException if one does, but its server is not there (yet)
   */
  public static Optional<DatabaseAddress> running(Path directory) {
    try {
      if (!Files.exists(directory.resolve(LOCK_FILE)) || !isLocked(directory)) {
        return Optional.empty();
      }
      int port = new RunningServer(directory.resolve(CLUSTER)).port();
      return Optional.of(
          new DatabaseAddress(url(port, DATABASE), USER, ServerPassword.read(directory)));
    } catch (IOException e) {
      throw new PostgresUnavailableException(
          "another program uses the embedded PostgreSQL in " + directory + ", which does not run",
          e);
    }
  }

  /** Where to reach it, password included. */
  public DatabaseAddress address() {
    return address;
  }

  /** Where the server writes its warnings. */
  public Path logFile() {
    return logFile(cluster);
  }

  /**
   * Disconnects everybody and stops the server; its files stay. Takes 25 seconds at most: what does
   * not stop by then is killed, and recovers at the next start. One that was killed already is
   * cleared away.
   *
   * @throws PostgresUnavailableException if something of it still runs
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    watch.close();
    try (lockFile) {
      RunningServer server = new RunningServer(cluster);
      if (!server.isServing()) {
        LOG.warn("the embedded PostgreSQL in {} has ended before it was stopped", cluster);
      }
      server.end(command);
    } catch (IOException e) {
      throw new PostgresUnavailableException("the embedded PostgreSQL could not be stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresUnavailableException("interrupted while stopping PostgreSQL", e);
    }
  }

  private static EmbeddedPostgres startLocked(
      EmbeddedPostgresOptions options, StartProgress progress, FileChannel lockFile)
      throws IOException, InterruptedException {
    Path directory = options.directory();
    PostgresProgram program = PostgresProgram.unpacked(directory, progress);
    PostgresCommand command = new PostgresCommand(program, directory, options.deadline());
    Path cluster = directory.resolve(CLUSTER);
    if (!Files.isDirectory(cluster)) {
      create(command, directory, cluster, progress);
    }
    clearLeftover(new RunningServer(cluster), command, progress);
    progress.step("starting PostgreSQL");
    shortenLog(logFile(cluster));
    int port = startOnPort(options, command, cluster);
    String password = ServerPassword.read(directory);
    try {
      createDatabase(new DatabaseAddress(url(port, "postgres"), USER, password));
    } catch (SQLException e) {
      new RunningServer(cluster).end(command);
      throw new PostgresUnavailableException(
          "the embedded PostgreSQL runs but lets nobody in: " + e.getMessage(), e);
    }
    // Its clients expect it there.
    EmbeddedPostgresOptions same = new EmbeddedPostgresOptions(directory, port, options.deadline());
    EmbeddedPostgres started =
        new EmbeddedPostgres(
            lockFile,
            command,
            cluster,
            new DatabaseAddress(url(port, DATABASE), USER, password),
            () -> {
              new RunningServer(cluster).end(command);
              startOnPort(same, command, cluster);
            });
    started.watch.start();
    return started;
  }

  /** A program that was killed has left its server behind. */
  private static void clearLeftover(
      RunningServer leftover, PostgresCommand command, StartProgress progress)
      throws IOException, InterruptedException {
    if (leftover.isServing()) {
      progress.step("stopping the PostgreSQL an earlier run left behind");
      LOG.warn("stopping the PostgreSQL that an earlier run left behind");
    }
    leftover.end(command);
  }

  /** Whether another program holds the directory. */
  private static boolean isLocked(Path directory) throws IOException {
    try (FileChannel file =
            FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.WRITE);
        @Nullable FileLock lock = file.tryLock()) {
      return lock == null;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      file.close();
      throw new PostgresUnavailableException(
          "another program uses the embedded PostgreSQL in " + directory);
    }
    return file;
  }

  private static void create(
      PostgresCommand command, Path directory, Path cluster, StartProgress progress)
      throws IOException, InterruptedException {
    progress.step("creating the database files");
    ServerPassword.create(directory);
    Path partial = directory.resolve("cluster.partial");
    PostgresProgram.deleteTree(partial);
    int exit =
        command.run(
            "initdb",
            "-D",
            partial.toString(),
            "-U",
            USER,
            "--pwfile=" + ServerPassword.file(directory),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            "--data-checksums",
            "--no-instructions");
    if (exit != 0) {
      throw new PostgresUnavailableException(
          "the database files could not be created: " + command.lastOutput());
    }
    DurableFile.move(partial, cluster);
  }

  private static int startOnPort(
      EmbeddedPostgresOptions options, PostgresCommand command, Path cluster)
      throws IOException, InterruptedException {
    // A free port may be taken between looking and binding, hence more than one attempt.
    int attempts = options.port() == 0 ? START_ATTEMPTS : 1;
    for (int attempt = 1; attempt <= attempts; attempt++) {
      int port = options.port() == 0 ? freePort() : options.port();
      ServerConfiguration.write(cluster, port);
      int exit =
          command.run(
              "pg_ctl",
              "start",
              "-D",
              cluster.toString(),
              "-l",
              logFile(cluster).toString(),
              "-s",
              "-w",
              "-t",
              Long.toString(options.deadline().toSeconds()));
      if (exit == 0) {
        return port;
      }
    }
    throw new PostgresUnavailableException(
        "the embedded PostgreSQL does not start; its log is "
            + logFile(cluster)
            + "; "
            + command.lastOutput());
  }

  private static void createDatabase(DatabaseAddress maintenance) throws SQLException {
    try (Connection connection = maintenance.connect();
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + DATABASE);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static Path logFile(Path cluster) {
    return cluster.resolveSibling("postgres.log");
  }

  /** Only warnings get there, but for ever: keep one old file. */
  private static void shortenLog(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_FILE_BYTES_MAX) {
      Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
