package sibyl.store.dump;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import sibyl.store.DatabaseAddress;
import sibyl.store.schema.Migrations;

/** Fills an empty database from a dump, in one transaction. */
public final class TablesLoad {
  private static final Duration ANSWER_DEADLINE = Duration.ofHours(1);

  /** A trigger of ours and when it fires. */
  private record Trigger(String table, String name, String enabled) {
    String enable() {
      return "ALTER TABLE "
          + table
          + " "
          + switch (enabled) {
            case "A" -> "ENABLE ALWAYS";
            case "R" -> "ENABLE REPLICA";
            case "D" -> "DISABLE";
            default -> "ENABLE";
          }
          + " TRIGGER "
          + name;
    }
  }

  private TablesLoad() {}

  /**
   * Makes the tables of the dump's time, fills them, and brings them to the schema of this program.
   *
   * @param owner of the tables to be
   * @param directory of the dump
   * @param progress told the bytes, whenever a table is filled
   * @throws IllegalStateException if the database is not empty or refuses, or if the dump is of a
   *     newer program
   */
  public static DumpContents load(DatabaseAddress owner, Path directory, LongConsumer progress)
      throws IOException {
    DumpContents dump = DumpContents.read(directory);
    requireEmpty(owner);
    Migrations.apply(owner, dump.schema());
    try (Connection connection = owner.connect(ANSWER_DEADLINE)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        // What they do has been done; it is in the rows.
        List<Trigger> triggers = triggers(statement);
        for (DumpContents.Table table : dump.tables()) {
          statement.execute("ALTER TABLE " + table.name() + " DISABLE TRIGGER USER");
        }
        statement.execute(
            "TRUNCATE "
                + dump.tables().stream()
                    .map(DumpContents.Table::name)
                    .collect(Collectors.joining(", ")));
        for (DumpContents.Table table : dump.tables()) {
          Path rows = table.rows(directory);
          try (InputStream in = new BufferedInputStream(Files.newInputStream(rows))) {
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table.name() + " (" + table.columns() + ") FROM STDIN", in);
          }
          progress.accept(Files.size(rows));
        }
        for (DumpContents.Sequence sequence : dump.sequences()) {
          statement.execute(
              "SELECT setval('%s', %d, %s)"
                  .formatted(sequence.name(), sequence.last(), sequence.called()));
        }
        for (Trigger trigger : triggers) {
          statement.execute(trigger.enable());
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("the tables cannot be filled: " + e.getMessage(), e);
    }
    Migrations.apply(owner);
    return dump;
  }

  private static void requireEmpty(DatabaseAddress owner) {
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p', 'v')"
                    + " AND relnamespace = current_schema()::regnamespace")) {
      row.next();
      if (row.getLong(1) > 0) {
        throw new IllegalStateException(
            "the database "
                + owner
                + " is not empty, it has "
                + row.getLong(1)
                + " tables and views: make a new one");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be looked at: " + e.getMessage(), e);
    }
  }

  private static List<Trigger> triggers(Statement statement) throws SQLException {
    List<Trigger> triggers = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT quote_ident(c.relname), quote_ident(t.tgname), t.tgenabled::text
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
            """)) {
      while (row.next()) {
        triggers.add(new Trigger(row.getString(1), row.getString(2), row.getString(3)));
      }
    }
    return triggers;
  }
}
