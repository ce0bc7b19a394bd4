package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import sibyl.accounts.event.MarketEvidence;
import sibyl.accounts.event.Statement;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Times;
import sibyl.gateway.read.ReadModel;

/** What staff put down for good about how a market ends. */
public final class EvidenceOperations {
  private final MarketEvidence evidence;
  private final ReadModel model;
  private final Blocking blocking;

  public EvidenceOperations(MarketEvidence evidence, ReadModel model, Blocking blocking) {
    this.evidence = evidence;
    this.model = model;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("addEvidence", this::addEvidence);
    table.add("listEvidence", this::listEvidence);
  }

  private Future<Answer> addEvidence(Request request) {
    long market = market(request);
    String words = request.fields().text("evidence", "");
    long by = request.staff().number();
    return blocking.call(() -> Answer.created(evidence(evidence.add(market, words, by))));
  }

  private Future<Answer> listEvidence(Request request) {
    long market = market(request);
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<Statement> page = evidence.of(market, listing.before(), listing.limit());
          return Answer.ok(listing.page(page, Statement::number, EvidenceOperations::evidence));
        });
  }

  private long market(Request request) {
    long id = request.pathId("market_id");
    if (MarketOperations.marketIfAny(model, id) == null) {
      throw Problems.unknown("market");
    }
    return id;
  }

  private static JsonObject evidence(Statement statement) {
    return new JsonObject()
        .put("evidence_id", Long.toString(statement.number()))
        .put("evidence", statement.words())
        .put("written_by", Long.toString(statement.by()))
        .put("at", Times.format(statement.at().toEpochMilli()));
  }
}
