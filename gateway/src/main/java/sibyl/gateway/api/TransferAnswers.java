package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.outbox.Outbox;
import sibyl.engine.Reason;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.ReadModel;

/**
 * Tells what became of transfers that the outbox submits, so that a request for one can be answered
 * with it. Any gateway hears of any transfer, whoever submitted it. Waiting is bounded in time and
 * number; at either bound the answer is that nothing is known yet.
 *
 * <p>Only the first request for a transfer waits. A repeat is told at once what was heard, or joins
 * the first if that still waits. What was heard is remembered for the latest {@value
 * #REMEMBERED_MAX} transfers, after a restart too, since the journal is read again; what is older
 * stands in the tables.
 */
public final class TransferAnswers {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int WAITING_MAX = 10_000;
  static final int REMEMBERED_MAX = 10_000;

  private final Vertx vertx;
  private final ConcurrentHashMap<Long, CompletableFuture<Heard>> waiting =
      new ConcurrentHashMap<>();
  private final Map<Long, Heard> remembered = new LinkedHashMap<>(); // guarded by itself
  private final AtomicLong waits = new AtomicLong();

  /**
   * What was heard of a transfer.
   *
   * @param refusal of the exchange; null when it moved the money
   */
  public record Heard(boolean anything, Change.@Nullable Rejected refusal) {
    static final Heard NOTHING = new Heard(false, null);
    static final Heard MOVED = new Heard(true, null);
  }

  public TransferAnswers(Vertx vertx, ReadModel model) {
    this.vertx = vertx;
    model.onApplied(this::onApplied);
  }

  /** How often a request began to wait for what the exchange says. */
  public long waits() {
    return waits.get();
  }

  /** Begins to listen; to be called before the transfer can be submitted. */
  Future<Heard> of(UUID transfer) {
    if (waiting.size() >= WAITING_MAX) {
      return Future.succeededFuture(Heard.NOTHING);
    }
    long key = Outbox.correlation(transfer);
    CompletableFuture<Heard> answer =
        waiting.computeIfAbsent(key, any -> new CompletableFuture<>());
    // One like this may have been done since it was looked for; its event does not come again.
    Heard before = recalled(key);
    if (before != null) {
      tell(key, before);
      return Future.succeededFuture(before);
    }
    waits.incrementAndGet();
    vertx.setTimer(
        PATIENCE.toMillis(),
        late -> {
          waiting.remove(key, answer);
          answer.complete(Heard.NOTHING);
        });
    return Future.fromCompletionStage(answer, vertx.getOrCreateContext());
  }

  /** What a repeated request is told: nothing is begun for it. */
  Future<Heard> already(UUID transfer) {
    long key = Outbox.correlation(transfer);
    CompletableFuture<Heard> first = waiting.get(key);
    Heard before = recalled(key);
    if (before != null) {
      return Future.succeededFuture(before);
    }
    return first == null
        ? Future.succeededFuture(Heard.NOTHING)
        : Future.fromCompletionStage(first, vertx.getOrCreateContext());
  }

  private @Nullable Heard recalled(long key) {
    synchronized (remembered) {
      return remembered.get(key);
    }
  }

  private void heard(long key, Heard what) {
    synchronized (remembered) {
      remembered.remove(key);
      remembered.put(key, what);
      if (remembered.size() > REMEMBERED_MAX) {
        remembered.remove(remembered.keySet().iterator().next());
      }
    }
    tell(key, what);
  }

  /** Lets whoever waits for it go on: no transfer will come, or there is news elsewhere. */
  void nothingComes(UUID transfer) {
    tell(Outbox.correlation(transfer), Heard.NOTHING);
  }

  private void onApplied(Applied applied) {
    applied
        .first(Change.Transferred.class)
        .ifPresent(moved -> heard(moved.transfer().idHigh(), Heard.MOVED));
    if (applied.events().origin() == Outbox.ORIGIN) {
      applied
          .first(Change.Rejected.class)
          .ifPresent(
              refusal ->
                  heard(
                      applied.events().correlation(),
                      refusal.reason() == Reason.DUPLICATE_TRANSFER
                          ? Heard.MOVED
                          : new Heard(true, refusal)));
    }
  }

  private void tell(long key, Heard what) {
    CompletableFuture<Heard> answer = waiting.remove(key);
    if (answer != null) {
      answer.complete(what);
    }
  }
}
