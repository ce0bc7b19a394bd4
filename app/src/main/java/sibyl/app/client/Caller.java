package sibyl.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One party to the API: a visitor until it signs in, then a person or a member of staff. Not
 * thread-safe; a party does one thing after the other.
 */
public final class Caller {
  private static final String ROOT = "/api/v1";

  private final ApiClient client;
  private @Nullable String cookie;

  Caller(ApiClient client) {
    this.client = client;
  }

  /** Signs up; the answer is a refusal with 409 if the name is taken. */
  public Answer register(String username, String email, String password) {
    return signIn(
        "/auth/register", Map.of("username", username, "email", email, "password", password));
  }

  public Answer logIn(String username, String password) {
    return signIn("/auth/login", Map.of("username", username, "password", password));
  }

  public Answer logInAsStaff(String username, String password) {
    return signIn("/admin/auth/login", Map.of("username", username, "password", password));
  }

  public Answer get(String path) {
    return client.send("GET", ROOT + path, null, null, cookie, true);
  }

  /** A request without a body; see {@link #post(String, Object)}. */
  public Answer post(String path) {
    return client.send("POST", ROOT + path, null, null, cookie, false);
  }

  /** A request that is sent once: if no answer comes, its effect has to be looked for. */
  public Answer post(String path, Object body) {
    return client.send("POST", ROOT + path, body, null, cookie, false);
  }

  /** A request that the exchange carries out once, however often it gets it. */
  public Answer post(String path, Object body, String idempotencyKey) {
    return client.send("POST", ROOT + path, body, idempotencyKey, cookie, true);
  }

  /** An order with a client order id, by which the exchange knows a repeat. */
  public Answer placeOrder(Map<String, Object> order) {
    boolean repeatable = order.containsKey("client_order_id");
    return client.send("POST", ROOT + "/orders", order, null, cookie, repeatable);
  }

  public Answer cancelOrder(String orderId) {
    return client.send("DELETE", ROOT + "/orders/" + orderId, null, null, cookie, true);
  }

  /** Cancels what is open in a market; what was filled meanwhile is left at that. */
  public void cancelOpenOrders(String market) {
    for (JsonNode order : all("/orders?status=open&limit=100&market_id=" + market)) {
      Answer answer = cancelOrder(order.path("order_id").asText());
      if (answer.status() / 100 == 5) {
        answer.orThrow();
      }
    }
  }

  /** Every item of a list, page after page. */
  public void each(String path, Consumer<JsonNode> item) {
    String separator = path.contains("?") ? "&" : "?";
    String next = path;
    while (true) {
      JsonNode page = get(next).orThrow().body();
      page.path("items").forEach(item);
      JsonNode cursor = page.path("next_cursor");
      if (cursor.isMissingNode() || cursor.isNull()) {
        return;
      }
      next = path + separator + "cursor=" + cursor.asText();
    }
  }

  public List<JsonNode> all(String path) {
    List<JsonNode> items = new ArrayList<>();
    each(path, items::add);
    return items;
  }

  private Answer signIn(String path, Map<String, String> credentials) {
    Answer answer = client.send("POST", ROOT + path, credentials, null, null, true);
    if (answer.ok()) {
      cookie =
          answer
              .headers()
              .firstValue("Set-Cookie")
              .map(value -> value.split(";", 2)[0])
              .orElseThrow(() -> new IllegalStateException(path + " set no cookie"));
    }
    return answer;
  }
}
