package sibyl.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import sibyl.store.schema.ApplicationRole;
import sibyl.store.schema.Migrations;

/**
 * A migrated database and a bounded pool of connections to it. Thread-safe. Whoever finds no free
 * connection waits a few seconds and then fails; while the database cannot be reached, at once with
 * {@link DatabaseAwayException}. A statement that takes longer than fifteen seconds is canceled by
 * the server.
 */
public final class Database implements AutoCloseable {
  /** Connections that requests share. */
  public static final int DEFAULT_CONNECTIONS = 12;

  private static final Duration CONNECTION_DEADLINE = Duration.ofSeconds(5);
  private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(30);
  private static final Duration LONG_ANSWER_DEADLINE = Duration.ofMinutes(10);

  private final DatabaseAddress address;
  private final HikariDataSource connections;
  private final Reachability reachability;
  private final DataSource pool;
  private final Jdbi jdbi;

  private Database(DatabaseAddress address, HikariDataSource connections) {
    this.address = address;
    this.connections = connections;
    this.reachability = new Reachability(address);
    this.pool = new GuardedPool(connections, reachability);
    this.jdbi = Jdbi.create(pool);
    reachability.start();
  }

  /**
   * Brings the schema up to date and opens the pool, with a role that owns nothing: see {@link
   * ApplicationRole}.
   *
   * @param owner of the schema
   * @throws RuntimeException if the database cannot be reached or is newer than this program
   */
  public static Database open(DatabaseAddress owner, int connections) {
    Migrations.apply(owner);
    DatabaseAddress address = ApplicationRole.of(owner);
    return new Database(address, new HikariDataSource(config(address, connections)));
  }

  /**
   * Opens a pool to look only: the schema is left as it is, and the server refuses every change.
   *
   * @throws RuntimeException if the database cannot be reached
   */
  public static Database readOnly(DatabaseAddress address, int connections) {
    HikariConfig config = config(address, connections);
    config.setReadOnly(true);
    return new Database(address, new HikariDataSource(config));
  }

  private static HikariConfig config(DatabaseAddress address, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("sibyl-database");
    config.setJdbcUrl(address.jdbcUrl());
    config.setDataSourceProperties(address.properties(ANSWER_DEADLINE));
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(Math.min(2, connections));
    config.setConnectionTimeout(CONNECTION_DEADLINE.toMillis());
    config.setConnectionInitSql("SET statement_timeout = '15s'");
    return config;
  }

  public static Database open(DatabaseAddress owner) {
    return open(owner, DEFAULT_CONNECTIONS);
  }

  /** Of the role that works with the rows. */
  public DatabaseAddress address() {
    return address;
  }

  public DataSource pool() {
    return pool;
  }

  /** The same pool, with named parameters and row mapping. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /**
   * A connection outside the pool, for work that may take minutes: loading, comparing, rebuilding.
   * The caller closes it.
   */
  public Connection connectForLongWork() throws SQLException {
    return address.connect(LONG_ANSWER_DEADLINE);
  }

  /** Since when it cannot be reached, and why, as a sentence for people; empty while it can. */
  public Optional<String> trouble() {
    return Optional.ofNullable(reachability.trouble());
  }

  @Override
  public void close() {
    reachability.close();
    connections.close();
  }

  @Override
  public String toString() {
    return "Database[" + address + "]";
  }
}
