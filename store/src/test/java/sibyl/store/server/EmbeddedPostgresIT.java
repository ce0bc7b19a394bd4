package sibyl.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.store.DatabaseAddress;
import sibyl.store.TestFiles;

/** One directory through many lives of its server, clean and unclean. */
@Timeout(180)
class EmbeddedPostgresIT {
  private static Path directory;

  @BeforeAll
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("sibyl-embedded");
  }

  @AfterAll
  static void deleteDirectory() {
    TestFiles.delete(directory);
  }

  @Test
  void isDurableAndLocalAndAsksForItsPassword() throws Exception {
    List<String> steps = new ArrayList<>();
    try (EmbeddedPostgres server = start(steps::add)) {
      assertThat(steps).contains("starting PostgreSQL");
      assertThat(
              List.of(
                  setting(server, "fsync"),
                  setting(server, "synchronous_commit"),
                  setting(server, "full_page_writes"),
                  setting(server, "listen_addresses"),
                  setting(server, "unix_socket_directories"),
                  setting(server, "server_encoding")))
          .containsExactly("on", "on", "on", "127.0.0.1", "", "UTF8");
      assertThat(setting(server, "server_version")).startsWith("18");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password())))
          .isEqualTo("rw-------");
      DatabaseAddress address = server.address();
      assertThat(address.toString()).doesNotContain(address.password());
      assertThatThrownBy(
              () -> new DatabaseAddress(address.jdbcUrl(), address.user(), "guess").connect())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void keepsItsRowsOverACleanStop() throws Exception {
    try (EmbeddedPostgres server = start(StartProgress.SILENT)) {
      execute(server, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)");
    }
    assertThat(directory.resolve("cluster/postmaster.pid")).doesNotExist();
    try (EmbeddedPostgres server = start(StartProgress.SILENT)) {
      assertThat(number(server, "SELECT n FROM kept")).isEqualTo(7);
      execute(server, "DROP TABLE kept");
    }
  }

  @Test
  void keepsASecondProgramOffItsFiles() {
    try (EmbeddedPostgres server = start(StartProgress.SILENT)) {
      assertThatThrownBy(() -> start(StartProgress.SILENT))
          .isInstanceOf(PostgresUnavailableException.class)
          .hasMessageContaining("another program uses");
      assertThat(server.logFile()).exists();
    }
  }

  @Test
  void stopsTheServerThatAKilledProgramLeftBehind() throws Exception {
    long orphan = startAndKillAProgram();
    assertThat(isRunning(orphan)).as("the orphaned server runs").isTrue();
    List<String> steps = new ArrayList<>();
    try (EmbeddedPostgres server = start(steps::add)) {
      assertThat(steps).contains("stopping the PostgreSQL an earlier run left behind");
      assertThat(isRunning(orphan)).isFalse();
      assertThat(number(server, "SELECT n FROM left_behind")).isEqualTo(42);
    }
  }

  @Test
  void recoversWhenProgramAndServerWereBothKilled() throws Exception {
    long orphan = startAndKillAProgram();
    ProcessHandle.of(orphan).orElseThrow().destroyForcibly();
    await().atMost(Duration.ofSeconds(30)).until(() -> !isRunning(orphan));
    assertThat(directory.resolve("cluster/postmaster.pid")).exists();
    try (EmbeddedPostgres server = start(StartProgress.SILENT)) {
      assertThat(number(server, "SELECT n FROM left_behind")).isEqualTo(42);
    }
  }

  @Test
  void ignoresAPidFileThatNamesSomebodyElse() throws Exception {
    try (EmbeddedPostgres server = start(StartProgress.SILENT)) {
      execute(server, "SELECT 1");
    }
    Files.writeString(
        directory.resolve("cluster/postmaster.pid"), ProcessHandle.current().pid() + "\n");
    try (EmbeddedPostgres server = start(StartProgress.SILENT)) {
      assertThat(number(server, "SELECT 1")).isEqualTo(1);
    }
  }

  @Test
  void closingAServerThatWasKilledTakesNoTimeAndLeavesNothing() throws Exception {
    EmbeddedPostgres server = start(StartProgress.SILENT);
    List<ProcessHandle> processes = processes();
    processes.getFirst().destroyForcibly();
    long closingNs = System.nanoTime();
    server.close();
    // A stop that waits for the dead takes a minute.
    assertThat(Duration.ofNanos(System.nanoTime() - closingNs)).isLessThan(Duration.ofSeconds(15));
    assertThat(processes).noneMatch(process -> isRunning(process.pid()));
    try (EmbeddedPostgres again = start(StartProgress.SILENT)) {
      assertThat(number(again, "SELECT 1")).isEqualTo(1);
    }
  }

  @Test
  void closingAServerThatDoesNotListenEndsAllTheSame() throws Exception {
    EmbeddedPostgres server = start(StartProgress.SILENT);
    execute(server, "CREATE TABLE unheard (n int)", "INSERT INTO unheard VALUES (5)");
    List<ProcessHandle> processes = processes();
    long postmaster = processes.getFirst().pid();
    assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(postmaster)).start().waitFor())
        .isZero();
    long closingNs = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - closingNs)).isLessThan(Duration.ofSeconds(40));
    assertThat(processes).noneMatch(process -> isRunning(process.pid()));
    try (EmbeddedPostgres again = start(StartProgress.SILENT)) {
      assertThat(number(again, "SELECT n FROM unheard")).isEqualTo(5);
      execute(again, "DROP TABLE unheard");
    }
  }

  @Test
  void aServerThatDiesIsStartedAgainWhereItWas() throws Exception {
    try (EmbeddedPostgres server = start(StartProgress.SILENT)) {
      execute(server, "CREATE TABLE outlived (n int)", "INSERT INTO outlived VALUES (9)");
      for (int death = 0; death < 2; death++) {
        ProcessHandle first = processes().getFirst();
        first.destroyForcibly();
        await().atMost(Duration.ofSeconds(90)).until(() -> !isRunning(first.pid()));
        await()
            .atMost(Duration.ofSeconds(90))
            .ignoreExceptions()
            .until(() -> number(server, "SELECT n FROM outlived") == 9);
      }
      execute(server, "DROP TABLE outlived");
    }
    assertThat(directory.resolve("cluster/postmaster.pid")).doesNotExist();
  }

  /** Of the server that runs: its first one, then its children. */
  private static List<ProcessHandle> processes() throws IOException {
    ProcessHandle first = ProcessHandle.of(pid()).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(List.of(first));
    first.descendants().forEach(all::add);
    assertThat(all).hasSizeGreaterThan(2);
    return all;
  }

  private static long pid() throws IOException {
    return Long.parseLong(
        Files.readAllLines(directory.resolve("cluster/postmaster.pid")).getFirst().strip());
  }

  /** Runs {@link KilledProgram} until it has written, kills it, and returns its server's pid. */
  private static long startAndKillAProgram() throws Exception {
    Path said = directory.resolve("killed-program.out");
    Files.deleteIfExists(said);
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProgram.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.readString(said).contains(KilledProgram.READY)) {
      assertThat(program.isAlive()).as("program says: %s", Files.readString(said)).isTrue();
      assertThat(System.nanoTime()).isLessThan(deadline);
      program.waitFor(50, TimeUnit.MILLISECONDS);
    }
    program.destroyForcibly();
    assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return pid();
  }

  /** A dead process that nobody has reaped still has a number, but no command line. */
  private static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().commandLine()).isPresent();
  }

  private static EmbeddedPostgres start(StartProgress progress) {
    return EmbeddedPostgres.start(
        new EmbeddedPostgresOptions(directory, 0, Duration.ofSeconds(60)), progress);
  }

  private static Path password() {
    return Objects.requireNonNull(directory).resolve("password");
  }

  private static String setting(EmbeddedPostgres server, String name) throws SQLException {
    try (Connection connection = server.address().connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW " + name)) {
      result.next();
      return result.getString(1);
    }
  }

  private static long number(EmbeddedPostgres server, String query) throws SQLException {
    try (Connection connection = server.address().connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void execute(EmbeddedPostgres server, String... statements) throws SQLException {
    try (Connection connection = server.address().connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
