package sibyl.gateway.api;

import io.vertx.core.json.JsonObject;
import sibyl.gateway.json.Decimals;

/** What several orders come to together, millionths. */
final class Sums {
  private long paid;
  private long received;
  private long fees;

  void add(boolean buying, long cost, long fee) {
    if (buying) {
      paid += cost;
    } else {
      received += cost;
    }
    fees += fee;
  }

  /** What it takes to pay for all of it, fees included. */
  long needed() {
    return paid + fees - received;
  }

  JsonObject putInto(JsonObject answer) {
    return answer
        .put("paid", Decimals.money(paid))
        .put("received", Decimals.money(received))
        .put("fees", Decimals.money(fees))
        .put("net", Decimals.money(received - paid - fees));
  }
}
