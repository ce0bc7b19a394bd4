package sibyl.engine.market;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.Reason;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.limits.Limits;

/**
 * Says whether a market makes sense and keeps within the limits, and whether several fit together.
 */
final class SpecCheck {
  private final Limits limits;

  SpecCheck(Limits limits) {
    this.limits = limits;
  }

  @Nullable Reason check(MarketSpec spec) {
    boolean hasMaker = spec.mode() != MarketMode.BOOK;
    if (!PriceGrid.makesSense(spec)
        || spec.lot() < 1
        || hasMaker != spec.liquidity() > 0
        || spec.liquidity() < 0
        || !isRate(spec.fee(), spec.takerRate())
        || !isRate(spec.fee(), spec.makerRate())
        || !areRules(spec)) {
      return Reason.INVALID_COMMAND;
    }
    if (spec.payout() > limits.payout()
        || spec.payout() / PriceGrid.finest(spec) - 1 > limits.levels()
        || spec.lot() > limits.orderNotional() / spec.payout()
        || spec.liquidity() > limits.orderNotional() / spec.payout()) {
      return Reason.LIMIT_EXCEEDED;
    }
    return null;
  }

  /**
   * Whether markets can be those of one exclusive event: shares of all of them make one set, so
   * they must be alike, and one maker trades in all of them or in none.
   */
  static boolean fitTogether(List<MarketSpec> markets) {
    MarketSpec first = markets.getFirst();
    for (MarketSpec spec : markets) {
      boolean oneMaker =
          (spec.mode() == MarketMode.BOOK && first.mode() == MarketMode.BOOK)
              || (spec.mode() == first.mode() && spec.liquidity() == first.liquidity());
      if (spec.rules().kind() != MarketKind.BINARY
          || spec.payout() != first.payout()
          || spec.lot() != first.lot()
          || spec.rules().segment() != first.rules().segment()
          || !oneMaker) {
        return false;
      }
    }
    return markets.size() > 1;
  }

  private static boolean isRate(FeeKind kind, int rate) {
    return rate >= 0 && rate <= FeeSchedule.mostRate(kind);
  }

  private static boolean areRules(MarketSpec spec) {
    MarketRules rules = spec.rules();
    return rules.collar() >= 0
        && rules.challengeMs() >= 0
        && rules.challengeMs() <= MarketRules.CHALLENGE_MS_MAX
        && rules.segment() >= Accounts.REAL_MONEY
        && rules.segment() <= Accounts.SEGMENT_MAX
        && (rules.segment() == Accounts.REAL_MONEY || spec.fee() == FeeKind.NONE)
        && (rules.kind() == MarketKind.BINARY || spec.mode() == MarketMode.BOOK);
  }
}
