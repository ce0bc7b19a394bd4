package sibyl.systemtests.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Somebody with an account. Decimals are given and read as the texts the API speaks. */
public final class Person {
  private static final String ROOT = "/api/v1";
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

  private final String name;
  private final Line line;

  private Person(String name, Line line) {
    this.name = name;
    this.line = line;
  }

  /** Signs somebody up. */
  public static Person signUp(URI exchange, String name) {
    Line line = new Line(exchange, Map.of());
    Reply reply =
        line.send(
            "POST",
            ROOT + "/auth/register",
            Map.of(
                "username", name, "email", name + "@people.example", "password", password(name)));
    return new Person(name, line.with("Cookie", Line.cookie(reply.expect(201))));
  }

  /** Signs somebody in by phone, in dev mode, where the message with the code can be read. */
  public static Person signInByPhone(URI exchange, String number) {
    Line line = new Line(exchange, Map.of());
    line.send("POST", ROOT + "/auth/otp", Map.of("phone", number)).expect(202);
    String path = ROOT + "/dev/messages?phone=" + number.replace("+", "%2B");
    long startNs = System.nanoTime();
    Reply messages = line.send("GET", path, null).expect(200);
    while (messages.json().path("items").isEmpty()) {
      if (System.nanoTime() - startNs > PATIENCE_NS) {
        throw new AssertionError("no message came to " + number);
      }
      messages = line.send("GET", path, null).expect(200);
    }
    String code = messages.at("/items/0/text").substring(0, 6);
    Reply reply =
        line.send("POST", ROOT + "/auth/otp/verify", Map.of("phone", number, "code", code));
    return new Person(number, line.with("Cookie", Line.cookie(reply.expect(200))));
  }

  private static String password(String name) {
    return "the password of " + name;
  }

  /** Signs in with a password of the caller's choice. */
  public static Person signIn(URI exchange, String name, String password) {
    Line line = new Line(exchange, Map.of());
    Reply reply =
        line.send("POST", ROOT + "/auth/login", Map.of("username", name, "password", password));
    return new Person(name, line.with("Cookie", Line.cookie(reply.expect(200))));
  }

  /** Signs in again, with the password of {@link #signUp}. */
  public Person signedInAgain() {
    Line line = this.line.with("Accept", "application/json");
    Reply reply =
        line.send(
            "POST", ROOT + "/auth/login", Map.of("username", name, "password", password(name)));
    return new Person(name, line.with("Cookie", Line.cookie(reply.expect(200))));
  }

  /** The same session at the exchange's new address. */
  public Person at(URI exchange) {
    return new Person(name, line.at(exchange));
  }

  /** A program of this person's, that has an API key instead of a session. */
  public Person programWithKey(String... scopes) {
    Reply reply = post("/keys", Map.of("name", "a program", "scopes", List.of(scopes)));
    return new Person(
        name, line.with("Authorization", "Bearer " + reply.expect(201).at("/secret")));
  }

  public Person deposits(String amount) {
    post("/wallet/deposits", Map.of("amount", amount)).expect(201);
    return this;
  }

  /** Places an order that must be accepted. */
  public Reply buys(String quantity, String outcome, String price, String market) {
    return post("/orders", limit("buy", quantity, outcome, price, market)).expect(201);
  }

  /** Places an order that must be accepted. */
  public Reply sells(String quantity, String outcome, String price, String market) {
    return post("/orders", limit("sell", quantity, outcome, price, market)).expect(201);
  }

  /** The body of a limit order; more can be put in. */
  public static Map<String, Object> limit(
      String side, String quantity, String outcome, String price, String market) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("market_id", market);
    order.put("side", side);
    order.put("outcome", outcome);
    order.put("type", "limit");
    order.put("price", price);
    order.put("quantity", quantity);
    return order;
  }

  public Reply get(String path) {
    return line.send("GET", ROOT + path, null);
  }

  /** What stands beside the API. */
  public Reply getRoot(String path) {
    return line.send("GET", path, null);
  }

  public Reply post(String path, Object body) {
    return line.send("POST", ROOT + path, body);
  }

  /** As {@link #post}, under an idempotency key. */
  public Reply postOnce(String path, Object body, String key) {
    return line.and("Idempotency-Key", key).send("POST", ROOT + path, body);
  }

  /** Asks to be signed out. */
  public Reply signsOut() {
    return line.send("POST", ROOT + "/auth/logout", null);
  }

  public Reply delete(String path) {
    return line.send("DELETE", ROOT + path, null);
  }

  /** Available and held cash, as in {@code "93.80 + 6.20"}. */
  public String cash() {
    Reply balance = get("/portfolio/balance").expect(200);
    return balance.at("/available") + " + " + balance.at("/held");
  }

  /** Shares of a market, as in {@code "10.00 yes, 2.00 no"}; empty for none. */
  public String shares(String market) {
    List<String> shares = new ArrayList<>();
    for (JsonNode position : all("/portfolio/positions?market_id=" + market)) {
      shares.add(position.path("quantity").asText() + " " + position.path("outcome").asText());
    }
    return String.join(", ", shares);
  }

  /** Every item of a list, page after page. */
  public List<JsonNode> all(String path) {
    List<JsonNode> items = new ArrayList<>();
    String separator = path.contains("?") ? "&" : "?";
    String page = path;
    while (true) {
      Reply reply = get(page).expect(200);
      reply.json().path("items").forEach(items::add);
      String cursor = reply.at("/next_cursor");
      if (cursor.isEmpty() || cursor.equals("null")) {
        return items;
      }
      page = path + separator + "cursor=" + cursor;
    }
  }

  /** What this person can see of their own affairs, but for how recent the answer is. */
  public String everythingOf(String market) {
    return String.join(
        "\n",
        without(get("/portfolio"), "as_of_seq"),
        all("/orders").toString(),
        all("/portfolio/fills").toString(),
        all("/portfolio/ledger").toString(),
        without(get("/markets/" + market), "as_of_seq"),
        without(get("/markets/" + market + "/book"), "as_of_seq"),
        all("/markets/" + market + "/trades").toString());
  }

  private static String without(Reply reply, String field) {
    return ((ObjectNode) reply.expect(200).json()).without(field).toString();
  }

  public String name() {
    return name;
  }
}
