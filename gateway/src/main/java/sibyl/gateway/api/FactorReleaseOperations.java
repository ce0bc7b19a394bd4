package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.recovery.FactorRelease;
import sibyl.accounts.recovery.FactorReleases;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;

/** Lost second factors of people: reported by one member of staff, decided about by another. */
public final class FactorReleaseOperations {
  private final FactorReleases releases;
  private final Blocking blocking;

  public FactorReleaseOperations(FactorReleases releases, Blocking blocking) {
    this.releases = releases;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("requestFactorRelease", this::request);
    table.add("listFactorReleases", this::list);
    table.add("getFactorRelease", this::get);
    table.add("approveFactorRelease", this::approve, this::subject);
    table.add("rejectFactorRelease", this::reject, this::subject);
  }

  private Future<Answer> request(Request request) {
    long account = request.fields().id("account_id");
    String reason = request.fields().text("reason", "");
    long by = request.staff().number();
    return blocking.call(() -> Answer.created(json(releases.request(account, reason, by))));
  }

  private Future<Answer> list(Request request) {
    FactorRelease.@Nullable State state =
        request
            .query("state")
            .map(name -> Names.parse(FactorRelease.State.class, name))
            .orElse(null);
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<FactorRelease> page = releases.list(state, listing.before(), listing.limit());
          return Answer.ok(listing.page(page, FactorRelease::id, FactorReleaseOperations::json));
        });
  }

  private Future<Answer> get(Request request) {
    return subject(request)
        .map(found -> Answer.ok(found.orElseThrow(() -> Problems.unknown("factor_release"))));
  }

  private Future<Answer> approve(Request request) {
    long id = request.pathId("factor_release_id");
    String remark = request.fields().text("remark");
    long by = request.staff().number();
    return blocking.call(() -> Answer.ok(json(releases.approve(id, remark, by))));
  }

  private Future<Answer> reject(Request request) {
    long id = request.pathId("factor_release_id");
    String remark = request.fields().text("remark", "");
    long by = request.staff().number();
    return blocking.call(() -> Answer.ok(json(releases.reject(id, remark, by))));
  }

  private Future<Optional<JsonObject>> subject(Request request) {
    long id = request.pathId("factor_release_id");
    return blocking.call(() -> releases.find(id).map(FactorReleaseOperations::json));
  }

  private static JsonObject json(FactorRelease release) {
    Long decidedBy = release.decidedBy();
    Instant decidedAt = release.decidedAt();
    return new JsonObject()
        .put("factor_release_id", Long.toString(release.id()))
        .put("account_id", Long.toString(release.account()))
        .put("reason", release.reason())
        .put("state", Names.of(release.state()))
        .put("requested_by", Long.toString(release.requestedBy()))
        .put("requested_at", Times.format(release.requestedAt().toEpochMilli()))
        .put("decided_by", decidedBy == null ? null : Long.toString(decidedBy))
        .put("decided_at", decidedAt == null ? null : Times.format(decidedAt.toEpochMilli()))
        .put("remark", release.remark());
  }
}
