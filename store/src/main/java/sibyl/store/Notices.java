package sibyl.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to a channel of the database's {@code NOTIFY} on a connection and a thread of its own,
 * and connects again whenever the connection is lost.
 */
public final class Notices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final int WAIT_MILLIS = 5_000;
  private static final int ALIVE_SECONDS = 5;
  private static final long RETRY_MILLIS = 500;
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration CLOSING = Duration.ofSeconds(10);
  private static final Duration ANSWERS = Duration.ofSeconds(15);

  private final DatabaseAddress address;
  private final String channel;
  private final Runnable listening;
  private final Consumer<String> told;
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Connection current;
  private boolean complained;

  private Notices(
      DatabaseAddress address, String channel, Runnable listening, Consumer<String> told) {
    this.address = address;
    this.channel = channel;
    this.listening = listening;
    this.told = told;
    this.thread = Thread.ofPlatform().name("notices-" + channel).daemon().unstarted(this::run);
  }

  /**
   * Begins to listen, and waits some seconds until it does.
   *
   * @param listening called each time a connection has begun to listen: what was told before that
   *     is not heard
   * @param told takes each notice's text
   */
  public static Notices listen(
      DatabaseAddress address, String channel, Runnable listening, Consumer<String> told) {
    Notices notices = new Notices(address, channel, listening, told);
    notices.thread.start();
    try {
      if (!notices.first.await(FIRST.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("not listening to {} yet; trying on", channel);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return notices;
  }

  private void run() {
    while (stop.getCount() > 0) {
      try (Connection connection = address.connect(ANSWERS)) {
        current = connection;
        follow(connection);
      } catch (SQLException e) {
        if (stop.getCount() > 0 && !complained) {
          complained = true; // once for each absence of the database
          LOG.warn("listening to {} was interrupted: {}", channel, e.getMessage());
        }
      }
      try {
        if (stop.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void follow(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + channel);
    }
    complained = false;
    listening.run();
    first.countDown();
    PGConnection server = connection.unwrap(PGConnection.class);
    while (stop.getCount() > 0) {
      PGNotification[] notices = server.getNotifications(WAIT_MILLIS);
      if (notices == null || notices.length == 0) {
        if (!connection.isValid(ALIVE_SECONDS)) {
          throw new SQLException("the connection does not answer");
        }
        continue;
      }
      for (PGNotification notice : notices) {
        told.accept(notice.getParameter());
      }
    }
  }

  @Override
  public void close() {
    stop.countDown();
    Connection open = current;
    try {
      if (open != null) {
        open.abort(Runnable::run); // wakes the thread
      }
      if (!thread.join(CLOSING)) {
        LOG.warn("{} did not end within {} s", thread.getName(), CLOSING.toSeconds());
      }
    } catch (SQLException e) {
      LOG.warn("while closing: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
