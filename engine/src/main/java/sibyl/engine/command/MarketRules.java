package sibyl.engine.command;

import java.util.List;
import sibyl.engine.Accounts;
import sibyl.engine.MarketKind;

/**
 * What distinguishes a market from a plain one.
 *
 * @param bands finer ticks near both ends, the outermost band first: each wider and coarser than
 *     the one before and none wider than half the payout; each tick divides the next one, the last
 *     the market's, and each band ends on a multiple of the next tick
 * @param collar greatest distance from the best price at arrival that a market order may trade at,
 *     ten-thousandths; 0 for the whole range
 * @param challengeMs how long a confirmed resolution can be challenged before it is final, at most
 *     {@link #CHALLENGE_MS_MAX}; 0 for not at all
 * @param fourEyes whether somebody else than the proposer must confirm a resolution
 * @param segment whose accounts may trade in it, see {@link sibyl.engine.Accounts#segment}
 */
public record MarketRules(
    MarketKind kind,
    List<TickBand> bands,
    int collar,
    long challengeMs,
    boolean fourEyes,
    int segment) {
  /** A year. */
  public static final long CHALLENGE_MS_MAX = 366L * 24 * 60 * 60 * 1000;

  /** A binary market with one tick, no collar, no challenge and no second person. */
  public static final MarketRules PLAIN =
      new MarketRules(MarketKind.BINARY, List.of(), 0, 0, false);

  public MarketRules {
    bands = List.copyOf(bands);
  }

  /** Of a market for real money. */
  public MarketRules(
      MarketKind kind, List<TickBand> bands, int collar, long challengeMs, boolean fourEyes) {
    this(kind, bands, collar, challengeMs, fourEyes, Accounts.REAL_MONEY);
  }

  /** The same in a segment. */
  public MarketRules in(int otherSegment) {
    return new MarketRules(kind, bands, collar, challengeMs, fourEyes, otherSegment);
  }
}
