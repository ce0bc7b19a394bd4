package sibyl.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Puts the contract's operations on routes. */
public final class Api {
  /** Where the contract's paths begin. */
  public static final String BASE = "/api/v1";

  private Api() {}

  /**
   * The routes of the contract, to be mounted at {@link #BASE}.
   *
   * @param document the contract as it is written
   * @throws IllegalStateException if contract, access table and operations do not agree
   */
  public static Router routes(
      Vertx vertx,
      OpenAPIContract contract,
      JsonObject document,
      OperationTable operations,
      Guards guards,
      int bodyBytesMax) {
    Map<String, JsonObject> stated = operations(document);
    RouterBuilder builder = RouterBuilder.create(vertx, contract);
    builder.rootHandler(BodyHandler.create(false).setBodyLimit(bodyBytesMax));
    Set<String> unrouted = new HashSet<>(operations.ids());
    for (OpenAPIRoute route : builder.getRoutes()) {
      String id = route.getOperation().getOperationId();
      Access access = AccessTable.of(id);
      if (access == null) {
        throw new IllegalStateException("nobody may call operation " + id);
      }
      unrouted.remove(id);
      // Access comes before validation: a stranger learns nothing about what a route wants.
      route
          .setDoSecurity(false)
          .setDoValidation(false)
          .addHandler(
              new OperationHandler(
                  vertx,
                  route.getOperation(),
                  new RequestContract(stated.getOrDefault(id, new JsonObject()), document),
                  access,
                  operations.get(id),
                  operations.subject(id),
                  guards));
    }
    if (!unrouted.isEmpty()) {
      throw new IllegalStateException("not in the contract: " + unrouted);
    }
    return builder.createRouter();
  }

  private static Map<String, JsonObject> operations(JsonObject document) {
    Map<String, JsonObject> operations = new HashMap<>();
    for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
      for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
        if (method.getValue() instanceof JsonObject operation
            && operation.containsKey("operationId")) {
          operations.put(operation.getString("operationId"), operation);
        }
      }
    }
    return operations;
  }

  /** What comes before every route and after every answer. */
  public static void prepare(Router router, Guards guards) {
    router
        .route()
        .handler(
            context -> {
              long start = System.nanoTime();
              RequestId.assign(context);
              TraceContext.assign(context);
              guards.clientAddress().note(context);
              String scheme = guards.clientAddress().scheme(context.request());
              SecurityHeaders.put(context.response(), scheme);
              context.response().putHeader("Cache-Control", "no-store");
              context.addEndHandler(ended -> finish(context, guards, System.nanoTime() - start));
              OperationHandler.limit(context, guards.networks(), ClientAddress.networkOf(context));
              if (!guards.hosts().accepts(context.request()) && !isHealth(context)) {
                throw Problems.wrongHost();
              }
              ExactPath.require(context.request());
              Stated.noForm(context);
              context.next();
            })
        .failureHandler(context -> fail(context, guards));
    for (int status : new int[] {400, 404, 405, 406, 413, 414, 415, 500}) {
      router.errorHandler(status, context -> fail(context, guards));
    }
  }

  /** What comes before every route of the listener for metrics. */
  public static void prepareManagement(Router router) {
    router
        .route()
        .handler(
            context -> {
              SecurityHeaders.put(context.response(), "http");
              context.next();
            });
  }

  /** Those who look after the server ask by whatever address they know it by. */
  private static boolean isHealth(RoutingContext context) {
    String path = context.request().path();
    return path != null && path.startsWith("/health/");
  }

  /** Answers what is no request, after which the connection is closed. */
  public static void refuse(HttpServerRequest request, Problem problem, Guards guards) {
    String address = request.remoteAddress().hostAddress();
    HttpServerResponse response = request.response();
    guards.metrics().refused(problem.code());
    guards.metrics().request("unreadable", problem.status(), 0);
    AccessLog.unreadable(address, problem.status());
    SecurityHeaders.put(response, guards.clientAddress().scheme(request));
    response
        .setStatusCode(problem.status())
        .putHeader("Cache-Control", "no-store")
        .putHeader("Connection", "close")
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(problem.toJson().toBuffer())
        .onComplete(sent -> request.connection().close());
  }

  /** Vert.x gives an exception of its own also for what is wrong with a request, as no host is. */
  private static Problem unexpected(RoutingContext context) {
    Throwable failure = context.failure();
    Problem expected = failure == null ? null : Replies.expected(failure);
    if (expected != null) {
      return expected;
    }
    if (context.statusCode() >= 400 && context.statusCode() < 500) {
      return new Problem(context.statusCode(), "malformed", "The request cannot be read.");
    }
    return failure == null ? Problems.internal() : Replies.problem(context, failure);
  }

  private static void finish(RoutingContext context, Guards guards, long nanos) {
    String operation = context.get(OperationHandler.OPERATION);
    String name = operation == null ? "other" : operation;
    int status = context.response().getStatusCode();
    guards.metrics().request(name, status, nanos);
    AccessLog.write(context, name, status, nanos);
  }

  private static void fail(RoutingContext context, Guards guards) {
    Problem problem =
        switch (context.statusCode()) {
          case 404 -> Problems.noSuchRoute();
          case 405 ->
              new Problem(405, "method_not_allowed", "This path takes other methods; see /docs.");
          case 413 -> new Problem(413, "too_large", "The request's body is too large.");
          case 414 -> new Problem(414, "too_large", "The request's address is too long.");
          default -> unexpected(context);
        };
    guards.metrics().refused(problem.code());
    Replies.send(context, problem);
  }
}
