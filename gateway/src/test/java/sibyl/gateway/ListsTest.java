package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.document.Document;
import sibyl.gateway.fixture.MoneyGateway;
import sibyl.gateway.fixture.SharedMoney;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.read.ReadLimits;

/**
 * Whoever walks a list meets each item that was there all the time once, whatever is added
 * meanwhile. The lists are those of the contract: one without a walk here fails.
 */
class ListsTest {
  private static final int KEPT = 3;
  private static final int ITEMS = 7;

  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private Visitor staff;
  private String market;
  private String good;
  private String playGood;
  private String adaId;
  private int made;

  /**
   * A list to walk.
   *
   * @param paths with different filters and orders
   * @param id by which its items are told apart
   * @param add makes one more item
   */
  private record Walked(
      Visitor reader, List<String> paths, Function<JsonObject, Object> id, Runnable add) {}

  @BeforeEach
  void start() {
    gateway = TestGateway.forgetful(new ReadLimits(KEPT, KEPT, KEPT, KEPT, KEPT, 10_000, 10_000));
    ada = gateway.person("ada", "1000.00");
    bob = gateway.person("bob", "1000.00");
    staff = gateway.staff();
    market = gateway.openBookMarket();
    good = gateway.openGoodsMarket("Bread");
    playGood = gateway.openPlayGoodsMarket("Toys");
    adaId = gateway.account(ada);
    SharedMoney.knows(adaId);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void everyListOfTheContractIsWalkedWithoutGapOrRepeat() {
    Map<String, Walked> lists = lists();
    assertThat(lists.keySet()).containsExactlyInAnyOrderElementsOf(operationsWithCursor());
    SoftAssertions all = new SoftAssertions();
    lists.forEach(
        (operation, list) ->
            all.check(
                () -> {
                  for (int i = 0; i < ITEMS; i++) {
                    list.add.run();
                  }
                  for (String path : list.paths) {
                    walkWhileItGrows(operation, list, path);
                    refusesOtherCursors(operation, list, path);
                  }
                }));
    all.assertAll();
  }

  /** The example of the issue, with all its filters. */
  @Test
  void anOldOrderThatStillRestsIsListedBehindHundredsThatEnded() {
    String resting = ada.placed(market, "buy", "yes", "0.10", "1");
    for (int i = 0; i < 24; i++) {
      JsonObject order = Visitor.limit(market, "buy", "yes", "0.05", "1");
      ada.post("/orders", order.put("time_in_force", "ioc")).expect(201);
    }
    for (String filter : List.of("", "&market_id=" + market, "&market_id=" + good)) {
      int orders = filter.endsWith("=" + good) ? 0 : 25;
      assertThat(walk(ada, "/orders?limit=10" + filter, () -> {})).hasSize(orders);
      assertThat(walk(ada, "/orders?limit=10&status=canceled" + filter, () -> {}))
          .hasSize(orders == 0 ? 0 : 24);
      List<JsonObject> open = walk(ada, "/orders?limit=1&status=open" + filter, () -> {});
      assertThat(open.stream().map(order -> order.getString("order_id")))
          .isEqualTo(orders == 0 ? List.of() : List.of(resting));
    }
  }

  @Test
  void anOrderThatChangesWhileItIsWalkedIsMetOnce() {
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      placed.add(ada.placed(market, "buy", "yes", "0.1" + i % 10, "1"));
    }
    List<String> left = new ArrayList<>(placed);
    List<JsonObject> met =
        walk(
            ada,
            "/orders?limit=2",
            () -> {
              // The oldest ends and leaves memory while the walk comes nearer to it.
              if (!left.isEmpty()) {
                ada.delete("/orders/" + left.removeFirst()).expect(200);
              }
            });
    assertThat(met.stream().map(order -> order.getString("order_id"))).isEqualTo(placed.reversed());
  }

  @Test
  void aRankedListKeepsTheOrderItHadWhenTheWalkBegan() {
    List<String> events = new ArrayList<>();
    List<String> markets = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      markets.add(gateway.openBookMarket());
    }
    int there = walk(ada, "/events?limit=100", () -> {}).size();
    int[] next = {0};
    List<JsonObject> met =
        walk(
            ada,
            "/events?sort=volume&limit=1",
            () -> {
              if (next[0] < markets.size()) {
                String risen = markets.get(next[0]++);
                bob.placed(risen, "buy", "no", "0.50", Integer.toString(50 + next[0]));
                ada.placed(risen, "buy", "yes", "0.50", Integer.toString(50 + next[0]));
              }
            });
    met.forEach(event -> events.add(event.getString("event_id")));
    assertThat(events).doesNotHaveDuplicates().hasSize(there);
  }

  @Test
  void aRankingThatIsNotKeptAnyMoreIsRefusedWithAdvice() {
    String first = ada.get("/events?sort=volume&limit=1").expect(200).getString("next_cursor");
    for (int i = 0; i < 8; i++) {
      ada.get("/events?sort=volume&limit=1").expect(200);
    }
    assertThat(
            ada.get("/events?sort=volume&limit=1&cursor=" + first)
                .expect(400, "malformed")
                .getString("detail"))
        .contains("Begin again");
    // Another reader's walks are not counted with it.
    String others = bob.get("/events?sort=volume&limit=1").expect(200).getString("next_cursor");
    for (int i = 0; i < 8; i++) {
      ada.get("/events?sort=volume&limit=1").expect(200);
    }
    bob.get("/events?sort=volume&limit=1&cursor=" + others).expect(200);
  }

  private void walkWhileItGrows(String operation, Walked list, String path) {
    String and = path.contains("?") ? "&" : "?";
    Set<Object> there = ids(list, list.reader.get(path + and + "limit=500").expect(200));
    assertThat(there).as(operation + " " + path).hasSizeGreaterThanOrEqualTo(ITEMS);
    for (int limit : new int[] {1, 2, KEPT, 5}) {
      int[] growth = {2};
      List<Object> met =
          walk(
                  list.reader,
                  path + and + "limit=" + limit,
                  () -> {
                    if (growth[0]-- > 0) {
                      list.add.run();
                    }
                  })
              .stream()
              .map(list.id)
              .toList();
      String as = operation + " " + path + " by " + limit;
      assertThat(met).as(as).doesNotHaveDuplicates();
      assertThat(met).as(as).containsAll(there);
    }
  }

  private static Set<Object> ids(Walked list, JsonObject page) {
    Set<Object> ids = new HashSet<>();
    page.getJsonArray("items").forEach(item -> ids.add(list.id.apply((JsonObject) item)));
    return ids;
  }

  private void refusesOtherCursors(String operation, Walked list, String path) {
    String and = path.contains("?") ? "&" : "?";
    String cursor = list.reader.get(path + and + "limit=1").expect(200).getString("next_cursor");
    assertThat(cursor).as(operation).isNotNull();
    String first = cursor.startsWith("A") ? "B" : "A";
    String foreign =
        gateway.visitor().get("/events?limit=1&status=open").expect(200).getString("next_cursor");
    for (String wrong : List.of(first + cursor.substring(1), cursor + "AAAA", foreign, "AAAA")) {
      JsonObject problem =
          list.reader.get(path + and + "limit=1&cursor=" + wrong).expect(400, "malformed");
      assertThat(problem.getString("pointer")).as(operation).isEqualTo("cursor");
    }
  }

  private static List<JsonObject> walk(Visitor reader, String path, Runnable between) {
    List<JsonObject> met = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page = reader.get(path + cursor).expect(200);
      page.getJsonArray("items").forEach(item -> met.add((JsonObject) item));
      String next = page.getString("next_cursor");
      cursor = next == null ? "" : "&cursor=" + next;
      between.run();
    } while (!cursor.isEmpty());
    return met;
  }

  private static Set<String> operationsWithCursor() {
    Set<String> found = new TreeSet<>();
    JsonObject paths = Document.openApi().json().getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      JsonObject methods = paths.getJsonObject(path);
      for (String method : methods.fieldNames()) {
        if (methods.getValue(method) instanceof JsonObject operation
            && operation
                .getJsonArray("parameters", new JsonArray())
                .encode()
                .contains("/cursor\"")) {
          found.add(operation.getString("operationId"));
        }
      }
    }
    assertThat(found).isNotEmpty();
    return found;
  }

  private static Function<JsonObject, Object> by(String member) {
    return item -> item.getValue(member);
  }

  private Map<String, Walked> lists() {
    Map<String, Walked> lists = new LinkedHashMap<>();
    lists.put(
        "listEvents",
        new Walked(
            gateway.visitor(),
            List.of(
                "/events",
                "/events?sort=oldest",
                "/events?sort=volume",
                "/events?sort=closing",
                "/events?status=open&category=tests"),
            by("event_id"),
            gateway::openBookMarket));
    lists.put(
        "listMarketTrades",
        new Walked(
            gateway.visitor(),
            List.of("/markets/" + market + "/trades"),
            by("trade_id"),
            this::trade));
    lists.put(
        "listCandles",
        new Walked(
            gateway.visitor(),
            List.of(
                "/markets/" + market + "/candles?interval=1m",
                "/markets/" + market + "/candles?interval=1h"),
            by("start"),
            () -> {
              gateway.exchange().forward(Duration.ofHours(1));
              trade();
            }));
    lists.put(
        "listOrders",
        new Walked(
            ada,
            List.of(
                "/orders",
                "/orders?market_id=" + market,
                "/orders?status=filled",
                "/orders?status=canceled",
                "/orders?status=open&market_id=" + market),
            by("order_id"),
            () -> {
              trade();
              ada.placed(market, "buy", "yes", "0.02", "1");
              ada.delete("/orders/" + ada.placed(market, "buy", "yes", "0.01", "1")).expect(200);
            }));
    lists.put("listBaskets", new Walked(ada, List.of("/baskets"), by("basket_id"), this::basket));
    lists.put(
        "listFills",
        new Walked(
            ada,
            List.of("/portfolio/fills", "/portfolio/fills?market_id=" + market),
            by("trade_id"),
            this::trade));
    lists.put("listLedger", new Walked(ada, List.of("/portfolio/ledger"), by("seq"), this::trade));
    lists.put(
        "listSettlements",
        new Walked(ada, List.of("/portfolio/settlements"), by("market_id"), this::settlement));
    lists.put(
        "listInventoryMovements",
        new Walked(
            ada,
            List.of(
                "/portfolio/inventory/movements",
                "/portfolio/inventory/movements?market_id=" + good),
            by("seq"),
            () -> gateway.give(ada, good, "1.00")));
    lists.put(
        "listOffers",
        new Walked(
            ada,
            List.of("/offers"),
            by("offer_id"),
            () -> {
              gateway.give(ada, good, "1.00");
              bob.placed(good, "buy", "yes", "0.10", "1");
            }));
    lists.put(
        "listReferrals",
        new Walked(
            ada,
            List.of("/referrals"),
            JsonObject::encode,
            () -> gateway.referrals().invited(++made, Long.parseLong(adaId))));
    lists.put(
        "listTransactions",
        new Walked(
            ada,
            List.of("/wallet/transactions"),
            by("transaction_id"),
            () ->
                SharedMoney.execute(
                    "INSERT INTO deposits (deposit_id, account_id, amount, provider, state,"
                        + " created_at, updated_at, next_attempt_at) VALUES (gen_random_uuid(), "
                        + adaId
                        + ", 1000000, 'test', 'CREDITED', now(), now(), now())")));
    lists.put(
        "listNotifications",
        new Walked(
            ada,
            List.of("/notifications", "/notifications?unread=true"),
            by("notification_id"),
            () ->
                gateway.execute(
                    "INSERT INTO notifications (account_id, kind, market_id, order_id, side,"
                        + " outcome, quantity, amount, trades, at_ms) VALUES ("
                        + adaId
                        + ", 'FILL', 1, 1, 'BUY', 'YES', 100, 1000000, 1, 1)")));
    staffLists(lists);
    return lists;
  }

  private void basket() {
    bob.placed(market, "buy", "no", "0.50", "1");
    JsonObject leg = Visitor.limit(market, "buy", "yes", "0.50", "1");
    ada.post("/orders/basket", new JsonObject().put("legs", new JsonArray().add(leg))).expect(201);
  }

  private void staffLists(Map<String, Walked> lists) {
    lists.put(
        "listAudit",
        new Walked(
            staff,
            List.of("/admin/audit", "/admin/audit?operation=broadcast"),
            by("entry_id"),
            this::broadcast));
    lists.put(
        "listAnnouncements",
        new Walked(
            gateway.visitor(), List.of("/announcements"), by("announcement_id"), this::broadcast));
    lists.put(
        "listDrafts",
        new Walked(
            staff,
            List.of("/admin/drafts", "/admin/drafts?state=draft"),
            by("draft_id"),
            () -> staff.post("/admin/drafts", new JsonObject().put("title", "D")).expect(201)));
    lists.put(
        "listEvidence",
        new Walked(
            staff,
            List.of("/admin/markets/" + market + "/evidence"),
            by("evidence_id"),
            () ->
                staff
                    .post(
                        "/admin/markets/" + market + "/evidence",
                        new JsonObject().put("evidence", "seen"))
                    .expect(201)));
    lists.put(
        "listUsers",
        new Walked(
            staff,
            List.of("/admin/users", "/admin/users?q=walked"),
            by("user_id"),
            () -> {
              int number = 300_000 + ++made;
              gateway.execute(
                  "INSERT INTO users (account_id, username, username_key) VALUES (%s, 'walked%s', 'walked%s')"
                      .formatted(number, number, number));
            }));
    lists.put(
        "listAdjustments",
        new Walked(
            staff,
            List.of("/admin/adjustments", "/admin/adjustments?state=requested"),
            by("adjustment_id"),
            () ->
                staff
                    .post(
                        "/admin/adjustments",
                        new JsonObject()
                            .put("account_id", adaId)
                            .put("amount", "1.00")
                            .put("reason", "a mistake"))
                    .expect(201)));
    lists.put(
        "listAccounts",
        new Walked(staff, List.of("/admin/accounts"), by("account_id"), this::team));
    lists.put("listTeams", new Walked(staff, List.of("/admin/teams"), by("team_id"), this::team));
    lists.put(
        "listContests",
        new Walked(staff, List.of("/admin/contests"), by("contest_id"), this::contest));
    lists.put(
        "listIdentities",
        new Walked(
            staff, List.of("/admin/identity?status=pending"), by("item_id"), this::identity));
    lists.put(
        "listWithdrawals",
        new Walked(
            staff,
            List.of("/admin/withdrawals", "/admin/withdrawals?state=waiting_approval"),
            by("withdrawal_id"),
            () ->
                SharedMoney.execute(
                    "INSERT INTO withdrawals (withdrawal_id, account_id, amount, provider,"
                        + " payout_item, return_id, state, created_at, updated_at,"
                        + " next_attempt_at) SELECT gen_random_uuid(), account_id, 1000000,"
                        + " 'test', item_id, gen_random_uuid(), 'WAITING_APPROVAL', now(), now(),"
                        + " now() FROM identity_items WHERE kind = 'PAYOUT' LIMIT 1")));
    lists.put(
        "listDeadMails",
        new Walked(
            staff,
            List.of("/admin/dead_mails"),
            by("mail_id"),
            () ->
                gateway.execute(
                    "INSERT INTO mails (mail_id, kind, state, state_reason, created_at,"
                        + " next_attempt_at, useless_at, ended_at) VALUES (gen_random_uuid(),"
                        + " 'VERIFY_ADDRESS', 'DEAD', 'refused', now(), now(), now(), now())")));
    lists.put(
        "listFactorReleases",
        new Walked(
            staff,
            List.of("/admin/factor_releases", "/admin/factor_releases?state=rejected"),
            by("factor_release_id"),
            this::factorRelease));
    lists.put(
        "listDeadLetters",
        new Walked(
            staff,
            List.of("/admin/dead_letters"),
            by("transfer_id"),
            () ->
                SharedMoney.execute(
                    "INSERT INTO outbox (transfer_id, correlation, kind, from_account, to_account,"
                        + " amount, reference, state, state_reason, created_at, updated_at,"
                        + " next_attempt_at) VALUES (gen_random_uuid(), 1, 'DEPOSIT', 1, "
                        + adaId
                        + ", 1000000, 'test', 'DEAD', 'test', now(), now(), now())")));
  }

  private void factorRelease() {
    int number = 400_000 + ++made;
    gateway.execute(
        "INSERT INTO users (account_id, username, username_key) VALUES (%s, 'lost%s', 'lost%s')"
            .formatted(number, number, number));
    gateway.execute(
        "INSERT INTO factor_releases (account_id, factor_id, reason, state, requested_by,"
            + " requested_at, decided_by, decided_at, remark) VALUES ("
            + number
            + ", gen_random_uuid(), 'lost', 'REJECTED', 1, now(), 2, now(), 'found again')");
  }

  private void trade() {
    bob.placed(market, "buy", "no", "0.50", "1");
    ada.placed(market, "buy", "yes", "0.50", "1");
  }

  private void settlement() {
    String settled = gateway.openBookMarket();
    bob.placed(settled, "buy", "no", "0.50", "1");
    ada.placed(settled, "buy", "yes", "0.50", "1");
    String path = "/admin/markets/" + settled;
    staff.post(path + "/close", null).expect(200);
    staff
        .post(
            path + "/resolution", new JsonObject().put("outcome", "yes").put("evidence", "seen it"))
        .expect(200);
    staff.post(path + "/resolution/confirm", null).expect(200);
    staff.post(path + "/settle", null).expect(200);
  }

  private void broadcast() {
    staff
        .post("/admin/broadcasts", new JsonObject().put("title", "News").put("text", "Some"))
        .expect(201);
  }

  private String team() {
    return staff
        .post("/admin/teams", new JsonObject().put("name", "Team " + ++made))
        .expect(201)
        .getString("team_id");
  }

  private void contest() {
    staff
        .post(
            "/admin/contests",
            new JsonObject()
                .put("title", "Spring")
                .put("starts_at", "2020-01-01T00:00:00Z")
                .put("ends_at", "2999-01-01T00:00:00Z")
                .put("markets", new JsonArray().add(playGood))
                .put("teams", new JsonArray().add(new JsonObject().put("team_id", team()))))
        .expect(201);
  }

  private void identity() {
    String name = "walker" + ++made;
    Visitor person = gateway.person(name, "0");
    SharedMoney.knows(gateway.account(person));
    person.post("/kyc", MoneyGateway.documents(name)).expect(201);
  }
}
