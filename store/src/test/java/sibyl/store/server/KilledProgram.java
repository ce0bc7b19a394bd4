package sibyl.store.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** Starts a server, writes a row, and waits to be killed. */
final class KilledProgram {
  static final String READY = "written";

  private KilledProgram() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedPostgres server =
        EmbeddedPostgres.start(
            new EmbeddedPostgresOptions(Path.of(arguments[0]), 0), StartProgress.SILENT);
    try (Connection connection = server.address().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS left_behind");
      statement.execute("CREATE TABLE left_behind (n int)");
      statement.execute("INSERT INTO left_behind VALUES (42)");
    }
    System.out.println(READY);
    TimeUnit.MINUTES.sleep(2);
  }
}
