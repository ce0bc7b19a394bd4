package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.read.FillView;
import sibyl.gateway.read.History;
import sibyl.gateway.read.LedgerEntry;
import sibyl.gateway.read.PositionView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;
import sibyl.gateway.read.Remembered;
import sibyl.gateway.read.SettlementView;
import sibyl.gateway.read.Standing;

/** What one has, and how it came about. */
public final class PortfolioOperations {
  private final ReadModel model;
  private final History history;
  private final Blocking blocking;

  public PortfolioOperations(ReadModel model, History history, Blocking blocking) {
    this.model = model;
    this.history = history;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("getPortfolio", this::portfolio);
    table.add("listPositions", this::positions);
    table.add("listFills", this::fills);
    table.add("listLedger", this::ledger);
    table.add("listSettlements", this::settlements);
  }

  private Future<Answer> portfolio(Request request) {
    long account = request.account();
    Seen<Standing> seen = model.read(state -> state.standing(account));
    JsonArray positions = new JsonArray();
    seen.value().positions().forEach(held -> positions.add(AccountJson.position(held)));
    return answer(
        new JsonObject()
            .put("balance", AccountJson.cash(seen.value().cash()))
            .put("positions", positions)
            .mergeIn(AccountJson.profit(seen.value()))
            .put("as_of_seq", seen.asOfSeq()));
  }

  private Future<Answer> positions(Request request) {
    long account = request.account();
    OptionalLong market = request.queryId("market_id");
    Seen<List<PositionView>> seen = model.read(state -> state.positions(account));
    JsonArray items = new JsonArray();
    for (PositionView position : seen.value()) {
      if (market.isEmpty() || position.market() == market.getAsLong()) {
        items.add(AccountJson.position(position));
      }
    }
    return answer(
        new JsonObject()
            .put("items", items)
            .put("next_cursor", null)
            .put("as_of_seq", seen.asOfSeq()));
  }

  private Future<Answer> fills(Request request) {
    long account = request.account();
    OptionalLong market = request.queryId("market_id");
    Long only = market.isPresent() ? market.getAsLong() : null;
    Listing listing = Listing.own(request);
    Predicate<FillView> wanted = fill -> market.isEmpty() || fill.market() == market.getAsLong();
    Seen<Remembered<FillView>> seen =
        model.read(state -> state.fills(account, wanted, listing.before(), listing.limit()));
    return listing
        .completed(
            blocking,
            history,
            seen.value(),
            (before, limit) -> history.fills(account, only, before, limit))
        .map(fills -> listing.page(fills, FillView::seq, OrderJson::fill))
        .map(page -> Answer.ok(page.put("as_of_seq", seen.asOfSeq())));
  }

  private Future<Answer> ledger(Request request) {
    long account = request.account();
    Listing listing = Listing.own(request);
    Seen<Remembered<LedgerEntry>> seen =
        model.read(state -> state.ledger(account, listing.before(), listing.limit()));
    return listing
        .completed(
            blocking,
            history,
            seen.value(),
            (before, limit) -> history.ledger(account, before, limit))
        .map(entries -> listing.page(entries, LedgerEntry::seq, AccountJson::ledgerEntry))
        .map(page -> Answer.ok(page.put("as_of_seq", seen.asOfSeq())));
  }

  private Future<Answer> settlements(Request request) {
    long account = request.account();
    Listing listing = Listing.own(request);
    Seen<Remembered<SettlementView>> seen =
        model.read(state -> state.settlements(account, listing.before(), listing.limit()));
    return listing
        .completed(
            blocking,
            history,
            seen.value(),
            (before, limit) -> history.settlements(account, before, limit))
        .map(settled -> listing.page(settled, SettlementView::seq, AccountJson::settlement))
        .map(page -> Answer.ok(page.put("as_of_seq", seen.asOfSeq())));
  }

  private static Future<Answer> answer(JsonObject body) {
    return Future.succeededFuture(Answer.ok(body));
  }
}
