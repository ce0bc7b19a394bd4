package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.event.EventRules;
import sibyl.accounts.event.MarketEvidence;
import sibyl.accounts.event.Statement;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Times;
import sibyl.gateway.read.EventView;
import sibyl.gateway.read.ReadModel;

/** What staff put down about an event for good: clearer rules, and evidence of how it ended. */
public final class StatementOperations {
  private final EventRules rules;
  private final MarketEvidence evidence;
  private final ReadModel model;
  private final Blocking blocking;

  public StatementOperations(
      EventRules rules, MarketEvidence evidence, ReadModel model, Blocking blocking) {
    this.rules = rules;
    this.evidence = evidence;
    this.model = model;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("listRules", this::listRules);
    table.add("clarifyRules", this::clarifyRules);
    table.add("addEvidence", this::addEvidence);
    table.add("listEvidence", this::listEvidence);
  }

  /** Everybody sees every version; who wrote it, staff see in the audit log. */
  private Future<Answer> listRules(Request request) {
    EventView event = event(request);
    return blocking.call(
        () -> {
          JsonArray items = new JsonArray();
          rules.of(event.event()).forEach(version -> items.add(rules(version)));
          items.add(
              new JsonObject()
                  .put("version", 1)
                  .put("rules", event.spec().rules())
                  .put("reason", null)
                  .put("at", Times.format(event.createdAtMs())));
          return Answer.ok(new JsonObject().put("items", items).put("next_cursor", null));
        });
  }

  private Future<Answer> clarifyRules(Request request) {
    EventView event = event(request);
    String words = request.fields().text("rules", "");
    String reason = request.fields().text("reason", "");
    long by = request.staff().number();
    return blocking.call(() -> Answer.created(rules(rules.add(event.event(), words, reason, by))));
  }

  private Future<Answer> addEvidence(Request request) {
    long market = market(request);
    String words = request.fields().text("evidence", "");
    long by = request.staff().number();
    return blocking.call(() -> Answer.created(evidence(evidence.add(market, words, by))));
  }

  private Future<Answer> listEvidence(Request request) {
    long market = market(request);
    long before = request.before();
    int limit = request.limit();
    return blocking.call(
        () -> {
          List<Statement> page = evidence.of(market, before, limit);
          return Answer.ok(
              Pages.page(page, limit, Statement::number, StatementOperations::evidence));
        });
  }

  private EventView event(Request request) {
    long id = request.pathId("event_id");
    @Nullable EventView event = model.<@Nullable EventView>read(state -> state.event(id)).value();
    if (event == null) {
      throw Problems.unknown("event");
    }
    return event;
  }

  private long market(Request request) {
    long id = request.pathId("market_id");
    if (MarketOperations.marketIfAny(model, id) == null) {
      throw Problems.unknown("market");
    }
    return id;
  }

  private static JsonObject rules(Statement version) {
    return new JsonObject()
        .put("version", version.number())
        .put("rules", version.words())
        .put("reason", version.reason())
        .put("at", Times.format(version.at().toEpochMilli()));
  }

  private static JsonObject evidence(Statement statement) {
    return new JsonObject()
        .put("evidence_id", Long.toString(statement.number()))
        .put("evidence", statement.words())
        .put("written_by", Long.toString(statement.by()))
        .put("at", Times.format(statement.at().toEpochMilli()));
  }
}
