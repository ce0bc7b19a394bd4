package sibyl.store.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.store.Database;
import sibyl.store.JournalScript;
import sibyl.store.Rows;
import sibyl.store.Scripts;
import sibyl.store.TestFiles;
import sibyl.store.schema.DerivedChecksum;
import sibyl.store.schema.DerivedTables;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;
import sibyl.store.server.StartProgress;

/** The database goes away under a running projection and comes back. */
@Timeout(240)
class OutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int TRADES = 2_000;

  private static final ProjectionOptions SMALL =
      new ProjectionOptions(
          Duration.ZERO,
          20,
          300,
          100,
          Duration.ofMillis(10),
          Duration.ofMillis(200),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20));

  /** Commits hardly ever wait for the disk, so a crash takes something back. */
  private static final ProjectionOptions SELDOM_ON_DISK =
      new ProjectionOptions(
          Duration.ZERO,
          5_000,
          20_000,
          100,
          Duration.ofMillis(10),
          Duration.ofMillis(200),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20));

  private final JournalScript script = Scripts.busy(TRADES);
  private Path directory;
  private EmbeddedPostgres server;
  private Database database;
  private int port;

  @BeforeEach
  void start() throws Exception {
    directory = Files.createTempDirectory("sibyl-outage");
    server = start(0);
    port = Integer.parseInt(server.address().jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
    database = Database.open(server.address(), 2);
  }

  @AfterEach
  void stop() {
    database.close();
    server.close();
    TestFiles.delete(directory);
  }

  @Test
  void waitsForADatabaseThatWasStoppedAndMissesNothing() throws Exception {
    try (Projection projection = Projection.start(database, SMALL)) {
      script.tell(projection, 0, 500);
      assertThat(projection.awaitPosition(script.lastSeq(100), PATIENCE)).isTrue();
      server.close();
      CompletableFuture<Void> rest =
          CompletableFuture.runAsync(() -> script.tell(projection, 500, script.size()));
      await().atMost(PATIENCE).until(() -> projection.status().trouble() != null);
      await()
          .atMost(PATIENCE)
          .until(() -> projection.status().queuedEvents() > SMALL.queueEventsMax() - 10);
      assertThat(rest).as("whoever feeds it waits").isNotDone();
      server = start(port);
      rest.get(60, TimeUnit.SECONDS);
      assertThat(projection.awaitPosition(script.lastSeq(), PATIENCE)).isTrue();
      assertThat(projection.status().trouble()).isNull();
    }
    assertWhole();
  }

  @Test
  void writesAgainWhatACrashOfTheServerTookBack() throws Exception {
    try (Projection projection = Projection.start(database, SELDOM_ON_DISK)) {
      int told = 0;
      for (int crash = 0; crash < 3; crash++) {
        int until = told + 400;
        script.tell(projection, told, until);
        told = until;
        assertThat(projection.awaitPosition(script.lastSeq(told - 1), PATIENCE)).isTrue();
        kill();
        server = start(port);
      }
      script.tell(projection, told, script.size());
      assertThat(projection.awaitPosition(script.lastSeq(), PATIENCE)).isTrue();
    }
    assertWhole();
  }

  /** The tables are what they become when nothing happens. */
  private void assertWhole() throws Exception {
    DerivedChecksum afterTrouble = DerivedTables.checksum(database);
    Rebuild.Result quiet =
        new Rebuild(database, ProjectionOptions.DEFAULT)
            .run(
                handler -> {
                  script.tell(handler);
                  return script.lastSeq();
                },
                PATIENCE);
    assertThat(quiet.after()).isEqualTo(afterTrouble);
    assertThat(Rows.of(database, "SELECT count(*) FROM trades")).containsExactly("" + TRADES);
  }

  private void kill() throws Exception {
    Path pidFile = directory.resolve("cluster/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await()
        .atMost(PATIENCE)
        .until(() -> ProcessHandle.of(pid).flatMap(p -> p.info().commandLine()).isEmpty());
    server.close(); // lets go of the directory: there is nothing left to stop
  }

  private EmbeddedPostgres start(int port) {
    return EmbeddedPostgres.start(
        new EmbeddedPostgresOptions(directory, port), StartProgress.SILENT);
  }
}
