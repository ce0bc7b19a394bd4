package sibyl.gateway.stream;

import io.vertx.core.json.JsonObject;
import sibyl.gateway.http.Ids;
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
    long market = Ids.parse(id);
    if (model.read(state -> state.market(market)).value() == null) {
      throw unknown();
    }
    return market;
  }

  private static StreamProblem unknown() {
    return new StreamProblem("unknown_market", "There is no such market.");
  }
}
