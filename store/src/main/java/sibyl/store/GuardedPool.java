package sibyl.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool that is not asked while its database cannot be reached: fails at once with {@link
 * DatabaseAwayException} instead of after its deadline.
 */
final class GuardedPool implements DataSource {
  private final DataSource pool;
  private final Reachability reachability;

  GuardedPool(DataSource pool, Reachability reachability) {
    this.pool = pool;
    this.reachability = reachability;
  }

  @Override
  public Connection getConnection() throws SQLException {
    requireReachable();
    return pool.getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    requireReachable();
    return pool.getConnection(user, password);
  }

  private void requireReachable() throws DatabaseAwayException {
    String trouble = reachability.trouble();
    if (trouble != null) {
      throw new DatabaseAwayException(trouble);
    }
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    pool.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(GuardedPool.class.getName());
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool.isWrapperFor(type);
  }
}
