package sibyl.gateway.read;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketState;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketSpec;

/**
 * A market as it stands now. Prices are YES prices in ten-thousandths, 0 when there is none;
 * quantities hundredths.
 *
 * @param bestBid the highest price an order to sell YES would meet, of an order or of the AMM
 * @param bestAsk the lowest price an order to buy YES would meet, of an order or of the AMM
 * @param ammBid what the AMM would buy at; 0 as well while the market is not open
 * @param ammAsk what the AMM would sell at; 0 as well while the market is not open
 * @param probabilityBillionths the maker's marginal price where there is a maker, else the middle
 *     of the book, else the last price; negative when there is none of these
 * @param volume Σ of traded quantities
 * @param openInterest YES shares outstanding
 * @param maker null without an automated market maker
 * @param resolution null until one was proposed
 * @param challenge why the latest resolution was challenged; null when none was
 * @param liquidity the maker's b now, hundredths; 0 without a maker
 * @param openAtMs when it opens by itself; 0 for not
 * @param closeAtMs when it closes by itself; 0 for not
 * @param recipe what producing the good uses up
 */
public record MarketView(
    long market,
    long event,
    MarketSpec spec,
    MarketState state,
    int bestBid,
    int bestAsk,
    int ammBid,
    int ammAsk,
    int last,
    long probabilityBillionths,
    long volume,
    long openInterest,
    @Nullable Maker maker,
    @Nullable Resolution resolution,
    @Nullable Challenge challenge,
    long liquidity,
    long openAtMs,
    long closeAtMs,
    List<Ingredient> recipe,
    long createdAtMs,
    long updatedAtMs) {

  /** Net quantities sold by the automated market maker. */
  public record Maker(long yesSold, long noSold, long yesPriceBillionths) {}

  /**
   * How the market ends.
   *
   * @param yesFraction what YES pays, in ten-thousandths of the payout
   * @param confirmed false while it is a proposal
   * @param finalAtMs until when it can be challenged; 0 when it cannot be
   */
  public record Resolution(
      int yesFraction, String evidence, boolean confirmed, long finalAtMs, long atMs) {}

  /** A resolution was taken back, for this reason. */
  public record Challenge(String reason, long atMs) {}
}
