package sibyl.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import sibyl.accounts.staff.Permission;
import sibyl.gateway.http.TokenBuckets.Taken;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.Credential;

/**
 * One operation of the contract, from request to answer: who calls, may they, are they too many,
 * does it match the contract, is the state fresh enough, and then the operation itself.
 */
final class OperationHandler implements Handler<RoutingContext> {
  static final String CALLER = "sibyl.caller";
  static final String OPERATION = "sibyl.operation";

  private final Vertx vertx;
  private final RequestContract contract;
  private final String operationId;
  private final Access access;
  private final Operation operation;
  private final Subject subject;
  private final Suspension suspension;
  private final Guards guards;
  private final boolean changes;

  OperationHandler(
      Vertx vertx,
      io.vertx.openapi.contract.Operation stated,
      RequestContract contract,
      Access access,
      Operation operation,
      Subject subject,
      Guards guards) {
    this.vertx = vertx;
    this.contract = contract;
    this.operationId = stated.getOperationId();
    this.access = access;
    this.operation = operation;
    this.subject = subject;
    this.suspension = Suspension.of(stated, access);
    this.guards = guards;
    this.changes = !stated.getHttpMethod().equals(HttpMethod.GET);
  }

  @Override
  public void handle(RoutingContext context) {
    context.put(OPERATION, operationId);
    String network = ClientAddress.networkOf(context);
    Future.succeededFuture()
        .compose(start -> guards.underWay().call(network, () -> identify(context)))
        .compose(
            caller -> {
              context.put(CALLER, caller);
              return guards.underWay().call(holder(caller, network), () -> answer(context, caller));
            })
        .onSuccess(answer -> Replies.send(context, answer))
        .onFailure(
            failure -> {
              Problem problem = Replies.problem(context, failure);
              guards.metrics().refused(problem.code());
              Replies.send(context, problem);
            });
  }

  private Future<Answer> answer(RoutingContext context, Caller known) {
    return admitted(context, known)
        .compose(
            caller ->
                ActingFor.of(vertx, context, caller, guards.memberships())
                    .map(
                        team -> {
                          suspension.require(caller, team, guards.suspended());
                          return new Request(context, contract.check(context), caller, team);
                        }))
        .compose(
            request ->
                guards.freshness().await(vertx, request.minSeq()).compose(f -> handle(request)));
  }

  /** Whose share of the requests under way it is. */
  private static Object holder(Caller caller, String network) {
    return switch (caller) {
      case Caller.Person person -> person.account();
      case Caller.Program program -> program.account();
      case Caller.StaffMember member -> "staff " + member.number();
      case Caller.Anonymous _ -> network;
    };
  }

  private Future<Answer> handle(Request request) {
    if (AccessTable.isStaffSignIn(operationId)) {
      return guards.audit().signIn(request, operationId, operation);
    }
    return switch (access) {
      case Access.Customer _ -> operation.handle(request);
      case Access.ByStaff _ when changes ->
          guards.audit().change(request, operationId, subject, operation);
      case Access.ByStaff(Permission permission) ->
          guards.audit().look(request, operationId, permission, operation);
    };
  }

  /** Staff that are turned away are written down too, before they hear of it. */
  private Future<Caller> admitted(RoutingContext context, Caller caller) {
    try {
      admit(context, caller);
      return Future.succeededFuture(caller);
    } catch (Problem problem) {
      return caller instanceof Caller.StaffMember && access instanceof Access.ByStaff
          ? guards
              .audit()
              .denied(
                  new Request(context, RequestContract.Kept.NOTHING, caller), operationId, problem)
              .compose(written -> Future.failedFuture(problem))
          : Future.failedFuture(problem);
    }
  }

  private Future<Caller> identify(RoutingContext context) {
    guards.requireServing();
    Optional<Credential> credential =
        Credentials.pick(context.request(), guards.cookies(), access instanceof Access.ByStaff);
    Credentials.remember(context, credential);
    if (credential.isEmpty()) {
      return Future.succeededFuture(new Caller.Anonymous());
    }
    return Future.fromCompletionStage(
            guards.callers().of(credential.get()), vertx.getOrCreateContext())
        .map(found -> caller(found, credential.get()));
  }

  /** A key that is none is refused even where nobody asks for one: its sender believes it works. */
  private static Caller caller(Optional<Caller> found, Credential credential) {
    if (found.isEmpty() && !credential.isCookie()) {
      throw Problems.unauthenticated();
    }
    return found.orElseGet(Caller.Anonymous::new);
  }

  private void admit(RoutingContext context, Caller caller) {
    boolean signIn = AccessTable.isSignIn(operationId);
    boolean byCookie = Credentials.of(context).map(Credential::isCookie).orElse(false);
    if (changes && (byCookie || signIn) && !guards.origins().accepts(context.request())) {
      throw Problems.wrongOrigin();
    }
    if (signIn) {
      limit(context, guards.signIns(), ClientAddress.networkOf(context));
    }
    access.require(caller);
    switch (caller) {
      case Caller.Person person -> limit(context, guards.accounts(), person.account());
      case Caller.Program program -> limit(context, guards.accounts(), program.account());
      case Caller.StaffMember _, Caller.Anonymous _ -> {}
    }
    Stated.headers(context.request(), contract.headerNames());
  }

  static void limit(RoutingContext context, TokenBuckets buckets, Object key) {
    Taken taken = buckets.take(key, System.nanoTime());
    HttpServerResponse response = context.response();
    response.putHeader("RateLimit-Limit", Long.toString(taken.limit()));
    response.putHeader("RateLimit-Remaining", Long.toString(taken.remaining()));
    response.putHeader("RateLimit-Reset", Long.toString(taken.retryAfterSeconds()));
    if (!taken.granted()) {
      throw Problems.tooManyRequests(taken.retryAfterSeconds());
    }
  }
}
