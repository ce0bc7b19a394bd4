package sibyl.engine.command;

import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;

/**
 * What a market is, from its creation on.
 *
 * @param title the contract, in words; the engine passes it on and forgets it
 * @param payout what a winning share pays, ten-thousandths
 * @param tick distance between prices, ten-thousandths; divides the payout
 * @param lot smallest step of a quantity, hundredths of a contract
 * @param liquidity the maker parameter b, hundredths of a contract; 0 in book mode
 * @param takerRate basis points; see {@link FeeKind}
 * @param makerRate basis points
 */
public record MarketSpec(
    String title,
    int payout,
    int tick,
    long lot,
    MarketMode mode,
    long liquidity,
    FeeKind fee,
    int takerRate,
    int makerRate,
    MarketRules rules) {
  /** A market with {@link MarketRules#PLAIN}. */
  public MarketSpec(
      String title,
      int payout,
      int tick,
      long lot,
      MarketMode mode,
      long liquidity,
      FeeKind fee,
      int takerRate,
      int makerRate) {
    this(title, payout, tick, lot, mode, liquidity, fee, takerRate, makerRate, MarketRules.PLAIN);
  }
}
