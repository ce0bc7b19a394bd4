package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.adjustment.Adjustment;
import sibyl.accounts.adjustment.AdjustmentState;
import sibyl.accounts.adjustment.Adjustments;
import sibyl.accounts.outbox.EntryState;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;
import sibyl.gateway.read.ReadModel;

/** Corrections of balances: asked for by one member of staff, decided about by another. */
public final class AdjustmentOperations {
  private final Adjustments adjustments;
  private final ReadModel model;
  private final Blocking blocking;

  public AdjustmentOperations(Adjustments adjustments, ReadModel model, Blocking blocking) {
    this.adjustments = adjustments;
    this.model = model;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("requestAdjustment", this::request);
    table.add("listAdjustments", this::list);
    table.add("getAdjustment", this::get);
    table.add("approveAdjustment", this::approve, this::subject);
    table.add("rejectAdjustment", this::reject, this::subject);
  }

  private Future<Answer> request(Request request) {
    long account = request.fields().id("account_id");
    long amount = request.fields().money("amount");
    String reason = request.fields().text("reason", "");
    long by = request.staff().number();
    if (!model.read(state -> state.knowsAccount(account)).value()) {
      throw Problems.unknown("account");
    }
    return blocking.call(
        () -> Answer.created(json(adjustments.request(account, amount, reason, by))));
  }

  private Future<Answer> list(Request request) {
    @Nullable AdjustmentState state =
        request.query("state").map(name -> Names.parse(AdjustmentState.class, name)).orElse(null);
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<Adjustment> page = adjustments.list(state, listing.before(), listing.limit());
          return Answer.ok(listing.page(page, Adjustment::id, AdjustmentOperations::json));
        });
  }

  private Future<Answer> get(Request request) {
    return subject(request)
        .map(found -> Answer.ok(found.orElseThrow(() -> Problems.unknown("adjustment"))));
  }

  private Future<Answer> approve(Request request) {
    long id = request.pathId("adjustment_id");
    String remark = request.fields().text("remark");
    long by = request.staff().number();
    return blocking.call(() -> Answer.ok(json(adjustments.approve(id, remark, by))));
  }

  private Future<Answer> reject(Request request) {
    long id = request.pathId("adjustment_id");
    String remark = request.fields().text("remark", "");
    long by = request.staff().number();
    return blocking.call(() -> Answer.ok(json(adjustments.reject(id, remark, by))));
  }

  private Future<Optional<JsonObject>> subject(Request request) {
    long id = request.pathId("adjustment_id");
    return blocking.call(() -> adjustments.find(id).map(AdjustmentOperations::json));
  }

  private static JsonObject json(Adjustment adjustment) {
    Long decidedBy = adjustment.decidedBy();
    Instant decidedAt = adjustment.decidedAt();
    EntryState transfer = adjustment.transfer();
    return new JsonObject()
        .put("adjustment_id", Long.toString(adjustment.id()))
        .put("account_id", Long.toString(adjustment.account()))
        .put("amount", Decimals.money(adjustment.amount()))
        .put("reason", adjustment.reason())
        .put("state", Names.of(adjustment.state()))
        .put("requested_by", Long.toString(adjustment.requestedBy()))
        .put("requested_at", Times.format(adjustment.requestedAt().toEpochMilli()))
        .put("decided_by", decidedBy == null ? null : Long.toString(decidedBy))
        .put("decided_at", decidedAt == null ? null : Times.format(decidedAt.toEpochMilli()))
        .put("remark", adjustment.remark())
        .put("transfer", transfer == null ? null : Names.of(transfer));
  }
}
