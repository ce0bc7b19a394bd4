package sibyl.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.ClusterNode;
import sibyl.cluster.client.CommandPublisher;
import sibyl.engine.Engine;
import sibyl.engine.ExchangeState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.SetExchangeState;
import sibyl.protocol.CommandEncoder;
import sibyl.store.DurableFile;

/**
 * Restricts the exchange to cancel-only while there is a cause, by a command through the log like
 * that of staff, and opens it again when there is none; only if it was this that restricted it,
 * which a file in the data directory remembers across restarts.
 *
 * <pre>
 *              a cause, and open: CANCEL_ONLY
 *   UNTOUCHED ────────────────────────────────► RESTRICTED
 *       ▲      no cause, and cancel-only: OPEN      │
 *       ├────────────────────────────────────────────┤
 *       └────────────────────────────────────────────┘
 *              staff opened or halted it meanwhile
 * </pre>
 *
 * <p>While there is a cause, an exchange that staff open is restricted again. On a thread of its
 * own.
 */
final class Restraint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Restraint.class);
  static final String MARK = "cancel-only.by-itself";
  private static final long LOOK_EVERY_MS = 250;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  /** The system itself. */
  private static final long ACTOR = 0;

  /** No gateway's number: no request waits for the answer, which is seen in the state. */
  private static final long ORIGIN = 0;

  private final List<Supplier<Optional<String>>> causes;
  private final ClusterNode node;
  private final CommandPublisher commands;
  private final Path mark;
  private final CommandEncoder encoder = new CommandEncoder();
  private final CommandHeader header = new CommandHeader();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private boolean restricted;
  private volatile String cause = "";

  private Restraint(
      Path data,
      ClusterNode node,
      CommandPublisher commands,
      List<Supplier<Optional<String>>> causes) {
    this.node = node;
    this.commands = commands;
    this.causes = List.copyOf(causes);
    this.mark = data.resolve(MARK);
    this.restricted = Files.exists(mark);
    this.thread = Thread.ofPlatform().name("restraint").daemon().unstarted(this::run);
  }

  /**
   * Begins to watch.
   *
   * @param causes each says why no orders should be taken; quick, asked four times a second
   */
  static Restraint start(
      Path data,
      ClusterNode node,
      CommandPublisher commands,
      List<Supplier<Optional<String>>> causes) {
    Restraint restraint = new Restraint(data, node, commands, causes);
    restraint.thread.start();
    return restraint;
  }

  /** Why the exchange restricts itself now; empty when there is no cause. From any thread. */
  String cause() {
    return cause;
  }

  private void run() {
    try {
      while (!closing.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        try {
          look();
        } catch (ExecutionException | TimeoutException | RuntimeException | IOException e) {
          LOG.warn(
              "the exchange could not be restricted or opened; trying again: {}", e.toString());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look()
      throws InterruptedException, ExecutionException, TimeoutException, IOException {
    String now = String.join("; ", causes.stream().flatMap(each -> each.get().stream()).toList());
    if (now.isEmpty() != cause.isEmpty()) {
      LOG.warn(now.isEmpty() ? "no cause for cancel-only any more" : "cancel-only: {}", now);
    }
    cause = now;
    if (now.isEmpty() && !restricted) {
      return;
    }
    ExchangeState state =
        node.inspect(Engine::exchangeState).get(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS);
    if (!now.isEmpty()) {
      if (state == ExchangeState.OPEN) {
        remember();
        turn(ExchangeState.CANCEL_ONLY);
      }
    } else if (state == ExchangeState.CANCEL_ONLY) {
      turn(ExchangeState.OPEN);
    } else {
      forget();
    }
  }

  private void turn(ExchangeState to) {
    encoder.setExchangeState(header.set(0, ORIGIN, 0, ACTOR), new SetExchangeState(to));
    if (commands.offer(encoder.buffer(), 0, encoder.length())) {
      LOG.warn("the exchange by itself becomes {}", to);
    }
  }

  private void remember() {
    if (restricted) {
      return;
    }
    restricted = true;
    try {
      DurableFile.write(mark, "");
    } catch (IOException e) {
      LOG.warn("after a restart staff will have to open the exchange: {}", e.toString());
    }
  }

  private void forget() throws IOException {
    Files.deleteIfExists(mark);
    restricted = false;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(ANSWER_MAX.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
