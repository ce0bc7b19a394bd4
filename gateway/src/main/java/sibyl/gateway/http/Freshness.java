package sibyl.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.OptionalLong;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.SeqWaiters;

/** Lets a read wait, briefly, for the event it wants to see. */
public final class Freshness {
  private final ReadModel model;
  private final Duration patience;

  public Freshness(ReadModel model, Duration patience) {
    this.model = model;
    this.patience = patience;
  }

  /** Fails with {@link Problems#notYetVisible} when it takes too long or too many wait. */
  Future<Void> await(Vertx vertx, OptionalLong minSeq) {
    if (minSeq.isEmpty() || minSeq.getAsLong() <= model.seq()) {
      return Future.succeededFuture();
    }
    long wanted = minSeq.getAsLong();
    Promise<Void> reached = Promise.promise();
    var context = vertx.getOrCreateContext();
    SeqWaiters.Entry entry =
        model.waiters().enter(wanted, () -> context.runOnContext(now -> reached.tryComplete()));
    return switch (entry) {
      case SeqWaiters.Entry.Reached _ -> Future.succeededFuture();
      case SeqWaiters.Entry.Full _ ->
          Future.failedFuture(Problems.notYetVisible(wanted, model.seq()));
      case SeqWaiters.Entry.Waiting waiting -> {
        long timer =
            vertx.setTimer(
                patience.toMillis(),
                late -> reached.tryFail(Problems.notYetVisible(wanted, model.seq())));
        yield reached
            .future()
            .eventually(
                () -> {
                  vertx.cancelTimer(timer);
                  model.waiters().leave(waiting.waiter());
                  return Future.succeededFuture();
                });
      }
    };
  }
}
