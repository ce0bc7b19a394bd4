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
    return client.send("GET", ROOT + path, null, null, cookie);
  }

  public Answer post(String path, Object body) {
    return client.send("POST", ROOT + path, body, null, cookie);
  }

  /** A request that the exchange carries out once, however often it gets it. */
  public Answer post(String path, Object body, String idempotencyKey) {
    return client.send("POST", ROOT + path, body, idempotencyKey, cookie);
  }

  public Answer delete(String path) {
    return client.send("DELETE", ROOT + path, null, null, cookie);
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
    Answer answer = client.send("POST", ROOT + path, credentials, null, null);
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
