package sibyl.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a database can be reached, known before it is needed: a connection of its own is tried
 * four times a second. So what needs the database while it is away can be told at once, instead of
 * each request waiting for a connection that does not come. Thread-safe.
 */
final class Reachability implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);
  private static final long LOOK_EVERY_MS = 250;

  /** A server that is stopped accepts connections and does not answer. */
  private static final Duration ANSWERS = Duration.ofSeconds(3);

  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** It is there, and has no place left for a connection that only looks. */
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private final DatabaseAddress address;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable String trouble;
  private volatile @Nullable Connection connection;

  Reachability(DatabaseAddress address) {
    this.address = address;
    this.thread = Thread.ofPlatform().name("database-watch").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Since when the database cannot be reached, and why; null while it can. */
  @Nullable String trouble() {
    return trouble;
  }

  private void run() {
    try {
      while (!stop.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private void look() {
    try {
      Connection open = connection;
      if (open == null || !open.isValid((int) ANSWERS.toSeconds())) {
        disconnect();
        connection = address.connect(ANSWERS);
      }
      reached();
    } catch (SQLException e) {
      if (TOO_MANY_CONNECTIONS.equals(e.getSQLState())) {
        reached();
      } else {
        lost(e);
      }
    }
  }

  private void reached() {
    if (trouble != null) {
      trouble = null;
      LOG.info("the database can be reached again");
    }
  }

  private void lost(SQLException e) {
    if (trouble == null && stop.getCount() > 0) {
      trouble =
          "the database cannot be reached since %s: %s".formatted(Instant.now(), e.getMessage());
      LOG.warn("{}", trouble);
    }
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("while closing what is broken", e);
      }
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      Connection open = connection;
      if (open != null) {
        open.abort(Runnable::run); // wakes the thread
      }
      if (!thread.join(CLOSING)) {
        LOG.warn("{} did not end within {} s", thread.getName(), CLOSING.toSeconds());
      }
    } catch (SQLException e) {
      LOG.debug("while closing", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
