package sibyl.protocol;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import sibyl.engine.MarketKind;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.TickBand;
import sibyl.protocol.sbe.FlagCode;
import sibyl.protocol.sbe.MarketTermsDecoder;
import sibyl.protocol.sbe.MarketTermsEncoder;

/**
 * How an event and its markets are laid out in the messages that carry them: the markets as a
 * group, then the texts. Owned by one encoder or decoder.
 */
final class EventLayout {
  private static final int BAND_LENGTH = 2 * Integer.BYTES;

  private final MarketTermsEncoder termsOut = new MarketTermsEncoder();
  private final MarketTermsDecoder termsIn = new MarketTermsDecoder();

  void write(CreateEvent event, MutableDirectBuffer buffer, MessageWriter out) {
    List<MarketSpec> markets = event.markets();
    out.group("markets", markets.size(), TextLimits.MARKETS_MAX, MarketTermsEncoder.ENCODED_LENGTH);
    for (MarketSpec market : markets) {
      termsOut.wrap(buffer, out.take(MarketTermsEncoder.ENCODED_LENGTH));
      write(market, termsOut, out);
    }
    out.longText("title", event.title(), TextLimits.TITLE_MAX);
    out.longText("description", event.description(), TextLimits.DESCRIPTION_MAX);
    out.longText("category", event.category(), TextLimits.CATEGORY_MAX);
    out.longText("rules", event.rules(), TextLimits.RULES_MAX);
    out.longText("source", event.source(), TextLimits.SOURCE_MAX);
    out.longText("image", event.image(), TextLimits.IMAGE_MAX);
  }

  CreateEvent read(
      DirectBuffer buffer, MessageReader in, long openAtMs, long closeAtMs, boolean exclusive) {
    int count = in.group(TextLimits.MARKETS_MAX, MarketTermsDecoder.ENCODED_LENGTH);
    List<MarketSpec> markets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      termsIn.wrap(buffer, in.take(MarketTermsDecoder.ENCODED_LENGTH));
      markets.add(read(termsIn, in));
    }
    return new CreateEvent(
        in.longText(TextLimits.TITLE_MAX),
        in.longText(TextLimits.DESCRIPTION_MAX),
        in.longText(TextLimits.CATEGORY_MAX),
        in.longText(TextLimits.RULES_MAX),
        in.longText(TextLimits.SOURCE_MAX),
        closeAtMs,
        exclusive,
        markets,
        openAtMs,
        in.longText(TextLimits.IMAGE_MAX));
  }

  /** Writes the terms, and the bands and the title next in {@code out}. */
  static void write(MarketSpec market, MarketTermsEncoder terms, MessageWriter out) {
    MarketRules rules = market.rules();
    terms
        .payout(market.payout())
        .tick(market.tick())
        .lot(market.lot())
        .liquidity(market.liquidity())
        .challengeMs(rules.challengeMs())
        .takerRate(market.takerRate())
        .makerRate(market.makerRate())
        .collar(rules.collar())
        .segment(rules.segment())
        .mode(WireCode.MARKET_MODE.of(market.mode()))
        .fee(WireCode.FEE_KIND.of(market.fee()))
        .kind(WireCode.MARKET_KIND.of(rules.kind()))
        .fourEyes(rules.fourEyes() ? FlagCode.YES : FlagCode.NO);
    out.group("tick bands", rules.bands().size(), TextLimits.BANDS_MAX, BAND_LENGTH);
    for (TickBand band : rules.bands()) {
      out.int32(band.below());
      out.int32(band.tick());
    }
    out.longText("market title", market.title(), TextLimits.TITLE_MAX);
  }

  /** Reads the terms, and the bands and the title that come next in {@code in}. */
  static MarketSpec read(MarketTermsDecoder terms, MessageReader in) {
    MarketRules rules = rules(terms, in);
    return new MarketSpec(
        in.longText(TextLimits.TITLE_MAX),
        terms.payout(),
        terms.tick(),
        terms.lot(),
        in.value(WireCode.MARKET_MODE, terms.modeRaw()),
        terms.liquidity(),
        in.value(WireCode.FEE_KIND, terms.feeRaw()),
        terms.takerRate(),
        terms.makerRate(),
        rules);
  }

  private static MarketRules rules(MarketTermsDecoder terms, MessageReader in) {
    MarketKind kind = in.value(WireCode.MARKET_KIND, terms.kindRaw());
    boolean fourEyes = in.flag(terms.fourEyesRaw());
    int count = in.group(TextLimits.BANDS_MAX, BAND_LENGTH);
    List<TickBand> bands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bands.add(new TickBand(in.int32(), in.int32()));
    }
    return new MarketRules(
        kind, bands, terms.collar(), terms.challengeMs(), fourEyes, terms.segment());
  }
}
