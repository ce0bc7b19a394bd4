package sibyl.store.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks twice a second whether a server is still there, and has it started again when it has died:
 * at once, and then less and less often while that fails. One that is there and does not answer is
 * left alone: it may be stopped by a person, or recover.
 */
final class ServerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** Clears away what is left of a dead server and starts another in its place. */
  @FunctionalInterface
  interface Restart {
    void run() throws IOException, InterruptedException;
  }

  private final Path cluster;
  private final Restart restart;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  ServerWatch(Path cluster, Restart restart) {
    this.cluster = cluster;
    this.restart = restart;
    this.thread = Thread.ofPlatform().name("postgres-watch").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    RunningServer server = new RunningServer(cluster);
    Duration pause = LOOK_EVERY;
    try {
      while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = look(server, pause);
      }
    } catch (InterruptedException e) {
      LOG.debug("the watch over PostgreSQL was told to end", e);
    }
  }

  /** Returns after which pause to look again. */
  private Duration look(RunningServer server, Duration pause) throws InterruptedException {
    try {
      if (server.isServing()) {
        return LOOK_EVERY;
      }
      LOG.warn("the embedded PostgreSQL in {} has died; starting it again", cluster);
      restart.run();
      LOG.info("the embedded PostgreSQL runs again");
      return PAUSE_MIN; // one that dies at once is not started in a tight loop
    } catch (IOException | PostgresUnavailableException e) {
      Duration next = pause.multipliedBy(2);
      Duration longer = next.compareTo(PAUSE_MIN) < 0 ? PAUSE_MIN : next;
      Duration bounded = longer.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : longer;
      LOG.error(
          "the embedded PostgreSQL cannot be started again, trying in {} s: {}",
          bounded.toSeconds(),
          e.getMessage());
      return bounded;
    }
  }

  /** Waits some seconds for a start that is under way: half a start is harder to end than one. */
  @Override
  public void close() {
    stop.countDown();
    try {
      if (!thread.join(CLOSING)) {
        thread.interrupt();
        LOG.warn("{} did not end within {} s", thread.getName(), CLOSING.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
