package sibyl.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import sibyl.engine.Accounts;
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

  /** Basis points; above, rounding could make a seller pay more than the fill is worth. */
  private static final int QUADRATIC_RATE_MAX = 5_000;

  private EventForm() {}

  /**
   * @param fourEyes what holds for a market that does not say
   */
  static CreateEvent of(Fields event, boolean fourEyes) {
    String title = event.text("title", "");
    List<MarketSpec> markets = new ArrayList<>();
    for (Fields market : event.objects("markets")) {
      markets.add(market(market, title, fourEyes));
    }
    if (markets.isEmpty()) {
      markets.add(market(event.object("markets"), title, fourEyes));
    }
    if (event.flag("exclusive")) {
      requireAlike(event, markets);
    }
    if (event.has("open_at")
        && event.has("close_at")
        && event.time("close_at") <= event.time("open_at")) {
      throw event.malformed("close_at", "Give a close_at after open_at.");
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
        event.time("open_at"),
        image(event));
  }

  /**
   * Where a picture is: an https URL, or nothing. Whoever looks at the event fetches it, this
   * server never does.
   *
   * @throws Problem 400 for anything else
   */
  static String image(Fields stated) {
    String image = stated.text("image", "");
    if (!image.isEmpty() && !isPublicUrl(image)) {
      throw stated.malformed(
          "image", "Give the picture's full https URL, without a user, or leave it out.");
    }
    return image;
  }

  private static boolean isPublicUrl(String text) {
    try {
      URI uri = new URI(text);
      return "https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.toASCIIString().equals(text);
    } catch (URISyntaxException e) {
      return false;
    }
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
        .put("image", event.image())
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
        .put("play_money", rules.segment() != Accounts.REAL_MONEY)
        .put("mode", Names.of(market.mode()))
        .put("liquidity", Decimals.quantity(market.liquidity()))
        .put(
            "fee",
            new JsonObject()
                .put("kind", Names.of(market.fee()))
                .put("taker_rate", market.takerRate())
                .put("maker_rate", market.makerRate()));
  }

  private static MarketSpec market(Fields market, String eventTitle, boolean fourEyes) {
    Fields fee = market.object("fee");
    MarketSpec spec = spec(market, fee, eventTitle, fourEyes);
    requireSensible(market, fee, spec);
    return spec;
  }

  private static MarketSpec spec(Fields market, Fields fee, String eventTitle, boolean fourEyes) {
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
        rules(market, fourEyes));
  }

  /** Says which field is wrong with a market that the exchange would refuse as a whole. */
  private static void requireSensible(Fields market, Fields fee, MarketSpec spec) {
    if (spec.payout() < 2) {
      throw market.malformed("payout", "Give a payout of more than zero, like \"1.00\".");
    }
    if (spec.tick() < 1 || spec.payout() % spec.tick() != 0 || spec.payout() / spec.tick() < 2) {
      throw market.malformed(
          "tick",
          "The tick must divide the payout of %s into two steps or more: \"0.01\" divides \"1.00\"."
              .formatted(Decimals.price(spec.payout())));
    }
    if (spec.lot() < 1) {
      throw market.malformed("lot", "Give a lot of at least \"0.01\".");
    }
    boolean maker = spec.mode() != MarketMode.BOOK;
    if (maker != spec.liquidity() > 0) {
      throw market.malformed(
          "liquidity",
          maker
              ? "A market of mode %s needs its AMM's liquidity: give more than zero, like \"100\"."
                  .formatted(Names.of(spec.mode()))
              : "A market of mode book has no AMM: leave liquidity out, or give mode lmsr or hybrid.");
    }
    MarketRules rules = spec.rules();
    if (rules.segment() != Accounts.REAL_MONEY && spec.fee() != FeeKind.NONE) {
      throw fee.malformed("kind", "A market for play money takes no fee: leave it out.");
    }
    if (rules.kind() != MarketKind.BINARY && maker) {
      throw market.malformed("mode", "A good is traded in a book: give mode book.");
    }
    if (rules.collar() < 0) {
      throw market.malformed("collar", "Give a collar of zero, which is none, or more.");
    }
    requireBands(market, spec);
    if (spec.fee() == FeeKind.NONE && (spec.takerRate() != 0 || spec.makerRate() != 0)) {
      throw fee.malformed("kind", "Rates need a fee of kind flat or quadratic.");
    }
    if (spec.fee() == FeeKind.QUADRATIC) {
      requireHalf(fee, "taker_rate", spec.takerRate());
      requireHalf(fee, "maker_rate", spec.makerRate());
    }
  }

  private static void requireHalf(Fields fee, String field, int rate) {
    if (rate > QUADRATIC_RATE_MAX) {
      throw fee.malformed(
          field, "Give at most " + QUADRATIC_RATE_MAX + " basis points for a quadratic fee.");
    }
  }

  private static void requireBands(Fields market, MarketSpec spec) {
    List<TickBand> bands = spec.rules().bands();
    List<Fields> stated = market.objects("tick_bands");
    int widest = 0;
    for (int i = 0; i < bands.size(); i++) {
      TickBand band = bands.get(i);
      int next = i + 1 < bands.size() ? bands.get(i + 1).tick() : spec.tick();
      if (band.tick() < 1 || band.tick() >= next || next % band.tick() != 0) {
        throw stated
            .get(i)
            .malformed(
                "tick",
                "Give a tick that divides the next coarser one, " + Decimals.price(next) + ".");
      }
      if (band.below() <= widest || band.below() > spec.payout() / 2 || band.below() % next != 0) {
        throw stated
            .get(i)
            .malformed(
                "below",
                "Give a multiple of the next coarser tick, %s, wider than the band before and at most"
                        .formatted(Decimals.price(next))
                    + " half of the payout.");
      }
      widest = band.below();
    }
  }

  /** Shares of all markets of an exclusive event make one set, so they must be alike. */
  private static void requireAlike(Fields event, List<MarketSpec> markets) {
    if (markets.size() < 2) {
      throw event.malformed(
          "markets", "An exclusive event has two markets or more, one for each possible answer.");
    }
    List<Fields> stated = event.objects("markets");
    MarketSpec first = markets.getFirst();
    for (int i = 0; i < markets.size(); i++) {
      MarketSpec spec = markets.get(i);
      String differs =
          spec.rules().kind() != MarketKind.BINARY
              ? "kind"
              : spec.rules().segment() != first.rules().segment()
                  ? "play_money"
                  : spec.payout() != first.payout()
                      ? "payout"
                      : spec.lot() != first.lot()
                          ? "lot"
                          : spec.mode() != first.mode()
                              ? "mode"
                              : spec.liquidity() != first.liquidity() ? "liquidity" : "";
      if (!differs.isEmpty()) {
        throw stated
            .get(i)
            .malformed(
                differs,
                differs.equals("kind")
                    ? "The markets of an exclusive event are binary."
                    : "The markets of an exclusive event share one pool: give all the same %s."
                        .formatted(differs));
      }
    }
  }

  private static MarketRules rules(Fields market, boolean fourEyes) {
    List<TickBand> bands = new ArrayList<>();
    for (Fields band : market.objects("tick_bands")) {
      bands.add(new TickBand(band.price("below", 0), band.price("tick", 0)));
    }
    MarketRules rules =
        new MarketRules(
            market.constant(MarketKind.class, "kind", MarketKind.BINARY),
            bands,
            market.price("collar", 0),
            market.number("challenge_ms", 0),
            market.flag("four_eyes", fourEyes));
    return market.flag("play_money") ? rules.in(Accounts.PLAY_MONEY) : rules;
  }
}
