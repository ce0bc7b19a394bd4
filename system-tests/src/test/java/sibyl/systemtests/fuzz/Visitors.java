package sibyl.systemtests.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Who the fuzzer is: a stranger, a trader by cookie or by key, a member of staff. Its requests may
 * sign each of them out, suspend them or stop the exchange, so now and then all is made new.
 */
final class Visitors {
  private static final String API = "/api/v1";
  private static final String DEV_ADMIN = "{\"username\":\"admin\",\"password\":\"sibyl-dev\"}";

  private final Connection connection;
  private final Random random;
  private final String family;
  private List<String> trader = List.of();
  private List<String> program = List.of();
  private List<String> staff = List.of();
  private int generation;

  /** Who sends a request. */
  enum Who {
    GUEST,
    TRADER,
    PROGRAM,
    STAFF
  }

  /**
   * @param family begins the names of the traders
   */
  Visitors(Connection connection, Random random, String family) {
    this.connection = connection;
    this.random = random;
    this.family = family;
  }

  /** One at random: for routes of staff most often staff. */
  Who pick(boolean forStaff) {
    int number = random.nextInt(20);
    if (number < 2) {
      return Who.GUEST;
    }
    return forStaff == (number != 2)
        ? Who.STAFF
        : random.nextInt(4) == 0 ? Who.PROGRAM : Who.TRADER;
  }

  /** The headers that say who sends. */
  List<String> headers(Who who) {
    return switch (who) {
      case GUEST -> List.of();
      case TRADER -> trader;
      case PROGRAM -> program;
      case STAFF -> staff;
    };
  }

  /**
   * Signs in again, opens the exchange and a market, and brings a new trader with money.
   *
   * @return answers that name what there is
   */
  List<JsonNode> renew() throws IOException {
    generation++;
    RawAnswer signedIn = post("/admin/auth/login", List.of(), DEV_ADMIN);
    if (signedIn.status() == 200) {
      staff = List.of("Cookie: " + cookie(signedIn));
    }
    List<JsonNode> answers = new ArrayList<>();
    post("/admin/exchange", staff, "{\"state\":\"open\"}");
    send("PUT", "/admin/exchange", staff, "{\"state\":\"open\"}");
    String name = family + generation + "-" + Integer.toString(random.nextInt(1 << 20), 36);
    RawAnswer joined =
        post(
            "/auth/register",
            List.of(),
            "{\"username\":\"%s\",\"email\":\"%s@people.example\",\"password\":\"a long password of %s\"}"
                .formatted(name, name, name));
    if (joined.status() == 201) {
      trader = List.of("Cookie: " + cookie(joined));
      answers.add(post("/wallet/deposits", trader, "{\"amount\":\"1000\"}").json());
      RawAnswer key = post("/keys", trader, "{\"name\":\"bot\",\"scopes\":[\"read\",\"trade\"]}");
      program = List.of("Authorization: Bearer " + key.json().path("secret").asText());
    }
    for (String mode : List.of("book", "lmsr")) {
      RawAnswer event =
          post(
              "/admin/events",
              staff,
              "{\"title\":\"Fuzz\",\"markets\":[{\"mode\":\"%s\"%s}]}"
                  .formatted(mode, mode.equals("book") ? "" : ",\"liquidity\":\"100\""));
      answers.add(event.json());
      for (JsonNode market : event.json().path("markets")) {
        String id = market.path("market_id").asText();
        post("/admin/markets/" + id + "/open", staff, "");
        answers.add(
            post(
                    "/orders",
                    trader,
                    "{\"market_id\":\"%s\",\"side\":\"buy\",\"outcome\":\"yes\",\"price\":\"0.50\",\"quantity\":\"2\"}"
                        .formatted(id))
                .json());
      }
    }
    return answers;
  }

  private RawAnswer post(String path, List<String> headers, String body) throws IOException {
    return send("POST", path, headers, body);
  }

  private RawAnswer send(String method, String path, List<String> headers, String body)
      throws IOException {
    RawRequest request = new RawRequest(method, API + path);
    request.headers.addAll(headers);
    if (!body.isEmpty()) {
      request.headers.add("Content-Type: application/json");
      request.body = body.getBytes(StandardCharsets.UTF_8);
    }
    return connection.exchange(request);
  }

  private static String cookie(RawAnswer answer) {
    return answer.header("set-cookie").split(";", 2)[0];
  }

  /** What is known of them, for a failure's message. */
  Map<String, Integer> summary() {
    return Map.of("generation", generation);
  }
}
