package sibyl.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;

/** An event as staff state it, in the engine's units. */
final class EventForm {
  private static final int TICK_DEFAULT = Units.PRICE_PER_UNIT / 100;

  private EventForm() {}

  static CreateEvent of(Fields event) {
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

  /** What has to be stated for another event like this one, at no time of its own. */
  static JsonObject stated(CreateEvent event) {
    JsonArray markets = new JsonArray();
    event.markets().forEach(market -> markets.add(stated(market)));
    return new JsonObject()
        .put("title", event.title())
        .put("description", event.description())
        .put("category", event.category())
        .put("rules", event.rules())
        .put("source", event.source())
        .put("exclusive", event.exclusive())
        .put("markets", markets);
  }

  private static JsonObject stated(MarketSpec market) {
    MarketRules rules = market.rules();
    JsonArray bands = new JsonArray();
    rules
        .bands()
        .forEach(
            band ->
                bands.add(
                    new JsonObject()
                        .put("below", Decimals.price(band.below()))
                        .put("tick", Decimals.price(band.tick()))));
    return new JsonObject()
        .put("title", market.title())
        .put("kind", Names.of(rules.kind()))
        .put("payout", Decimals.price(market.payout()))
        .put("tick", Decimals.price(market.tick()))
        .put("tick_bands", bands)
        .put("lot", Decimals.quantity(market.lot()))
        .put("collar", Decimals.price(rules.collar()))
        .put("challenge_ms", rules.challengeMs())
        .put("four_eyes", rules.fourEyes())
        .put("mode", Names.of(market.mode()))
        .put("liquidity", Decimals.quantity(market.liquidity()))
        .put(
            "fee",
            new JsonObject()
                .put("kind", Names.of(market.fee()))
                .put("taker_rate", market.takerRate())
                .put("maker_rate", market.makerRate()));
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
