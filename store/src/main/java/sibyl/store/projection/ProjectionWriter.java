package sibyl.store.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.store.Database;
import sibyl.store.schema.DerivedTables;

/**
 * Writes batches over one connection of its own, which holds the lock that makes it the only
 * writer; with the connection the lock is gone, and so is the right to write. One thread.
 *
 * <p>Commits need not wait for the disk: what a crash of the server takes back it takes back
 * together with the position, so that the caller sees it and can write it again.
 */
final class ProjectionWriter implements AutoCloseable {
  /** Names the lock among all advisory locks of the database: "sibyl" in ASCII. */
  private static final long LOCK = 0x736962796cL;

  private static final Logger LOG = LoggerFactory.getLogger(ProjectionWriter.class);

  private final Database database;
  private final OldState old;
  private final OldBonus oldBonus;
  private @Nullable Connection connection;
  private long position;

  /** Whether the tables are going to be emptied, and what they hold need not be readable. */
  private boolean clears;

  ProjectionWriter(Database database, int positionsCached) {
    this(database, positionsCached, false);
  }

  private ProjectionWriter(Database database, int positionsCached, boolean clears) {
    this.clears = clears;
    this.database = database;
    this.old = new OldState(positionsCached);
    this.oldBonus = new OldBonus(positionsCached);
  }

  /** One that is to {@link #clear} first. */
  static ProjectionWriter thatClears(Database database, int positionsCached) {
    return new ProjectionWriter(database, positionsCached, true);
  }

  /**
   * Connects, if need be, takes the lock and reads the position.
   *
   * @return false when somebody else holds the lock
   */
  boolean connect() throws SQLException {
    if (connection != null) {
      return true;
    }
    Connection fresh = database.address().connect();
    try {
      fresh.setAutoCommit(false);
      try (Statement statement = fresh.createStatement()) {
        statement.execute("SET synchronous_commit = off");
        statement.execute("SET statement_timeout = 0"); // the connection's own deadline governs
        fresh.commit();
        if (!yes(statement, "SELECT pg_try_advisory_lock(" + LOCK + ")")) {
          fresh.close();
          return false;
        }
        position = clears ? 0 : number(statement, "SELECT seq FROM projection_position");
        fresh.commit();
      }
      forget();
      connection = fresh;
      return true;
    } catch (SQLException e) {
      fresh.close();
      throw e;
    }
  }

  /** The last event in the tables, as of the last {@link #connect} or {@link #write}. */
  long position() {
    return position;
  }

  /** Empties the derived tables, to write them again from the first event. */
  void clear() throws SQLException {
    Connection connection = connected();
    DerivedTables.clear(connection);
    waitForDisk(connection);
    connection.commit();
    forget();
    position = 0;
    clears = false;
  }

  /**
   * Writes the rows of a batch that begins right after the position, and the new position, or
   * nothing at all.
   *
   * @param onDisk whether to return only when this and all before it is on the server's disk
   * @throws ProjectionException if the rows there do not fit the batch
   */
  void write(List<RecordedCommand> batch, boolean onDisk) throws SQLException {
    Connection connection = connected();
    Touched touched = Touched.by(batch);
    Map<Long, MarketFacts> markets = old.markets(connection, touched.markets);
    BatchRows rows =
        BatchRows.of(
            batch,
            old.positions(connection, touched.positions),
            markets,
            oldBonus.of(connection, touched.accounts, touched.stakes(markets)));
    new BatchStatements(connection).write(rows);
    RecordedCommand last = batch.getLast();
    advance(connection, batch.getFirst().firstSeq() - 1, last);
    if (onDisk) {
      waitForDisk(connection);
    }
    connection.commit();
    position = last.lastSeq();
    old.committed(rows);
    oldBonus.committed(rows.bonus.after);
  }

  /** Drops the connection; the next {@link #connect} starts over from what was committed. */
  void disconnect() {
    Connection lost = connection;
    connection = null;
    forget();
    if (lost != null) {
      try {
        lost.close();
      } catch (SQLException e) {
        // It is being dropped because it does not work: that closing it does not either is no news.
        LOG.debug("closing a broken connection", e);
      }
    }
  }

  @Override
  public void close() {
    disconnect();
  }

  private void forget() {
    old.forget();
    oldBonus.forget();
  }

  private Connection connected() throws SQLException {
    Connection connection = this.connection;
    if (connection == null) {
      throw new SQLException("not connected", "08003");
    }
    return connection;
  }

  private static void waitForDisk(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL synchronous_commit = on");
    }
  }

  /** Moves the position on, from exactly where this writer left it. */
  private static void advance(Connection connection, long from, RecordedCommand last)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE projection_position SET seq = ?, time_ms = ? WHERE seq = ?")) {
      statement.setLong(1, last.lastSeq());
      statement.setLong(2, last.timeMs());
      statement.setLong(3, from);
      if (statement.executeUpdate() != 1) {
        connection.rollback();
        throw new ProjectionException(
            "the tables are no longer at event "
                + from
                + ": another program has written them; run one projection only");
      }
    }
  }

  private static boolean yes(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.next() && result.getBoolean(1);
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
