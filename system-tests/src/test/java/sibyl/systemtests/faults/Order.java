package sibyl.systemtests.faults;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An order as it was sent. Units are the exchange's: prices in ten-thousandths, quantities in
 * hundredths.
 *
 * @param person who sent it, by index
 * @param id its client order id, used once
 * @param expiresAt with {@code gtd}, else empty
 */
record Order(
    int person,
    String id,
    String market,
    String side,
    String outcome,
    int price,
    long quantity,
    String timeInForce,
    String expiresAt) {

  /** The body of the request. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("market_id", market);
    body.put("side", side);
    body.put("outcome", outcome);
    body.put("type", "limit");
    body.put("price", "0.%04d".formatted(price));
    body.put("quantity", "%d.%02d".formatted(quantity / 100, quantity % 100));
    body.put("time_in_force", timeInForce);
    body.put("client_order_id", id);
    if (!expiresAt.isEmpty()) {
      body.put("expires_at", expiresAt);
    }
    return body;
  }
}
