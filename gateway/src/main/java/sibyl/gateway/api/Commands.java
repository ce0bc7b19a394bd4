package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Reason;
import sibyl.engine.command.OpenAccount;
import sibyl.gateway.exchange.ExchangeClient;
import sibyl.gateway.exchange.IdempotencyKey;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.http.Request;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.ReadModel;

/** Sends commands for operations: refusals become problems, answers come back on the event loop. */
public final class Commands {
  private final Vertx vertx;
  private final ExchangeClient client;
  private final ReadModel model;

  public Commands(Vertx vertx, ExchangeClient client, ReadModel model) {
    this.vertx = vertx;
    this.client = client;
    this.model = model;
  }

  /**
   * Sends a command on behalf of whoever asks, once for each idempotency key. What was done before
   * under the key is given again.
   *
   * @return fails with a {@link Problem} when the exchange refuses
   */
  Future<Applied> send(Request request, ExchangeClient.Command command) {
    return judged(
            request.actor(),
            request.idempotencyKey(),
            command,
            rejected -> refusal(request, rejected))
        .map(
            applied ->
                applied
                    .first(Change.Repeated.class)
                    .map(
                        repeated -> {
                          Applied first = firstTime(repeated);
                          request.answeredAgain();
                          return first;
                        })
                    .orElse(applied));
  }

  /**
   * As {@link #send(Request, ExchangeClient.Command)}, under the number and key of whoever began
   * what is finished now.
   */
  Future<Applied> send(long actor, IdempotencyKey key, ExchangeClient.Command command) {
    return judged(actor, key, command, this::refusal)
        .map(applied -> applied.first(Change.Repeated.class).map(this::firstTime).orElse(applied));
  }

  private Applied firstTime(Change.Repeated repeated) {
    Applied first = model.read(state -> state.commandEndingAt(repeated.lastSeq())).value();
    if (first == null) {
      throw Refusals.answerForgotten(repeated.firstSeq(), repeated.lastSeq());
    }
    return first;
  }

  private Future<Applied> judged(
      long actor,
      IdempotencyKey key,
      ExchangeClient.Command command,
      Function<Change.Rejected, Problem> refusal) {
    return sendUnjudged(actor, key, command)
        .map(
            applied -> {
              applied
                  .first(Change.Rejected.class)
                  .ifPresent(
                      rejected -> {
                        throw refusal.apply(rejected);
                      });
              return applied;
            });
  }

  /**
   * Sends a command that is a step of something larger, under no key.
   *
   * @return fails with a {@link Problem} when the exchange refuses
   */
  Future<Applied> sendOnce(long actor, ExchangeClient.Command command) {
    return judged(actor, IdempotencyKey.NONE, command, this::refusal);
  }

  /** A refusal in view of the request that met it: its pointer names one of that one's fields. */
  Problem refusal(Request request, Change.Rejected rejected) {
    return Refusals.of(rejected, market(rejected), request);
  }

  /** A refusal of what no request states by itself. */
  Problem refusal(Change.Rejected rejected) {
    return Refusals.of(rejected, market(rejected));
  }

  /** The exchange forgets a market with its settlement; readers still see it. */
  private @Nullable MarketView market(Change.Rejected rejected) {
    return model.read(state -> state.market(rejected.market())).value();
  }

  /** Succeeds also when the exchange refuses. */
  Future<Applied> sendUnjudged(long actor, ExchangeClient.Command command) {
    return sendUnjudged(actor, IdempotencyKey.NONE, command);
  }

  private Future<Applied> sendUnjudged(
      long actor, IdempotencyKey key, ExchangeClient.Command command) {
    try {
      return Future.fromCompletionStage(
          client.send(actor, key, command), vertx.getOrCreateContext());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(
          new Problem(400, "malformed", "A text of the request cannot be sent: " + e.getMessage()));
    }
  }

  /** Sees to it that the exchange knows a person's account. */
  Future<Void> ensureAccount(long account) {
    if (model.read(state -> state.knowsAccount(account)).value()) {
      return Future.succeededFuture();
    }
    return sendUnjudged(
            account, (into, header) -> into.openAccount(header, new OpenAccount(account, true)))
        .map(
            applied -> {
              applied
                  .first(Change.Rejected.class)
                  .filter(rejected -> rejected.reason() != Reason.ACCOUNT_EXISTS)
                  .ifPresent(
                      rejected -> {
                        throw refusal(rejected);
                      });
              return null;
            });
  }
}
