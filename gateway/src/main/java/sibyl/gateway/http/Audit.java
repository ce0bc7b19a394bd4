package sibyl.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.audit.AuditEntry;
import sibyl.accounts.audit.AuditEntry.Stage;
import sibyl.accounts.audit.AuditTrail;
import sibyl.accounts.staff.Permission;
import sibyl.gateway.json.Names;
import sibyl.gateway.people.Caller;

/**
 * Writes down what staff do, around every staff operation. Of what changes something, an intent is
 * on disk before anything happens, and the outcome after; if the former cannot be written, nothing
 * happens, save that staff can always sign out. Of what shows something about people, one entry is
 * on disk before it is shown.
 */
public final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
  private static final String REASON_HEADER = "X-Reason";
  private static final int REASON_LENGTH_MAX = 500;
  private static final String FAULT = "500 internal";

  private final AuditTrail trail;
  private final Blocking blocking;

  public Audit(AuditTrail trail, Blocking blocking) {
    this.trail = trail;
    this.blocking = blocking;
  }

  /** Carries out a staff operation that changes something. */
  Future<Answer> change(Request request, String operationId, Subject subject, Operation operation) {
    return subject
        .now(request)
        .compose(
            before ->
                append(entry(request, operationId, Stage.INTENT, 0, before, Optional.empty(), ""))
                    .recover(
                        failure ->
                            AccessTable.isStaffSignOut(operationId)
                                ? Future.succeededFuture(0L)
                                : Future.failedFuture(failure))
                    .compose(
                        intent ->
                            attempt(request, operation)
                                .compose(
                                    answer ->
                                        after(request, subject, answer)
                                            .compose(
                                                after ->
                                                    concluded(
                                                        entry(
                                                            request,
                                                            operationId,
                                                            Stage.OUTCOME,
                                                            intent,
                                                            Optional.empty(),
                                                            after,
                                                            Integer.toString(answer.status()))))
                                            .map(answer),
                                    failure ->
                                        concluded(
                                                entry(
                                                    request,
                                                    operationId,
                                                    Stage.OUTCOME,
                                                    intent,
                                                    Optional.empty(),
                                                    Optional.empty(),
                                                    outcome(failure)))
                                            .compose(done -> Future.failedFuture(failure)))));
  }

  /** Carries out a staff operation that only shows something. */
  Future<Answer> look(
      Request request, String operationId, Permission permission, Operation operation) {
    Future<Answer> looked = attempt(request, operation);
    return permission.isPersonal()
        ? looked.compose(
            answer ->
                append(
                        entry(
                            request,
                            operationId,
                            Stage.READ,
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            Integer.toString(answer.status())))
                    .map(answer))
        : looked;
  }

  /** Lets somebody in as staff, or not. */
  Future<Answer> signIn(Request request, String operationId, Operation operation) {
    return attempt(request, operation)
        .compose(
            answer ->
                append(signIn(request, operationId, Integer.toString(answer.status()))).map(answer),
            failure ->
                concluded(signIn(request, operationId, outcome(failure)))
                    .compose(done -> Future.failedFuture(failure)));
  }

  /** A member of staff was turned away. */
  Future<Void> denied(Request request, String operationId, Problem problem) {
    return concluded(
        entry(
            request,
            operationId,
            Stage.DENIED,
            0,
            Optional.empty(),
            Optional.empty(),
            outcome(problem)));
  }

  private static Future<Answer> attempt(Request request, Operation operation) {
    return Future.succeededFuture().compose(start -> operation.handle(request));
  }

  /** The subject as it is then; of what was created, or cannot be seen now, the answer. */
  private static Future<Optional<JsonObject>> after(
      Request request, Subject subject, Answer answer) {
    Optional<JsonObject> answered = Optional.ofNullable(answer.body());
    return subject
        .now(request)
        .map(now -> now.or(() -> answered))
        .recover(failure -> Future.succeededFuture(answered));
  }

  /** Fails with 503 when it cannot be written. */
  private Future<Long> append(AuditEntry entry) {
    return blocking
        .call(() -> trail.append(entry))
        .recover(
            failure -> {
              LOG.atError()
                  .addKeyValue("request_id", entry.requestId())
                  .addKeyValue("operation", entry.operation())
                  .setCause(failure)
                  .log("audit entry not written: the operation is refused");
              return Future.failedFuture(Problems.notRecorded());
            });
  }

  /** What has happened is answered even if its outcome cannot be written; the intent stands. */
  private Future<Void> concluded(AuditEntry entry) {
    return blocking
        .call(() -> trail.append(entry))
        .recover(
            failure -> {
              LOG.atError()
                  .addKeyValue("request_id", entry.requestId())
                  .addKeyValue("operation", entry.operation())
                  .addKeyValue("outcome", entry.outcome())
                  .setCause(failure)
                  .log("audit entry of an outcome not written; its intent stands");
              return Future.succeededFuture(0L);
            })
        .mapEmpty();
  }

  private static AuditEntry entry(
      Request request,
      String operationId,
      Stage stage,
      long intent,
      Optional<JsonObject> before,
      Optional<JsonObject> after,
      String outcome) {
    Caller.StaffMember member = request.staff();
    boolean begins = stage != Stage.OUTCOME;
    return new AuditEntry(
        stage,
        intent,
        member.number(),
        member.username(),
        member.roles().stream().sorted().map(Names::of).collect(Collectors.joining(",")),
        operationId,
        request.subject(),
        begins ? reason(request) : null,
        begins ? request.stated().map(Masked::text).orElse(null) : null,
        before.map(Masked::text).orElse(null),
        after.map(Masked::text).orElse(null),
        outcome,
        request.id(),
        request.address());
  }

  private static AuditEntry signIn(Request request, String operationId, String outcome) {
    String username = request.fields().text("username", "");
    return new AuditEntry(
        Stage.SIGN_IN,
        0,
        0,
        username,
        "",
        operationId,
        "",
        null,
        null,
        null,
        null,
        outcome,
        request.id(),
        request.address());
  }

  /** Why, in the body or in a header. */
  private static @Nullable String reason(Request request) {
    Optional<String> header = request.header(REASON_HEADER);
    String given =
        header.orElseGet(
            () ->
                request.body().getValue("remark") instanceof String remark
                    ? remark
                    : request.body().getValue("reason") instanceof String reason ? reason : null);
    return given == null || given.length() <= REASON_LENGTH_MAX
        ? given
        : given.substring(0, REASON_LENGTH_MAX);
  }

  private static String outcome(Throwable failure) {
    Problem problem = Replies.expected(failure);
    return problem == null ? FAULT : problem.status() + " " + problem.code();
  }
}
