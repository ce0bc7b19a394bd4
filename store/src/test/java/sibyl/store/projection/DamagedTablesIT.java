package sibyl.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.store.Database;
import sibyl.store.JournalScript;
import sibyl.store.Rows;
import sibyl.store.Scripts;
import sibyl.store.schema.DerivedChecksum;
import sibyl.store.schema.DerivedTables;
import sibyl.store.server.DatabasePages;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;

/** Pages of derived tables with a wrong byte: found while the server is off, and rebuilt. */
@Timeout(120)
class DamagedTablesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void wrongBytesInTablesAreFoundAndRebuiltWithoutBeingRead() throws Exception {
    JournalScript script = Scripts.busy(100);
    DerivedChecksum whole;
    List<String> files;
    try (EmbeddedPostgres server = start();
        Database database = Database.open(server.address(), 2)) {
      whole = rebuild(database, script).after();
      files =
          Rows.of(
              database,
              "SELECT pg_relation_filepath(c::regclass) FROM unnest("
                  + "ARRAY['balances', 'balances_pkey', 'orders', 'projection_position']) c");
    }
    assertThat(DatabasePages.check(directory, pages -> {})).isEmpty();

    for (String file : files) {
      flip(directory.resolve("cluster").resolve(file));
    }
    assertThat(DatabasePages.check(directory, pages -> {}))
        .extracting(damaged -> directory.resolve("cluster").relativize(damaged.file()).toString())
        .containsExactlyInAnyOrderElementsOf(files);

    try (EmbeddedPostgres server = start();
        Database database = Database.open(server.address(), 2)) {
      Rebuild.Result result = rebuild(database, script);
      assertThat(result.before()).isEqualTo(DerivedChecksum.UNREADABLE);
      assertThat(result.after()).isEqualTo(whole);
      assertThat(DerivedTables.checksum(database)).isEqualTo(whole);
    }
    assertThat(DatabasePages.check(directory, pages -> {})).isEmpty();
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(new EmbeddedPostgresOptions(directory, 0), step -> {});
  }

  private static Rebuild.Result rebuild(Database database, JournalScript script)
      throws InterruptedException {
    return new Rebuild(database, ProjectionOptions.DEFAULT)
        .run(
            handler -> {
              script.tell(handler);
              return script.lastSeq();
            },
            PATIENCE);
  }

  private static void flip(Path file) throws IOException {
    try (RandomAccessFile page = new RandomAccessFile(file.toFile(), "rw")) {
      page.seek(8_150);
      int old = page.read();
      page.seek(8_150);
      page.write(old ^ 16);
    }
  }
}
