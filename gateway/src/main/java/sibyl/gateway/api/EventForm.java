package sibyl.gateway.api;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.Units;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.TickBand;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.Request;

/** An event as staff state it, in the engine's units. */
final class EventForm {
  private static final int TICK_DEFAULT = Units.PRICE_PER_UNIT / 100;

  private EventForm() {}

  static CreateEvent of(Request request) {
    Fields event = request.fields();
    String title = event.text("title", "");
    List<MarketSpec> markets = new ArrayList<>();
    for (Fields market : event.objects("markets")) {
      markets.add(market(market, title));
    }
    if (markets.isEmpty()) {
      markets.add(market(event.object("markets"), title));
    }
    return new CreateEvent(
        title,
        event.text("description", ""),
        event.text("category", ""),
        event.text("rules", ""),
        event.text("source", ""),
        event.time("close_at"),
        event.flag("exclusive"),
        markets,
        event.time("open_at"));
  }

  private static MarketSpec market(Fields market, String eventTitle) {
    Fields fee = market.object("fee");
    return new MarketSpec(
        market.text("title", eventTitle),
        market.price("payout", Units.PRICE_PER_UNIT),
        market.price("tick", TICK_DEFAULT),
        market.quantity("lot", Units.QUANTITY_PER_CONTRACT),
        market.constant(MarketMode.class, "mode", MarketMode.BOOK),
        market.quantity("liquidity", 0),
        fee.constant(FeeKind.class, "kind", FeeKind.NONE),
        (int) fee.number("taker_rate", 0),
        (int) fee.number("maker_rate", 0),
        rules(market));
  }

  private static MarketRules rules(Fields market) {
    List<TickBand> bands = new ArrayList<>();
    for (Fields band : market.objects("tick_bands")) {
      bands.add(new TickBand(band.price("below", 0), band.price("tick", 0)));
    }
    return new MarketRules(
        market.constant(MarketKind.class, "kind", MarketKind.BINARY),
        bands,
        market.price("collar", 0),
        market.number("challenge_ms", 0),
        market.flag("four_eyes"));
  }
}
