package sibyl.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sibyl.store.schema.Migrations;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;
import sibyl.store.server.StartProgress;

/** One real PostgreSQL for all tests of this module; every test has a database of its own. */
public final class TestServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;
  private static @Nullable String template;

  private TestServer() {}

  public static DatabaseAddress emptyDatabase() {
    return create("");
  }

  /** One with this program's tables, copied from one that was migrated once. */
  public static synchronized DatabaseAddress migratedDatabase() {
    if (template == null) {
      DatabaseAddress migrated = emptyDatabase();
      Migrations.apply(migrated);
      template = migrated.jdbcUrl().replaceFirst(".*/", "");
    }
    return create(" TEMPLATE " + template);
  }

  private static DatabaseAddress create(String options) {
    DatabaseAddress maintenance = server().address();
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = maintenance.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + options);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new DatabaseAddress(
        maintenance.jdbcUrl().replaceFirst("/[^/]*$", "/" + name),
        maintenance.user(),
        maintenance.password());
  }

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        Path directory = Files.createTempDirectory("sibyl-test-postgres");
        EmbeddedPostgres started =
            EmbeddedPostgres.start(new EmbeddedPostgresOptions(directory, 0), StartProgress.SILENT);
        dontFlush(started.address());
        server = started;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started, directory)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }

  /**
   * Dozens of databases that nobody needs tomorrow: flushing them would take longer than all tests.
   */
  private static void dontFlush(DatabaseAddress address) {
    try (Connection connection = address.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET fsync = off");
      statement.execute("SELECT pg_reload_conf()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stop(EmbeddedPostgres started, Path directory) {
    started.close();
    TestFiles.delete(directory);
  }
}
