package sibyl.protocol;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.protocol.sbe.MarketTermsDecoder;
import sibyl.protocol.sbe.MarketTermsEncoder;

/**
 * How an event and its markets are laid out in the messages that carry them: the markets as a
 * group, then the texts. Owned by one encoder or decoder.
 */
final class EventLayout {
  private final MarketTermsEncoder termsOut = new MarketTermsEncoder();
  private final MarketTermsDecoder termsIn = new MarketTermsDecoder();

  void write(CreateEvent event, MutableDirectBuffer buffer, MessageWriter out) {
    List<MarketSpec> markets = event.markets();
    out.markets(markets.size(), MarketTermsEncoder.ENCODED_LENGTH);
    for (MarketSpec market : markets) {
      termsOut.wrap(buffer, out.take(MarketTermsEncoder.ENCODED_LENGTH));
      write(market, termsOut, out);
    }
    out.longText("title", event.title(), TextLimits.TITLE_MAX);
    out.longText("description", event.description(), TextLimits.DESCRIPTION_MAX);
    out.longText("category", event.category(), TextLimits.CATEGORY_MAX);
    out.longText("rules", event.rules(), TextLimits.RULES_MAX);
    out.longText("source", event.source(), TextLimits.SOURCE_MAX);
  }

  CreateEvent read(DirectBuffer buffer, MessageReader in, long closeAtMs, boolean exclusive) {
    int count = in.markets(MarketTermsDecoder.ENCODED_LENGTH);
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
        markets);
  }

  /** Writes the terms, and the title next in {@code out}. */
  static void write(MarketSpec market, MarketTermsEncoder terms, MessageWriter out) {
    terms
        .payout(market.payout())
        .tick(market.tick())
        .lot(market.lot())
        .liquidity(market.liquidity())
        .takerRate(market.takerRate())
        .makerRate(market.makerRate())
        .mode(WireCode.MARKET_MODE.of(market.mode()))
        .fee(WireCode.FEE_KIND.of(market.fee()));
    out.longText("market title", market.title(), TextLimits.TITLE_MAX);
  }

  /** Reads the terms, and the title that comes next in {@code in}. */
  static MarketSpec read(MarketTermsDecoder terms, MessageReader in) {
    return new MarketSpec(
        in.longText(TextLimits.TITLE_MAX),
        terms.payout(),
        terms.tick(),
        terms.lot(),
        in.value(WireCode.MARKET_MODE, terms.modeRaw()),
        terms.liquidity(),
        in.value(WireCode.FEE_KIND, terms.feeRaw()),
        terms.takerRate(),
        terms.makerRate());
  }
}
