package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.audit.AuditEntry;
import sibyl.accounts.audit.AuditFilter;
import sibyl.accounts.audit.AuditRecord;
import sibyl.accounts.audit.AuditTrail;
import sibyl.accounts.audit.AuditVerdict;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;

/** The audit log, to read and to verify. */
public final class AuditOperations {
  private final AuditTrail trail;
  private final Blocking blocking;

  public AuditOperations(AuditTrail trail, Blocking blocking) {
    this.trail = trail;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("listAudit", this::list);
    table.add("verifyAudit", this::verify);
  }

  private Future<Answer> list(Request request) {
    AuditFilter filter =
        new AuditFilter(
            request.queryId("staff_id").isPresent()
                ? request.queryId("staff_id").getAsLong()
                : null,
            request.query("operation").orElse(null),
            request.query("subject").orElse(null),
            request
                .query("stage")
                .map(name -> Names.parse(AuditEntry.Stage.class, name))
                .orElse(null),
            request.query("request_id").orElse(null),
            time(request, "from"),
            time(request, "to"));
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<AuditRecord> page = trail.page(filter, listing.before(), listing.limit());
          return Answer.ok(listing.page(page, AuditRecord::seq, AuditOperations::json));
        });
  }

  private Future<Answer> verify(Request request) {
    return blocking.call(() -> Answer.ok(json(trail.verify())));
  }

  private static @Nullable Instant time(Request request, String name) {
    return request
        .query(name)
        .map(
            text -> {
              try {
                return Instant.ofEpochMilli(Times.parse(text));
              } catch (DateTimeException e) {
                throw Problems.malformed(name, "Give " + name + " as an RFC 3339 time.");
              }
            })
        .orElse(null);
  }

  private static JsonObject json(AuditVerdict verdict) {
    Long firstWrong = verdict.firstWrong();
    return new JsonObject()
        .put("intact", verdict.isIntact())
        .put("entries", verdict.entries())
        .put("last_hash", verdict.lastHash())
        .put("first_wrong", firstWrong == null ? null : Long.toString(firstWrong))
        .put("trouble", verdict.trouble())
        .put("unfinished", verdict.unfinished());
  }

  private static JsonObject json(AuditRecord record) {
    AuditEntry entry = record.entry();
    return new JsonObject()
        .put("entry_id", Long.toString(record.seq()))
        .put("at", Times.format(record.at().toEpochMilli()))
        .put("stage", Names.of(entry.stage()))
        .put("intent_id", entry.intent() == 0 ? null : Long.toString(entry.intent()))
        .put("staff_id", entry.actor() == 0 ? null : Long.toString(entry.actor()))
        .put("username", entry.username())
        .put(
            "roles",
            entry.roles().isEmpty()
                ? new JsonArray()
                : new JsonArray(List.of(entry.roles().split(","))))
        .put("operation", entry.operation())
        .put("subject", entry.subject())
        .put("reason", entry.reason())
        .put("request", stored(entry.request()))
        .put("before", stored(entry.before()))
        .put("after", stored(entry.after()))
        .put("outcome", entry.outcome())
        .put("request_id", entry.requestId())
        .put("address", entry.address())
        .put("hash", record.hash());
  }

  private static @Nullable JsonObject stored(@Nullable String text) {
    return text == null ? null : new JsonObject(text);
  }
}
