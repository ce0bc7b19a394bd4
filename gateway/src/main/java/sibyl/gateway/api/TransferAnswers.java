package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.outbox.Outbox;
import sibyl.engine.Reason;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.ReadModel;

/**
 * Tells what became of transfers that the outbox submits, so that whoever asked for one can be
 * answered with it. Any gateway hears of any transfer, whoever submitted it. Waiting is bounded in
 * time and number; at either bound the answer is that nothing is known yet.
 */
public final class TransferAnswers {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int WAITING_MAX = 10_000;

  private final Vertx vertx;
  private final ConcurrentHashMap<Long, CompletableFuture<Heard>> waiting =
      new ConcurrentHashMap<>();

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

  /** Begins to listen; to be called before the transfer can be submitted. */
  Future<Heard> of(UUID transfer) {
    if (waiting.size() >= WAITING_MAX) {
      return Future.succeededFuture(Heard.NOTHING);
    }
    long key = Outbox.correlation(transfer);
    CompletableFuture<Heard> answer =
        waiting.computeIfAbsent(key, any -> new CompletableFuture<>());
    vertx.setTimer(
        PATIENCE.toMillis(),
        late -> {
          waiting.remove(key, answer);
          answer.complete(Heard.NOTHING);
        });
    return Future.fromCompletionStage(answer, vertx.getOrCreateContext());
  }

  /** Lets whoever waits for it go on: no transfer will come, or there is news elsewhere. */
  void nothingComes(UUID transfer) {
    tell(Outbox.correlation(transfer), Heard.NOTHING);
  }

  private void onApplied(Applied applied) {
    if (waiting.isEmpty()) {
      return;
    }
    applied
        .first(Change.Transferred.class)
        .ifPresent(moved -> tell(moved.transfer().idHigh(), Heard.MOVED));
    if (applied.events().origin() == Outbox.ORIGIN) {
      applied
          .first(Change.Rejected.class)
          .ifPresent(
              refusal ->
                  tell(
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
