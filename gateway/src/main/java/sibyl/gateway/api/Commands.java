package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
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
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.ReadModel;

/** Sends commands for operations: refusals become problems, answers come back on the event loop. */
public final class Commands {
  private final Vertx vertx;
  private final ExchangeClient client;
  private final ReadModel model;
  private final OrderFinder orders;

  public Commands(Vertx vertx, ExchangeClient client, ReadModel model, OrderFinder orders) {
    this.vertx = vertx;
    this.client = client;
    this.model = model;
    this.orders = orders;
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
            rejected -> refusals(request, List.of(rejected)).map(List::getFirst))
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
    return judged(actor, key, command, this::itsRefusal)
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
      Function<Change.Rejected, Future<Problem>> refusal) {
    return sendUnjudged(actor, key, command)
        .compose(
            applied ->
                applied
                    .first(Change.Rejected.class)
                    .map(rejected -> refusal.apply(rejected).<Applied>compose(Future::failedFuture))
                    .orElseGet(() -> Future.succeededFuture(applied)));
  }

  /**
   * Sends a command that is a step of something larger, under no key.
   *
   * @return fails with a {@link Problem} when the exchange refuses
   */
  Future<Applied> sendOnce(long actor, ExchangeClient.Command command) {
    return judged(actor, IdempotencyKey.NONE, command, this::itsRefusal);
  }

  /**
   * Refusals in view of the request that met them: their pointers name its fields. The exchange
   * forgets an order as soon as it is over; its owner is told what became of it.
   */
  Future<List<Problem>> refusals(Request request, List<Change.Rejected> rejected) {
    if (rejected.stream().noneMatch(Commands::isOfUnknownOrder)) {
      return Future.succeededFuture(rejected.stream().map(each -> refusal(request, each)).toList());
    }
    List<Long> named = rejected.stream().map(Change.Rejected::order).toList();
    return orders
        .find(rejected.getFirst().account(), named)
        .map(
            found -> {
              List<Problem> problems = new ArrayList<>();
              for (int i = 0; i < named.size(); i++) {
                Change.Rejected each = rejected.get(i);
                OrderView over = isOfUnknownOrder(each) ? found.get(i).orElse(null) : null;
                problems.add(
                    over == null ? refusal(request, each) : Refusals.ofOver(over, each, request));
              }
              return problems;
            });
  }

  private static boolean isOfUnknownOrder(Change.Rejected rejected) {
    return rejected.reason() == Reason.UNKNOWN_ORDER && rejected.order() != 0;
  }

  /** A refusal of what names no order that exists, in view of the request that met it. */
  Problem refusal(Request request, Change.Rejected rejected) {
    return Refusals.of(rejected, market(rejected), request);
  }

  private Future<Problem> itsRefusal(Change.Rejected rejected) {
    return Future.succeededFuture(refusal(rejected));
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
