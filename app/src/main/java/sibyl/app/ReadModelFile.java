package sibyl.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.client.ClusterAddress;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;
import sibyl.gateway.Gateway;
import sibyl.gateway.read.ModelSnapshot;
import sibyl.gateway.read.ReadModel;

/**
 * Keeps the read model's file new enough that the next start has little of the journal to read. A
 * stop writes the model as it is. While the exchange runs, the model is not held up for that: every
 * so many events a second one, made from the file and the journal behind it, is brought up to date,
 * written and dropped.
 */
final class ReadModelFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadModelFile.class);

  /** About what a start reads within a few seconds. */
  private static final long EVERY_EVENTS = 2_000_000;

  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Gateway gateway;
  private final UUID exchange;
  private final Path file;
  private final ClusterAddress journal;
  private final ScheduledExecutorService keeper;
  private long written;

  private ReadModelFile(Gateway gateway, UUID exchange, Path file, ClusterAddress journal) {
    this.gateway = gateway;
    this.exchange = exchange;
    this.file = file;
    this.journal = journal;
    keeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("read-model-file").daemon().factory());
  }

  /**
   * Fills the gateway's model from the file, if there is one that can be used.
   *
   * @param end the last event of the journal
   */
  static ReadModelFile open(
      Gateway gateway, UUID exchange, Path file, ClusterAddress journal, long end) {
    ReadModelFile opened = new ReadModelFile(gateway, exchange, file, journal);
    opened.written = ModelSnapshot.read(gateway.model(), exchange, file, end);
    long everyMs = LOOK_EVERY.toMillis();
    Future<?> _ =
        opened.keeper.scheduleWithFixedDelay(
            opened::keepUp, everyMs, everyMs, TimeUnit.MILLISECONDS);
    return opened;
  }

  private void keepUp() {
    long seq = gateway.seq();
    if (seq - written < EVERY_EVENTS) {
      return;
    }
    try {
      written = bringUpTo(seq, gateway::emptyModel, file, exchange, journal);
      LOG.info("the read model's file has all events up to {}", written);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the read model's file stays at event {}: {}", written, e.toString());
    }
  }

  /** A model of its own reads what the file does not have yet, and becomes the file. */
  static long bringUpTo(
      long seq, Supplier<ReadModel> empty, Path file, UUID exchange, ClusterAddress journal)
      throws IOException {
    ReadModel model = empty.get();
    long from = ModelSnapshot.read(model, exchange, file, seq);
    try (JournalFollower follower =
        JournalFollower.start(
            journal, "follow-file", from, model.events(), new FollowerListener() {})) {
      if (!follower.awaitSeq(seq, PATIENCE)) {
        throw new IOException("event " + seq + " was not reached within " + PATIENCE);
      }
    }
    return ModelSnapshot.write(model, exchange, file);
  }

  /** Called when nothing follows the journal any more. */
  @Override
  public void close() throws IOException {
    keeper.shutdownNow();
    if (gateway.seq() > written) {
      ModelSnapshot.write(gateway.model(), exchange, file);
    }
  }
}
