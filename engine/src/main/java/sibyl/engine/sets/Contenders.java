package sibyl.engine.sets;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.event.Rejection;
import sibyl.engine.market.Market;
import sibyl.engine.market.MarketEvent;

/**
 * The markets of an exclusive event that can still win: a share of YES in each of them is sure to
 * pay one payout between them. Mutable and reused.
 */
final class Contenders {
  private final List<Market> markets = new ArrayList<>();

  List<Market> markets() {
    return markets;
  }

  /**
   * Finds them: all but those that are decided for good to pay YES nothing.
   *
   * @return why shares of the whole event cannot be exchanged now, or null: every contender must be
   *     open, and none of the markets may have won anything yet
   */
  @Nullable Reason find(MarketEvent event, Rejection rejection) {
    markets.clear();
    for (int place = 0; place < event.size(); place++) {
      Market market = event.market(place);
      if (market == null || market.isOut()) {
        continue;
      }
      if (market.state() != MarketState.OPEN) {
        rejection.market = market.id();
        return Reason.MARKET_NOT_OPEN;
      }
      markets.add(market);
    }
    // A settled market may have won.
    return event.resolved() == 0 ? null : Reason.MARKET_NOT_OPEN;
  }
}
