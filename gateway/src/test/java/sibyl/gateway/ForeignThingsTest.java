package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.Route;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.http.Access;
import sibyl.gateway.http.AccessTable;

/**
 * Every route that names something, tried with one's own, somebody else's and nobody's: what is
 * somebody else's answers exactly like what does not exist.
 */
class ForeignThingsTest {
  /** What everybody may see, and what only staff name; no person owns these. */
  private static final List<String> NOBODYS =
      List.of(
          "market_id",
          "event_id",
          "account_id",
          "staff_id",
          "draft_id",
          "adjustment_id",
          "team_id",
          "contest_id",
          "item_id",
          "transfer_id",
          "provider",
          "kind");

  /** What a person has only once money was paid in or out. */
  private static final List<String> OF_PAYMENTS = List.of("withdrawal_id", "transaction_id");

  /** Larger than any number that was given, and of the form that ids have. */
  private static final String NONE = "999999999";

  private TestGateway gateway;
  private String market;
  private String good;
  private int names;

  /** How somebody comes by what each parameter names. */
  private final Map<String, Function<Visitor, String>> owned =
      Map.of(
          "order_id", who -> who.placed(market, "buy", "yes", "0.10", "1"),
          "client_order_id", this::clientOrder,
          "group_id", ForeignThingsTest::group,
          "key_id", ForeignThingsTest::key,
          "offer_id", this::offer,
          "session_id", ForeignThingsTest::session,
          "basket_id", this::basket);

  @BeforeEach
  void start() {
    gateway = TestGateway.start();
    market = gateway.openBookMarket();
    good = gateway.openGoodsMarket("Bread");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void everyParameterIsKnownHere() {
    TreeSet<String> unknown = new TreeSet<>();
    Route.all().forEach(route -> unknown.addAll(route.parameters()));
    unknown.removeAll(NOBODYS);
    unknown.removeAll(OF_PAYMENTS);
    unknown.removeAll(owned.keySet());
    assertThat(unknown).as("say who owns these").isEmpty();
  }

  @Test
  void whatIsSomebodyElsesAnswersExactlyLikeWhatDoesNotExist() {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (Route route : Route.all()) {
      String parameter =
          route.parameters().stream().filter(owned::containsKey).findFirst().orElse(null);
      if (parameter == null || AccessTable.of(route.operationId()) instanceof Access.ByStaff) {
        continue;
      }
      tried++;
      Visitor ada = rich();
      Visitor bob = rich();
      Function<Visitor, String> obtain = owned.get(parameter);
      String bobs = obtain.apply(bob);
      Visitor.Reply foreign = send(ada, route, parameter, bobs);
      Visitor.Reply missing = send(ada, route, parameter, absent(parameter));
      if (missing.status() != 404
          || foreign.status() != missing.status()
          || !foreign.text().equals(missing.text())) {
        wrong.add(
            "%s: foreign %d %s, missing %d %s"
                .formatted(
                    route, foreign.status(), foreign.text(), missing.status(), missing.text()));
      }
      Visitor.Reply own = send(bob, route, parameter, bobs);
      if (own.status() == 404 || own.status() == 401 || own.status() == 403) {
        wrong.add(route + ": one's own is " + own.status() + " " + own.text());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(tried).isGreaterThanOrEqualTo(10);
  }

  @Test
  void listsShowOnesOwnThingsOnly() {
    Visitor ada = rich();
    Visitor bob = rich();
    List<String> bobs = owned.values().stream().map(obtain -> obtain.apply(bob)).toList();
    for (String path :
        List.of("/orders", "/order_groups", "/keys", "/portfolio/fills", "/portfolio/ledger")) {
      JsonArray items = ada.get(path).expect(200).getJsonArray("items");
      bobs.forEach(id -> assertThat(items.encode()).as(path).doesNotContain("\"" + id + "\""));
    }
  }

  private Visitor.Reply send(Visitor who, Route route, String parameter, String id) {
    String path = route.pathWith(Map.of(parameter, id), market);
    JsonObject body = route.example();
    return who.send(route.method(), path, body == null ? null : body.encode());
  }

  private static String absent(String parameter) {
    return switch (parameter) {
      case "client_order_id" -> "never-given";
      case "key_id" -> "nokeyofanybody";
      case "session_id" -> UUID.randomUUID().toString();
      default -> NONE;
    };
  }

  private Visitor rich() {
    names++;
    return gateway.person("person-" + names, "1000");
  }

  private String clientOrder(Visitor who) {
    String id = "c-" + UUID.randomUUID().toString().substring(0, 20);
    who.post("/orders", Visitor.limit(market, "buy", "yes", "0.10", "1").put("client_order_id", id))
        .expect(201);
    return id;
  }

  private static String group(Visitor who) {
    return who.post("/order_groups", new JsonObject().put("limit", "10").put("window_ms", 60_000))
        .expect(201)
        .getString("order_group_id");
  }

  private static String key(Visitor who) {
    return who.post(
            "/keys", new JsonObject().put("name", "k").put("scopes", new JsonArray().add("read")))
        .expect(201)
        .getJsonObject("key")
        .getString("key_id");
  }

  private String basket(Visitor who) {
    String quiet = gateway.openBookMarket();
    gateway.person("seller-" + names++, "1000").placed(quiet, "buy", "no", "0.50", "1");
    return who.post(
            "/orders/basket",
            new JsonObject()
                .put("legs", new JsonArray().add(Visitor.limit(quiet, "buy", "yes", "0.50", "1"))))
        .expect(201)
        .getString("basket_id");
  }

  private static String session(Visitor who) {
    return who.get("/sessions")
        .expect(200)
        .getJsonArray("items")
        .getJsonObject(0)
        .getString("session_id");
  }

  /** An order of somebody else that only this one could serve. */
  private String offer(Visitor who) {
    gateway.give(who, good, "100");
    names++;
    Visitor buyer = gateway.person("buyer-" + names, "1000");
    return buyer.placed(good, "buy", "yes", "3.00", "100");
  }
}
