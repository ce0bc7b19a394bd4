package sibyl.store.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import sibyl.store.DatabaseAddress;
import sibyl.store.UnreadableTablesException;
import sibyl.store.schema.DerivedTables;

/** Tells which tables damaged files belong to, and rebuilds the indexes among them. */
public final class DamagedRelations {
  private static final String OF_FILE =
      """
      SELECT c.relname, c.relkind IN ('i', 'I') AND c.relnamespace = 'public'::regnamespace,
             coalesce(
               (SELECT m.relname FROM pg_class m
                WHERE m.reltoastrelid = coalesce(i.indrelid, c.oid)),
               (SELECT t.relname FROM pg_class t WHERE t.oid = i.indrelid),
               c.relname)
      FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
      WHERE pg_relation_filenode(c.oid) = ?
      """;

  /**
   * @param relation as the database calls it; the file's name if it is not one of the exchange's
   * @param derived whether {@code sibyl rebuild} writes it again
   * @param reindexed whether it was an index, and has been made again
   */
  public record Owner(Path file, String relation, boolean derived, boolean reindexed) {}

  private DamagedRelations() {}

  /**
   * @param address of the server, as the owner of the tables
   * @param files that have damaged pages
   * @throws UnreadableTablesException if the server cannot tell, since its catalog is damaged
   */
  public static List<Owner> mend(DatabaseAddress address, List<Path> files)
      throws UnreadableTablesException {
    List<Owner> owners = new ArrayList<>();
    try (Connection connection = address.connect()) {
      String database =
          single(connection, "SELECT oid FROM pg_database" + " WHERE datname = current_database()");
      for (Path file : files) {
        owners.add(owner(connection, database, file));
      }
    } catch (SQLException e) {
      throw new UnreadableTablesException(e);
    }
    return owners;
  }

  private static Owner owner(Connection connection, String database, Path file)
      throws SQLException {
    String name = file.getFileName().toString();
    if (file.getParent() != null && file.getParent().endsWith(database)) {
      try (PreparedStatement statement = connection.prepareStatement(OF_FILE)) {
        statement.setLong(1, Long.parseLong(name.replaceFirst("[_.].*", "")));
        try (ResultSet row = statement.executeQuery()) {
          if (row.next()) {
            String relation = row.getString(1);
            boolean derived = isDerived(row.getString(3));
            boolean index = row.getBoolean(2) && !derived;
            if (index) {
              execute(connection, "REINDEX INDEX \"" + relation + "\"");
            }
            return new Owner(file, relation, derived, index);
          }
        }
      }
    }
    return new Owner(file, name, false, false);
  }

  private static boolean isDerived(String table) {
    return table.equals("projection_position") || DerivedTables.NAMES.contains(table);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String single(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
