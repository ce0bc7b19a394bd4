package sibyl.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import sibyl.app.client.Caller;

/**
 * A simulated trader with an own, noisy belief and orders of 10 to 100 shares: takes the offer when
 * it looks cheap, the bid when it looks dear, and otherwise leaves an order of its own.
 */
final class RandomTrader {
  private static final double NOISE = 0.5;
  private static final int SHARES_MIN = 10;
  private static final int SHARES_MAX = 100;
  private static final int TICKS = 100;

  private final Caller caller;
  private final RandomGenerator random;

  RandomTrader(Caller caller, RandomGenerator random) {
    this.caller = caller;
    this.random = random;
  }

  void trade(BookMarket market) {
    // What it left behind the last time is stale by now.
    caller.cancelOpenOrders(market.marketId());
    JsonNode book = caller.get("/markets/" + market.marketId() + "/book?depth=1").orThrow().body();
    int bid = best(book.path("bids"), 0);
    int ask = best(book.path("asks"), TICKS);
    int worth = Math.clamp(Math.round(market.beliefOf(random, NOISE) * TICKS), 1, TICKS - 1);
    if (worth >= ask) {
      buy(market, "yes", ask, "ioc");
    } else if (worth <= bid) {
      buy(market, "no", TICKS - bid, "ioc");
    } else if (random.nextBoolean()) {
      buy(market, "yes", Math.max(1, worth - 1), "gtc");
    } else {
      buy(market, "no", Math.max(1, TICKS - worth - 1), "gtc");
    }
  }

  private void buy(BookMarket market, String outcome, int ticks, String timeInForce) {
    caller
        .placeOrder(
            Map.of(
                "market_id",
                market.marketId(),
                "side",
                "buy",
                "outcome",
                outcome,
                "type",
                "limit",
                "price",
                Amounts.price(ticks * 100),
                "quantity",
                String.valueOf(random.nextInt(SHARES_MIN, SHARES_MAX + 1)),
                "time_in_force",
                timeInForce,
                "client_order_id",
                UUID.randomUUID().toString()))
        .orThrow();
  }

  /** In hundredths of a currency unit, which is the tick here. */
  private static int best(JsonNode levels, int none) {
    return levels.isEmpty()
        ? none
        : (int) Math.round(Double.parseDouble(levels.get(0).get(0).asText()) * TICKS);
  }
}
