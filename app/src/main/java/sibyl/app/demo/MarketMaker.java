package sibyl.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import sibyl.app.client.Caller;

/**
 * A simulated dealer: keeps a few levels of YES bids and NO bids around its belief, in which a NO
 * bid at n is an offer of YES at 1 − n. Whatever both sides bring it nets to cash.
 */
final class MarketMaker {
  private static final int TICKS = 100;
  private static final int LEVELS = 4;
  private static final int HALF_SPREAD = 1;
  private static final int QUANTITY = 100;

  private final Caller caller;
  private final Map<String, Integer> quotedAround = new HashMap<>();

  MarketMaker(Caller caller) {
    this.caller = caller;
  }

  /** Quotes anew if the belief has moved by a tick or trades have eaten into the quotes. */
  void quote(BookMarket market) {
    int middle = (int) Math.round(market.belief() * TICKS);
    middle = Math.clamp(middle, LEVELS + HALF_SPREAD + 1, TICKS - LEVELS - HALF_SPREAD - 1);
    Integer before = quotedAround.get(market.marketId());
    if (before != null && before == middle && complete(market)) {
      return;
    }
    caller.cancelOpenOrders(market.marketId());
    for (int level = 0; level < LEVELS; level++) {
      bid(market, "yes", middle - HALF_SPREAD - level);
      bid(market, "no", TICKS - middle - HALF_SPREAD - level);
    }
    quotedAround.put(market.marketId(), middle);
  }

  private boolean complete(BookMarket market) {
    JsonNode orders =
        caller
            .get("/orders?status=open&limit=100&market_id=" + market.marketId())
            .orThrow()
            .body()
            .path("items");
    return orders.size() == 2 * LEVELS;
  }

  private void bid(BookMarket market, String outcome, int ticks) {
    caller
        .placeOrder(
            Map.of(
                "market_id", market.marketId(),
                "side", "buy",
                "outcome", outcome,
                "type", "limit",
                "price", Amounts.price(ticks * 100),
                "quantity", String.valueOf(QUANTITY),
                "client_order_id", UUID.randomUUID().toString()))
        .orThrow();
  }
}
