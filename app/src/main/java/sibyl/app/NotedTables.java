package sibyl.app;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.store.projection.Projection;

/** Notes beside the log, every few seconds, how far the tables are. */
final class NotedTables implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NotedTables.class);
  private static final int EVERY_S = 5;

  private final Pairing pairing;
  private final Projection projection;
  private final ScheduledExecutorService thread;
  private long noted = -1;

  private NotedTables(Pairing pairing, Projection projection) {
    this.pairing = pairing;
    this.projection = projection;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("note-tables").daemon().factory());
  }

  static NotedTables start(Pairing pairing, Projection projection) {
    NotedTables notes = new NotedTables(pairing, projection);
    Future<?> _ =
        notes.thread.scheduleWithFixedDelay(notes::note, EVERY_S, EVERY_S, TimeUnit.SECONDS);
    return notes;
  }

  private synchronized void note() {
    long now = projection.position();
    if (now == noted) {
      return;
    }
    try {
      pairing.note(now);
      noted = now;
    } catch (IOException e) {
      LOG.warn("how far the tables are cannot be noted: {}", e.toString());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    note();
  }
}
