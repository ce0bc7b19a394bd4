package sibyl.store.dump;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;
import sibyl.store.DatabaseAddress;

/** Writes all tables to files, as they are at one moment, while others go on changing them. */
public final class TablesDump {
  private static final Duration ANSWER_DEADLINE = Duration.ofMinutes(30);

  private TablesDump() {}

  /** About how many bytes a dump will have. */
  public static long bytes(DatabaseAddress owner) {
    try (Connection connection = owner.connect();
        Statement statement = connection.createStatement()) {
      return number(
          statement,
          "SELECT coalesce(sum(pg_table_size(c.oid)), 0)::bigint FROM pg_class c WHERE c.relkind ="
              + " 'r' AND c.relnamespace = current_schema()::regnamespace");
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be looked at: " + e.getMessage(), e);
    }
  }

  /**
   * Writes the dump.
   *
   * @param owner of the tables
   * @param directory which exists and is empty
   * @param progress told the bytes, whenever some are written
   * @throws IllegalStateException if the database does not answer
   */
  public static DumpContents write(DatabaseAddress owner, Path directory, LongConsumer progress)
      throws IOException {
    try (Connection connection = owner.connect(ANSWER_DEADLINE)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        String schema =
            text(
                statement,
                "SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL"
                    + " ORDER BY installed_rank DESC LIMIT 1");
        long position = number(statement, "SELECT seq FROM projection_position");
        List<DumpContents.Table> tables = tables(statement);
        for (DumpContents.Table table : tables) {
          copy(connection, table, directory, progress);
        }
        // Sequences know no transactions: read last, they are behind no row.
        DumpContents contents = new DumpContents(schema, position, tables, sequences(statement));
        contents.write(directory);
        return contents;
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the tables cannot be read: " + e.getMessage(), e);
    }
  }

  private static void copy(
      Connection connection, DumpContents.Table table, Path directory, LongConsumer progress)
      throws SQLException, IOException {
    try (OutputStream out = counted(table.rows(directory), progress)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY " + table.name() + " (" + table.columns() + ") TO STDOUT", out);
    }
  }

  private static OutputStream counted(Path file, LongConsumer progress) throws IOException {
    return new FilterOutputStream(new BufferedOutputStream(Files.newOutputStream(file))) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        progress.accept(length);
      }
    };
  }

  /** All but Flyway's own, each behind those it refers to. */
  private static List<DumpContents.Table> tables(Statement statement) throws SQLException {
    Map<String, String> columns = new HashMap<>();
    List<String> names = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT quote_ident(c.relname), string_agg(quote_ident(a.attname), ',' ORDER BY a.attnum)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
              AND c.relname <> 'flyway_schema_history'
              AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            GROUP BY c.relname ORDER BY c.relname
            """)) {
      while (row.next()) {
        names.add(row.getString(1));
        columns.put(row.getString(1), row.getString(2));
      }
    }
    Map<String, Set<String>> refersTo = new HashMap<>();
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT quote_ident(c.relname), quote_ident(f.relname)
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
            JOIN pg_class f ON f.oid = k.confrelid
            WHERE k.contype = 'f' AND c.oid <> f.oid
              AND c.relnamespace = current_schema()::regnamespace
            """)) {
      while (row.next()) {
        refersTo.computeIfAbsent(row.getString(1), _ -> new HashSet<>()).add(row.getString(2));
      }
    }
    return inOrder(names, refersTo).stream()
        .map(name -> new DumpContents.Table(name, columns.getOrDefault(name, "")))
        .toList();
  }

  private static List<String> inOrder(List<String> names, Map<String, Set<String>> refersTo) {
    List<String> ordered = new ArrayList<>();
    List<String> rest = new ArrayList<>(names);
    while (!rest.isEmpty()) {
      List<String> next =
          rest.stream()
              .filter(name -> ordered.containsAll(refersTo.getOrDefault(name, Set.of())))
              .toList();
      if (next.isEmpty()) {
        throw new IllegalStateException("tables refer to each other in a circle: " + rest);
      }
      ordered.addAll(next);
      rest.removeAll(next);
    }
    return ordered;
  }

  private static List<DumpContents.Sequence> sequences(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'S'"
                + " AND relnamespace = current_schema()::regnamespace ORDER BY relname")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    List<DumpContents.Sequence> sequences = new ArrayList<>();
    for (String name : names) {
      try (ResultSet row = statement.executeQuery("SELECT last_value, is_called FROM " + name)) {
        row.next();
        sequences.add(new DumpContents.Sequence(name, row.getLong(1), row.getBoolean(2)));
      }
    }
    return sequences;
  }

  private static long number(Statement statement, String query) throws SQLException {
    return Long.parseLong(text(statement, query));
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      if (!row.next()) {
        throw new SQLException("nothing found by: " + query);
      }
      return row.getString(1);
    }
  }
}
