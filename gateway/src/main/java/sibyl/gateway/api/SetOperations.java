package sibyl.gateway.api;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketKind;
import sibyl.engine.SetAction;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.ConvertShares;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Operation;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.http.Request;
import sibyl.gateway.read.EventView;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.ReadModel;

/**
 * Cash into complete sets of shares and back, and NO shares of an exclusive event into what they
 * are worth otherwise. Each can be asked as a preview, which is computed from what everybody can
 * see.
 */
public final class SetOperations {
  private final Commands commands;
  private final ReadModel model;

  public SetOperations(Commands commands, ReadModel model) {
    this.commands = commands;
    this.model = model;
  }

  public void addTo(OperationTable table) {
    table.add("splitMarket", ofMarket(SetAction.SPLIT));
    table.add("mergeMarket", ofMarket(SetAction.MERGE));
    table.add("splitEvent", ofEvent(SetAction.SPLIT));
    table.add("mergeEvent", ofEvent(SetAction.MERGE));
    table.add("convertShares", this::convert);
  }

  private Operation ofMarket(SetAction action) {
    return request -> {
      MarketView market = market(request.pathId("market_id"));
      if (market.spec().rules().kind() != MarketKind.BINARY) {
        throw Refusals.contradiction(
            "market_id", "A good has no sets: split and merge need a market with YES and NO.");
      }
      long quantity = quantity(request);
      if (request.queryFlag("preview")) {
        return preview(request, SetPreview.ofMarket(market, action, quantity));
      }
      return change(
          request, new ChangeSets(request.account(), market.market(), 0, action, quantity));
    };
  }

  private Operation ofEvent(SetAction action) {
    return request -> {
      EventView event = exclusive(request.pathId("event_id"));
      long quantity = quantity(request);
      if (request.queryFlag("preview")) {
        return preview(request, SetPreview.ofEvent(event, action, quantity));
      }
      return change(request, new ChangeSets(request.account(), 0, event.event(), action, quantity));
    };
  }

  private Future<Answer> change(Request request, ChangeSets change) {
    return commands
        .ensureAccount(change.account())
        .compose(known -> commands.send(request, (into, header) -> into.changeSets(header, change)))
        .map(applied -> Exchanged.of(applied, change.account()).answer());
  }

  private Future<Answer> convert(Request request) {
    EventView event = exclusive(request.pathId("event_id"));
    List<Long> markets = request.fields().ids("market_ids");
    long quantity = quantity(request);
    if (request.queryFlag("preview")) {
      return preview(request, SetPreview.ofConversion(event, markets, quantity));
    }
    ConvertShares convert = new ConvertShares(request.account(), event.event(), markets, quantity);
    return commands
        .ensureAccount(convert.account())
        .compose(
            known -> commands.send(request, (into, header) -> into.convertShares(header, convert)))
        .map(applied -> Exchanged.of(applied, convert.account()).answer());
  }

  private Future<Answer> preview(Request request, SetPreview preview) {
    long account = request.account();
    var seen =
        model.read(
            state ->
                Exchanged.preview(preview, asset -> state.holding(account, asset), state.seq()));
    return Future.succeededFuture(seen.value().answer());
  }

  private static long quantity(Request request) {
    return request.fields().quantity("quantity", 0);
  }

  private MarketView market(long id) {
    @Nullable MarketView market = model.read(state -> state.market(id)).value();
    if (market == null) {
      throw Problems.unknown("market");
    }
    return market;
  }

  private EventView exclusive(long id) {
    EventView event = event(id);
    if (!event.spec().exclusive()) {
      throw Refusals.contradiction(
          "event_id",
          "Only the markets of an exclusive event make sets together: split and merge this one's"
              + " markets one by one.");
    }
    return event;
  }

  private EventView event(long id) {
    @Nullable EventView event = model.read(state -> state.event(id)).value();
    if (event == null) {
      throw Problems.unknown("event");
    }
    return event;
  }
}
