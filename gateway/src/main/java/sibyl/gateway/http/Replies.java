package sibyl.gateway.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.AccountsException;
import sibyl.accounts.DatabaseLoss;
import sibyl.gateway.exchange.NotSent;
import sibyl.gateway.exchange.OutcomeUnknown;

/** Writes answers and problems. */
final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
  private static final int SERVER_FAULT = 500;

  private Replies() {}

  static void send(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response().setStatusCode(answer.status());
    answer.cookies().forEach(response::addCookie);
    JsonObject body = answer.body();
    Download download = answer.download();
    if (download != null) {
      download.send(context);
    } else if (body == null) {
      response.end();
    } else {
      response.putHeader("Content-Type", "application/json").end(body.toBuffer());
    }
  }

  static void send(RoutingContext context, Problem problem) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    problem.headers().forEach(response::putHeader);
    response
        .setStatusCode(problem.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(problem.toJson().toBuffer())
        .onComplete(
            sent -> {
              if (problem.headers().containsKey("Connection")) {
                context.request().connection().close();
              }
            });
  }

  /** What a failure looks like from outside; a fault of ours is logged here. */
  static Problem problem(RoutingContext context, Throwable failure) {
    Problem expected = expected(failure);
    if (expected != null) {
      return expected;
    }
    LOG.atError()
        .addKeyValue("request_id", RequestId.of(context))
        .addKeyValue("path", context.request().path())
        .setCause(failure)
        .log("request failed");
    return Problems.internal();
  }

  /** What a failure that may happen looks like; null for a fault of ours. */
  static @Nullable Problem expected(Throwable failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case UnreadableRequest fault -> Problems.unreadable(fault);
      case CompletionException wrapper when wrapper.getCause() != null ->
          expected(wrapper.getCause());
      case AccountsException refusal -> AccountRefusals.of(refusal);
      case NotSent notSent -> Problems.notSent(notSent);
      case OutcomeUnknown _ -> Problems.outcomeUnknown();
      case HttpException http when http.getStatusCode() < SERVER_FAULT ->
          new Problem(http.getStatusCode(), "malformed", "The request cannot be read.");
      default -> DatabaseLoss.in(failure).map(Problems::databaseUnavailable).orElse(null);
    };
  }
}
