package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.gateway.fixture.MoneyGateway;
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
  /** What everybody may see. */
  private static final Set<String> PUBLIC = Set.of("market_id", "event_id", "provider");

  /** What only staff name: no route of anybody else may have one. */
  private static final Set<String> OF_STAFF =
      Set.of(
          "account_id",
          "staff_id",
          "draft_id",
          "adjustment_id",
          "factor_release_id",
          "team_id",
          "contest_id",
          "item_id",
          "transfer_id",
          "kind");

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

  /** The same for what takes a payment provider and tables. */
  private final Map<String, Function<Visitor, String>> paid =
      Map.of(
          "withdrawal_id", ForeignThingsTest::withdrawal,
          "transaction_id", ForeignThingsTest::withdrawal);

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
    List<String> wrong = new ArrayList<>();
    for (Route route : Route.all()) {
      boolean ofStaff = AccessTable.of(route.operationId()) instanceof Access.ByStaff;
      for (String parameter : route.parameters()) {
        boolean known =
            PUBLIC.contains(parameter)
                || owned.containsKey(parameter)
                || paid.containsKey(parameter)
                || (OF_STAFF.contains(parameter) && ofStaff);
        if (!known) {
          wrong.add(parameter + " of " + route);
        }
      }
    }
    assertThat(wrong).as("say who owns these").isEmpty();
  }

  @Test
  void whatIsSomebodyElsesAnswersExactlyLikeWhatDoesNotExist() {
    assertThat(tried(owned, this::rich)).isGreaterThanOrEqualTo(10);
  }

  @Test
  void somebodyElsesPaymentsAnswerExactlyLikeOnesThatDoNotExist(@TempDir Path folder)
      throws IOException {
    try (MoneyGateway money = MoneyGateway.withSandbox(folder, 0)) {
      assertThat(tried(paid, () -> money.verified("person-" + names++, "1000"))).isEqualTo(2);
      Visitor ada = money.verified("ada", "1000");
      String bobs = withdrawal(money.verified("bob", "1000"));
      assertThat(ada.get("/wallet/transactions").expect(200).encode()).doesNotContain(bobs);
    }
  }

  /** Tries every route of people that names one of these; how many there are. */
  private int tried(Map<String, Function<Visitor, String>> things, Supplier<Visitor> newcomer) {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (Route route : Route.all()) {
      if (AccessTable.of(route.operationId()) instanceof Access.ByStaff) {
        continue;
      }
      for (String parameter : route.parameters()) {
        Function<Visitor, String> obtain = things.get(parameter);
        if (obtain == null) {
          continue;
        }
        tried++;
        Visitor ada = newcomer.get();
        Visitor bob = newcomer.get();
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
    }
    assertThat(wrong).isEmpty();
    return tried;
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
      case "session_id", "withdrawal_id", "transaction_id" -> UUID.randomUUID().toString();
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

  /** So large that it waits for staff, and can be taken back. */
  private static String withdrawal(Visitor who) {
    return who.with("Idempotency-Key", UUID.randomUUID().toString())
        .post("/wallet/withdrawals", new JsonObject().put("amount", "501"))
        .expect(201)
        .getString("withdrawal_id");
  }

  /** An order of somebody else that only this one could serve. */
  private String offer(Visitor who) {
    gateway.give(who, good, "100");
    names++;
    Visitor buyer = gateway.person("buyer-" + names, "1000");
    return buyer.placed(good, "buy", "yes", "3.00", "100");
  }
}
