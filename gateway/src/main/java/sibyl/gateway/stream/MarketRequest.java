package sibyl.gateway.stream;

import io.vertx.core.json.JsonObject;
import sibyl.gateway.read.ReadModel;

/** A subscription request that names a market. */
final class MarketRequest {
  private MarketRequest() {}

  /**
   * @throws StreamProblem if there is no such market
   */
  static long market(JsonObject request, ReadModel model) {
    if (!(request.getValue("market_id") instanceof String id)) {
      throw new StreamProblem("malformed", "Give the market as market_id, a string.");
    }
    long market;
    try {
      market = Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw unknown();
    }
    if (model.read(state -> state.market(market)).value() == null) {
      throw unknown();
    }
    return market;
  }

  private static StreamProblem unknown() {
    return new StreamProblem("unknown_market", "There is no such market.");
  }
}
