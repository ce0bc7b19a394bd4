package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.accounts.staff.Role;
import sibyl.gateway.document.Document;
import sibyl.gateway.fixture.InMemoryStaff;
import sibyl.gateway.fixture.MoneyGateway;
import sibyl.gateway.fixture.NamedIds;
import sibyl.gateway.fixture.SharedMoney;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Totp;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.http.AccessTable;
import sibyl.gateway.http.ProblemCodes;

/** Every route is tried, and everything answered is what the document says. */
class ContractTest {
  private final Vertx vertx = Vertx.vertx();
  private final Set<String> tried = new TreeSet<>();
  private final List<String> violations = new ArrayList<>();
  private final Set<String> problemCodes = new TreeSet<>();
  private final NamedIds namedIds = new NamedIds();
  private OpenAPIContract contract;
  private ResponseValidator validator;
  private TestGateway gateway;

  @BeforeEach
  void start() {
    contract = await(OpenAPIContract.from(vertx, Document.openApi().routable()));
    validator = ResponseValidator.create(vertx, contract);
    Visitor.witness(
        (request, reply) -> {
          validate(request, reply);
          namedIds.accept(request, reply);
        });
    gateway = TestGateway.withTables();
  }

  @AfterEach
  void stop() {
    Visitor.witness((request, reply) -> {});
    gateway.close();
    vertx.close();
  }

  @Test
  void everyAnswerOfASessionMatchesTheDocument() {
    Visitor ada = gateway.person("ada", "100");
    Visitor bob = gateway.person("bob", "100");
    Visitor nobody = gateway.visitor();
    Visitor staff = gateway.staff();
    peopleAndKeys(ada, nobody);
    phonesAndReferrals(ada, bob);
    String book = gateway.openBookMarket();
    String lmsr = gateway.openLmsrMarket("100");

    String order =
        ada.post("/orders", Visitor.limit(book, "buy", "yes", "0.62", "10").put("message", "hi"))
            .expect(201)
            .getJsonObject("order")
            .getString("order_id");
    bob.post("/orders", Visitor.limit(book, "buy", "no", "0.38", "4").put("client_order_id", "b"))
        .expect(201);
    bob.post("/orders", market(lmsr).put("quantity", "3")).expect(201);
    bob.post("/orders", market(lmsr).put("max_cost", 2.5)).expect(201);
    bob.post("/quotes", market(lmsr).put("quantity", "3")).expect(200);
    bob.post("/quotes", Visitor.limit(book, "sell", "no", "0.40", "4")).expect(200);
    bob.post("/quotes", Visitor.limit(book, "buy", "yes", "0.90", "4000")).expect(200);
    ada.get("/orders/" + order).expect(200);
    bob.get("/orders/by_client_id/b").expect(200);
    ada.get("/orders?status=partially_filled&market_id=" + book + "&limit=1").expect(200);
    for (String path : List.of("", "/balance", "/positions", "/fills", "/ledger")) {
      ada.get("/portfolio" + path).expect(200);
      bob.get("/portfolio" + path).expect(200);
    }
    ada.get("/wallet").expect(200);
    nobody.get("/markets/" + book).expect(200);
    nobody.get("/markets/" + book + "/book?outcome=no&depth=3").expect(200);
    nobody.get("/markets/" + book + "/trades?limit=1").expect(200);
    nobody.get("/events").expect(200);
    nobody.get("/events?status=open&category=tests&q=HAPPEN&sort=volume&limit=1").expect(200);
    nobody.get("/events/1").expect(200);

    refusals(ada, bob, nobody, book, order);
    manyOrders(ada, bob, book);
    setsAndGoods(ada, bob);
    money(ada, staff);
    staffRoutes(staff, ada, book, lmsr);
    staffMembers(staff);
    teamsAndContests(staff, ada);
    staffDesk(staff, nobody, ada);
    traders(ada, book);
    for (String path : List.of("/book", "/candles", "/stats")) {
      nobody.get("/markets/" + book + path).expect(200);
      nobody.get("/markets/" + lmsr + path).expect(200);
    }
    nobody.get("/events/1/book").expect(200);
    ada.delete("/orders/" + order).expect(200);
    ada.delete("/orders").expect(200);
    staff
        .post("/admin/markets/" + book + "/resolution/confirm", null)
        .expect(422, "illegal_transition");
    staff.post("/admin/markets/" + book + "/halt", null).expect(200);
    ada.order(book, "buy", "yes", "0.10", "1").expect(422, "market_not_open");
    staff.post("/admin/markets/" + book + "/open", null).expect(200);
    staff.post("/admin/markets/" + book + "/close", null).expect(200);
    staff
        .post(
            "/admin/markets/" + book + "/resolution",
            new JsonObject().put("outcome", "0.25").put("evidence", "a quarter of it"))
        .expect(200);
    nobody.get("/markets/" + book).expect(200);
    staff.post("/admin/markets/" + book + "/resolution/confirm", null).expect(200);
    staff.post("/admin/markets/" + book + "/settle", null).expect(200);
    staff.post("/admin/markets/" + book + "/open", null).expect(422, "market_not_open");
    ada.order(book, "buy", "yes", "0.10", "1").expect(422, "market_not_open");
    ada.get("/portfolio").expect(200);
    ada.get("/portfolio/ledger?limit=500").expect(200);
    ada.get("/portfolio/settlements").expect(200);
    staff.post("/admin/auth/logout", null).expect(204);
    ada.post("/auth/logout", null).expect(204);
    ada.get("/auth/me").expect(401, "unauthenticated");

    assertThat(violations).isEmpty();
    assertThat(namedIds.lost()).isEmpty();
    Set<String> untried = new TreeSet<>();
    contract.operations().forEach(operation -> untried.add(operation.getOperationId()));
    untried.removeAll(tried);
    assertThat(untried).isEmpty();
    assertThat(ProblemCodes.all()).containsAll(problemCodes);
  }

  @Test
  void theAccessTableAndTheDocumentNameTheSameOperations() {
    Set<String> documented = new TreeSet<>();
    JsonObject paths = Document.openApi().json().getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      for (Object item : paths.getJsonObject(path).getMap().values()) {
        if (item instanceof Map<?, ?> operation) {
          documented.add(String.valueOf(operation.get("operationId")));
        } else if (item instanceof JsonObject operation) {
          documented.add(operation.getString("operationId"));
        }
      }
    }
    assertThat(AccessTable.operations()).containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void theDocumentsAreServedAndReadable() {
    Visitor nobody = gateway.visitor();
    assertThat(nobody.get("/openapi.json").expect(200).getString("openapi")).isEqualTo("3.1.0");
    assertThat(nobody.get("/asyncapi.json").expect(200).getString("asyncapi")).isEqualTo("3.0.0");
    Visitor.Reply page = nobody.get("/docs");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains("<h3 id=\"placeOrder\">", "id=\"insufficient_balance\"", "/api/v1/orders")
        .doesNotContain("<script", "http://", "https://cdn");
    assertThat(page.header("Content-Security-Policy")).contains("style-src 'sha256-");
    assertThat(nobody.get("/health/live").expect(200).getString("status")).isEqualTo("up");
    assertThat(nobody.get("/health/ready").expect(200).getJsonArray("reasons")).isEmpty();
    assertThat(nobody.get("/metrics").text())
        .contains("sibyl_http_request_seconds", "sibyl_commands_pending", "sibyl_read_seq");
  }

  private static void peopleAndKeys(Visitor ada, Visitor nobody) {
    ada.get("/auth/me").expect(200);
    nobody.post("/auth/login", credentials("ada", "correct horse")).expect(200);
    nobody.post("/auth/logout", null).expect(204);
    nobody.post("/auth/login", credentials("ada", "wrong horse")).expect(401, "wrong_credentials");
    nobody
        .post("/auth/register", credentials("ada", "correct horse").put("email", "a@example.org"))
        .expect(409, "username_taken");
    JsonObject created =
        ada.post(
                "/keys",
                new JsonObject()
                    .put("name", "bot")
                    .put("scopes", new JsonArray().add("read").add("trade")))
            .expect(201);
    assertThat(ada.get("/keys").expect(200).encode())
        .contains("bot")
        .doesNotContain(created.getString("secret"));
    String id = created.getJsonObject("key").getString("key_id");
    ada.delete("/keys/" + id).expect(204);
    ada.delete("/keys/" + id).expect(404, "unknown_key");
  }

  private void phonesAndReferrals(Visitor ada, Visitor bob) {
    Visitor cleo = gateway.visitor();
    JsonObject phone = new JsonObject().put("phone", "+919876543210");
    cleo.post("/auth/otp", phone).expect(202);
    cleo.post("/auth/otp", phone).expect(429, "too_many_attempts");
    cleo.post("/auth/otp", new JsonObject().put("phone", "0")).expect(422, "invalid_phone");
    String text =
        Awaitility.await()
            .until(
                () -> cleo.get("/dev/messages?phone=9876543210").expect(200).getJsonArray("items"),
                items -> !items.isEmpty())
            .getJsonObject(0)
            .getString("text");
    JsonObject wrong = phone.copy().put("code", "nonsense");
    cleo.post("/auth/otp/verify", wrong).expect(401, "wrong_code");
    cleo.post("/auth/otp/verify", phone.copy().put("code", text.substring(0, 6))).expect(200);
    String anns = ada.get("/referrals").expect(200).getString("code");
    String cleos = cleo.get("/referrals").expect(200).getString("code");
    cleo.post("/referrals", code("nobody's")).expect(422, "unknown_referral_code");
    cleo.post("/referrals", code(cleos)).expect(422, "own_referral_code");
    cleo.post("/referrals", code(anns)).expect(204);
    cleo.post("/referrals", code(anns)).expect(409, "referral_decided");
    bob.post("/referrals/skip", null).expect(204);
    ada.get("/referrals?limit=1").expect(200);
    ada.get("/referrals/leaderboard").expect(200);
    String session =
        cleo.get("/sessions")
            .expect(200)
            .getJsonArray("items")
            .getJsonObject(0)
            .getString("session_id");
    cleo.delete("/sessions/" + session).expect(204);
    cleo.get("/sessions").expect(401, "unauthenticated");
    Visitor dora = gateway.visitor();
    JsonObject signUp = TestGateway.registration("dora");
    dora.post("/auth/register", signUp).expect(201);
    JsonObject change =
        new JsonObject()
            .put("current_password", "a guess of one")
            .put("new_password", "another long one");
    dora.post("/auth/password", change).expect(401, "wrong_credentials");
    change.put("current_password", signUp.getString("password"));
    dora.post("/auth/password", change).expect(204);
    secondFactor(dora, "/auth/second_factor", "another long one");
    recovery(dora, "another long one");
    dora.delete("/sessions").expect(204);
    dora.get("/sessions").expect(401, "unauthenticated");
  }

  private void recovery(Visitor owner, String password) {
    String account = gateway.account(owner);
    gateway.execute(
        "INSERT INTO users (account_id, username, username_key, email) VALUES (%s, 'dora', 'dora', 'dora@example.org')"
            .formatted(account));
    Visitor nobody = gateway.visitor();
    nobody.post("/auth/password/reset", new JsonObject().put("username", "dora")).expect(202);
    JsonObject confirm =
        new JsonObject().put("token", "none").put("new_password", "another long one");
    nobody.post("/auth/password/reset/confirm", confirm).expect(401, "wrong_code");
    JsonObject change = new JsonObject().put("email", "new@example.org");
    owner.post("/auth/email", change).expect(401, "wrong_credentials");
    owner.post("/auth/email", change.put("password", password)).expect(202);
    owner
        .post("/auth/email", change.copy().put("email", "a@b..example"))
        .expect(422, "invalid_email");
    owner.post("/auth/email/token", null).expect(202);
    owner
        .post("/auth/email/verify", new JsonObject().put("token", "none"))
        .expect(401, "wrong_code");
    gateway.execute(
        "UPDATE mails SET state = 'DEAD', state_reason = 'refused', sealed = NULL, ended_at = now()");
    assertThat(gateway.staff().get("/admin/dead_mails?limit=2").expect(200).getJsonArray("items"))
        .hasSize(2);
    factorReleases(account);
  }

  private void factorReleases(String account) {
    Visitor asks = gateway.staff();
    Visitor decides = gateway.staff(Role.OPERATOR);
    JsonObject request = new JsonObject().put("account_id", account).put("reason", "lost");
    asks.post("/admin/factor_releases", request).expect(409, "no_second_factor");
    asks.post("/admin/factor_releases", request.copy().put("account_id", "999999"))
        .expect(404, "unknown_person");
    gateway.execute(
        "INSERT INTO second_factors (owner, factor_id, sealed_secret, confirmed_at) VALUES ('person %s', gen_random_uuid(), '', now())"
            .formatted(account));
    String id =
        asks.post("/admin/factor_releases", request).expect(201).getString("factor_release_id");
    asks.post("/admin/factor_releases", request).expect(409, "already_pending");
    String path = "/admin/factor_releases/" + id;
    asks.get(path).expect(200);
    asks.get("/admin/factor_releases?state=requested&limit=1").expect(200);
    asks.get("/admin/factor_releases/999").expect(404, "unknown_factor_release");
    asks.post(path + "/reject", new JsonObject().put("remark", "found")).expect(200);
    id = asks.post("/admin/factor_releases", request).expect(201).getString("factor_release_id");
    path = "/admin/factor_releases/" + id;
    asks.post(path + "/approve", new JsonObject()).expect(403, "second_person_needed");
    decides.post(path + "/approve", new JsonObject().put("remark", "called back")).expect(200);
    decides.post(path + "/approve", new JsonObject()).expect(409, "already_decided");
  }

  private static void secondFactor(Visitor owner, String path, String password) {
    owner.get(path).expect(200);
    JsonObject code = new JsonObject().put("second_factor", "nothing");
    owner.post(path + "/confirm", code).expect(409, "no_second_factor");
    owner.post(path + "/remove", code).expect(409, "no_second_factor");
    owner
        .post(path, new JsonObject().put("password", "a guess of one"))
        .expect(401, "wrong_credentials");
    String secret =
        owner
            .post(path, new JsonObject().put("password", password))
            .expect(201)
            .getString("secret");
    owner.post(path + "/confirm", code).expect(401, "wrong_code");
    code.put("second_factor", Totp.now(secret));
    String recovery =
        owner.post(path + "/confirm", code).expect(200).getJsonArray("recovery_codes").getString(0);
    owner.post(path, new JsonObject().put("password", password)).expect(409, "second_factor_on");
    owner.post(path + "/remove", code).expect(401, "wrong_code");
    owner.get(path).expect(200);
    owner.post(path + "/remove", new JsonObject().put("second_factor", recovery)).expect(204);
  }

  private static JsonObject code(String code) {
    return new JsonObject().put("code", code);
  }

  private static void refusals(
      Visitor ada, Visitor bob, Visitor nobody, String market, String order) {
    nobody.get("/markets/999").expect(404, "unknown_market");
    nobody.get("/markets/99999999999999999999").expect(404, "unknown_market");
    nobody.get("/events/999").expect(404, "unknown_event");
    nobody.get("/markets/999/book").expect(404, "unknown_market");
    nobody.get("/markets/999/trades").expect(404, "unknown_market");
    nobody.get("/nothing").expect(404, "not_found");
    nobody.send("PUT", "/orders", "{}").expect(405, "method_not_allowed");
    bob.get("/orders/" + order).expect(404, "unknown_order");
    bob.get("/orders/by_client_id/other").expect(404, "unknown_order");
    ada.get("/orders?colour=red").expect(400, "malformed");
    ada.get("/orders?limit=0").expect(400, "malformed");
    ada.get("/orders?cursor=%21").expect(400, "malformed");
    ada.get("/events?cursor=AAAA").expect(400, "malformed");
    JsonObject unknownField =
        ada.post("/orders", Visitor.limit(market, "buy", "yes", "0.5", "1").put("colour", 1))
            .expect(400, "malformed");
    assertThat(unknownField.getString("pointer")).isEqualTo("/colour");
    assertThat(unknownField.getString("detail"))
        .startsWith("There is no field 'colour' here. There are: market_id, side, outcome, ");
    assertThat(
            ada.post("/orders", Visitor.limit(market, "buy", "maybe", "0.5", "1"))
                .expect(400, "malformed")
                .getString("pointer"))
        .isEqualTo("/outcome");
    ada.post("/orders", Visitor.limit("999", "buy", "yes", "0.5", "1"))
        .expect(404, "unknown_market");
    ada.post("/orders", Visitor.limit(market, "buy", "yes", "0.5", "1").put("max_cost", "1"))
        .expect(400, "malformed");
    ada.post("/orders", Visitor.limit(market, "buy", "yes", "0.5", "1").put("order_group_id", "5"))
        .expect(404, "unknown_group");
    ada.with("Idempotency-Key", "k")
        .post("/quotes", Visitor.limit(market, "buy", "yes", "0.5", "1"))
        .expect(400, "unsupported_header");
    ada.post("/orders", Visitor.limit(market, "buy", "yes", "0.5", "1").put("time_in_force", "gtd"))
        .expect(400, "malformed");
    ada.post("/wallet/deposits", new JsonObject().put("amount", "-5"))
        .expect(422, "invalid_amount");
    ada.post("/wallet/deposits", new JsonObject().put("amount", "0.1234567"))
        .expect(400, "malformed");
    Visitor.withKey(base(nobody), "sibyl_nonsense").get("/auth/me").expect(401, "unauthenticated");
  }

  private static void manyOrders(Visitor ada, Visitor bob, String market) {
    String first = ada.placed(market, "buy", "yes", "0.20", "2");
    String second = ada.placed(market, "buy", "yes", "0.20", "2");
    ada.get("/orders/" + first + "/queue_position").expect(200);
    JsonObject less = new JsonObject().put("quantity", 1);
    ada.post("/orders/" + first + "/quote", less).expect(200);
    ada.patch("/orders/" + first, less).expect(200);
    JsonObject both = new JsonObject().put("order_ids", new JsonArray().add(first).add(second));
    ada.post("/orders/merge", both).expect(200);
    ada.delete("/orders/batch", both).expect(200);
    JsonArray two =
        new JsonArray()
            .add(Visitor.limit(market, "buy", "yes", "0.20", "2"))
            .add(Visitor.limit(market, "buy", "yes", "0.2001", "2"));
    ada.with("Idempotency-Key", "batch")
        .post("/orders/batch", new JsonObject().put("orders", two))
        .expect(200);
    JsonObject legs =
        new JsonObject()
            .put("legs", new JsonArray().add(Visitor.limit(market, "buy", "no", "0.80", "1")));
    bob.post("/quotes/basket", legs).expect(200);
    String basket = bob.post("/orders/basket", legs).expect(201).getString("basket_id");
    bob.get("/baskets/" + basket).expect(200);
    assertThat(bob.get("/baskets").expect(200).getJsonArray("items")).hasSize(1);
    ada.get("/baskets/" + basket).expect(404, "unknown_basket");
    String group =
        "/order_groups/"
            + ada.post("/order_groups", new JsonObject().put("limit", "5").put("window_ms", 1000))
                .expect(201)
                .getString("order_group_id");
    ada.get(group).expect(200);
    ada.get("/order_groups").expect(200);
    ada.patch(group, new JsonObject().put("window_ms", 2000)).expect(200);
    ada.post(group + "/reset", null).expect(200);
    ada.delete(group).expect(200);
  }

  private void money(Visitor ada, Visitor staff) {
    SharedMoney.knows(gateway.account(ada));
    ada.get("/kyc").expect(200);
    ada.post("/kyc", MoneyGateway.documents("ada")).expect(201);
    ada.post("/kyc", MoneyGateway.documents("ada")).expect(409, "already_pending");
    List<String> items = new ArrayList<>();
    staff
        .get("/admin/identity")
        .expect(200)
        .getJsonArray("items")
        .forEach(item -> items.add("/admin/identity/" + ((JsonObject) item).getString("item_id")));
    staff.get(items.getFirst()).expect(200);
    staff.get("/admin/identity/none").expect(404, "unknown_identity_check");
    staff.post(items.getFirst() + "/reject", new JsonObject().put("remark", "blurred")).expect(200);
    ada.get("/kyc").expect(200);
    ada.post("/kyc", MoneyGateway.documents("ada")).expect(409, "already_pending");
    staff.post(items.get(1) + "/approve", null).expect(200);
    JsonObject amount = new JsonObject().put("amount", "501");
    ada.post("/wallet/withdrawals", amount).expect(403, "identity_not_verified");
    JsonObject card = MoneyGateway.documents("ada");
    card.remove("payout_method");
    ada.post("/kyc", card).expect(201);
    staff
        .get("/admin/identity")
        .expect(200)
        .getJsonArray("items")
        .forEach(
            item ->
                staff
                    .post(
                        "/admin/identity/" + ((JsonObject) item).getString("item_id") + "/approve",
                        null)
                    .expect(200));
    List<String> withdrawals = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      withdrawals.add(
          ada.post("/wallet/withdrawals", amount).expect(201).getString("withdrawal_id"));
    }
    String first = withdrawals.getFirst();
    staff.get("/admin/withdrawals").expect(200);
    ada.get("/wallet/transactions?limit=1").expect(200);
    ada.get("/wallet/transactions/" + first).expect(200);
    ada.get("/wallet/transactions/none").expect(404, "unknown_transaction");
    // Without tables nothing is ever taken, so neither waits for approval; see MoneyIT.
    ada.post("/wallet/withdrawals/" + first + "/cancel", null).expect(409, "illegal_step");
    staff
        .post("/admin/withdrawals/" + first + "/reject", new JsonObject().put("reason", "late"))
        .expect(409, "illegal_step");
    staff
        .post("/admin/withdrawals/" + withdrawals.get(1) + "/approve", null)
        .expect(409, "illegal_step");
    staff.get("/admin/dead_letters").expect(200);
    staff.post("/admin/dead_letters/none/retry", null).expect(404, "unknown_dead_letter");
    staff
        .post("/admin/dead_letters/none/discard", new JsonObject().put("reason", "gone"))
        .expect(404, "unknown_dead_letter");
    gateway
        .visitor()
        .post(
            "/payments/callbacks/nobody",
            new JsonObject()
                .put("event_id", "1")
                .put("type", "payout_paid")
                .put("payment_id", first)
                .put("amount", "501"))
        .expect(401, "forged_callback");
  }

  private void setsAndGoods(Visitor ada, Visitor bob) {
    List<String> ids = gateway.openExclusiveEvent(3);
    JsonObject two = new JsonObject().put("quantity", "2");
    for (String path : List.of("/markets/" + ids.get(1), "/events/" + ids.getFirst())) {
      ada.post(path + "/split?preview=true", two).expect(200);
      ada.post(path + "/split", two).expect(200);
      ada.post(path + "/merge", two.copy().put("quantity", "1")).expect(200);
    }
    JsonObject conversion =
        new JsonObject().put("quantity", "1").put("market_ids", new JsonArray().add(ids.get(1)));
    ada.post("/events/" + ids.getFirst() + "/convert", conversion).expect(200);
    String good = gateway.openGoodsMarket("Bread");
    gateway.give(ada, good, "5");
    gateway
        .staff()
        .put(
            "/admin/markets/" + good + "/producers/" + gateway.account(ada),
            new JsonObject().put("authorised", true))
        .expect(200);
    gateway
        .staff()
        .put(
            "/admin/markets/" + good + "/recipe",
            new JsonObject().put("ingredients", new JsonArray()))
        .expect(200);
    ada.post("/inventory/production", two.copy().put("market_id", good)).expect(200);
    String offer = bob.placed(good, "buy", "yes", "1.50", "2");
    ada.get("/offers").expect(200);
    ada.post("/offers/" + offer + "/accept", new JsonObject().put("price", 1.5).put("quantity", 2))
        .expect(201);
    ada.get("/portfolio/inventory").expect(200);
    ada.get("/portfolio/inventory/movements").expect(200);
  }

  private void staffRoutes(Visitor staff, Visitor ada, String book, String lmsr) {
    String account = gateway.account(ada);
    staff.get("/admin/exchange").expect(200);
    staff.put("/admin/exchange", new JsonObject().put("state", "open"));
    staff.get("/admin/accounts").expect(200);
    staff.get("/admin/accounts/" + account).expect(200);
    staff.patch("/admin/accounts/" + account, new JsonObject().put("suspended", false)).expect(200);
    staff.get("/admin/accounts/999").expect(404, "unknown_account");
    staff
        .put(
            "/admin/markets/" + book + "/schedule",
            new JsonObject().put("close_at", "2999-01-01T00:00:00Z"))
        .expect(200);
    staff
        .post("/admin/markets/" + lmsr + "/liquidity", new JsonObject().put("add", "10"))
        .expect(200);
    staff
        .post(
            "/admin/markets/" + book + "/resolution/challenge",
            new JsonObject().put("reason", "too early"))
        .expect(422);
  }

  private void traders(Visitor ada, String book) {
    ada.put("/watchlist/" + book).expect(204);
    ada.put("/watchlist/999").expect(404, "unknown_market");
    ada.get("/watchlist").expect(200);
    ada.delete("/watchlist/" + book).expect(204);
    ada.patch("/settings", new JsonObject().put("theme", "dark")).expect(200);
    ada.patch("/settings", new JsonObject().put("theme", "pink")).expect(400, "malformed");
    ada.get("/settings").expect(200);
    ada.get("/notifications?unread=true").expect(200);
    ada.post("/notifications/read", new JsonObject().put("through", "1")).expect(200);
    ada.get("/portfolio/performance?days=3").expect(200);
    for (String board : List.of("profit", "volume", "calibration")) {
      ada.get("/leaderboards?by=" + board).expect(200);
    }
  }

  private void teamsAndContests(Visitor staff, Visitor ada) {
    String team =
        staff
            .post("/admin/teams", new JsonObject().put("name", "The Reds"))
            .expect(201)
            .getString("team_id");
    String member = "/admin/teams/" + team + "/members/" + gateway.account(ada);
    staff.put(member).expect(200);
    staff.get("/admin/teams").expect(200);
    staff.get("/admin/teams/" + team).expect(200);
    staff.get("/admin/teams/999").expect(404, "unknown_team");
    ada.get("/teams").expect(200);
    ada.with("Sibyl-Account", team).get("/portfolio").expect(200);
    String bread = gateway.openPlayGoodsMarket("Bread");
    String contest =
        staff
            .post(
                "/admin/contests",
                new JsonObject()
                    .put("title", "Spring")
                    .put("starts_at", "2020-01-01T00:00:00Z")
                    .put("ends_at", "2999-01-01T00:00:00Z")
                    .put("markets", new JsonArray().add(bread))
                    .put("cash", "10")
                    .put(
                        "inventory",
                        new JsonArray()
                            .add(new JsonObject().put("market_id", bread).put("quantity", "5")))
                    .put("teams", new JsonArray().add(new JsonObject().put("team_id", team))))
            .expect(201)
            .getString("contest_id");
    staff.get("/admin/contests").expect(200);
    staff.get("/admin/contests/" + contest).expect(200);
    staff.post("/admin/contests/" + contest + "/reset", null).expect(200);
    staff.get("/admin/contests/" + contest + "/report").expect(200);
    staff.delete(member).expect(200);
    staff
        .post("/admin/house/funds?play_money=true", new JsonObject().put("amount", "10"))
        .expect(200);
    String order =
        staff
            .post("/admin/house/orders", Visitor.limit(bread, "buy", "yes", "1.00", "2"))
            .expect(201)
            .getJsonObject("order")
            .getString("order_id");
    staff.get("/admin/house").expect(200);
    staff.delete("/admin/house/orders/" + order + "?play_money=true").expect(200);
    staff.delete("/admin/house/orders").expect(200);
  }

  private void staffMembers(Visitor staff) {
    staff.get("/admin/auth/me").expect(200);
    secondFactor(staff, "/admin/auth/second_factor", InMemoryStaff.PASSWORD);
    Visitor unenrolled = gateway.signedInStaff(InMemoryStaff.UNENROLLED);
    unenrolled.get("/admin/auth/me").expect(200);
    unenrolled.get("/admin/staff").expect(403, "second_factor_required");
    JsonObject olga =
        staff
            .post(
                "/admin/staff",
                credentials("olga", "a long password").put("roles", new JsonArray().add("settler")))
            .expect(201);
    String path = "/admin/staff/" + olga.getString("staff_id");
    staff.get(path).expect(200);
    staff.patch(path, new JsonObject().put("enabled", true)).expect(200);
    staff.patch(path, new JsonObject()).expect(400, "malformed");
    staff.get("/admin/staff/999").expect(404, "unknown_staff_member");
    staff.get("/admin/staff").expect(200);
    staff.get("/admin/audit?stage=outcome&limit=2&from=2026-01-01T00:00:00Z").expect(200);
    staff.get("/admin/audit?from=yesterday").expect(400, "malformed");
    staff.get("/admin/audit/verify").expect(200);
    gateway
        .secondStaff()
        .post(
            "/admin/auth/password",
            new JsonObject()
                .put("current_password", InMemoryStaff.PASSWORD)
                .put("new_password", "another password"))
        .expect(204);
  }

  private void staffDesk(Visitor staff, Visitor nobody, Visitor ada) {
    JsonObject event = new JsonObject().put("title", "Soon?").put("rules", "As they say.");
    String draft = staff.post("/admin/drafts", event).expect(201).getString("draft_id");
    staff.get("/admin/drafts?state=draft&limit=1").expect(200);
    staff.put("/admin/drafts/" + draft, event.copy().put("category", "tests")).expect(200);
    staff.get("/admin/drafts/" + draft).expect(200);
    String published =
        staff.post("/admin/drafts/" + draft + "/publish", null).expect(201).getString("event_id");
    staff.delete("/admin/drafts/" + draft).expect(409, "draft_not_editable");
    String copy =
        staff.post("/admin/events/" + published + "/copy", null).expect(201).getString("draft_id");
    staff.delete("/admin/drafts/" + copy).expect(204);
    staff.get("/admin/drafts/999999").expect(404, "unknown_draft");
    staff
        .post(
            "/admin/events/" + published + "/rules",
            new JsonObject().put("rules", "As they say aloud.").put("reason", "asked for"))
        .expect(201);
    nobody.get("/events/" + published + "/rules").expect(200);
    staff
        .patch(
            "/admin/events/" + published,
            new JsonObject().put("title", "Another name").put("reason", "clearer"))
        .expect(200);
    staff
        .delete("/admin/events/" + published, new JsonObject().put("reason", "not needed"))
        .expect(200);
    staff.post("/admin/markets/1/evidence", new JsonObject().put("evidence", "seen")).expect(201);
    staff.get("/admin/markets/1/evidence").expect(200);
    String account = gateway.account(ada);
    String user = "/admin/users/" + account;
    staff.get("/admin/users?q=ad").expect(200);
    staff.get(user).expect(200);
    staff.get("/admin/users/999999").expect(404, "unknown_user");
    JsonObject reason = new JsonObject().put("reason", "to see");
    String bea = gateway.account(gateway.person("bea", "1"));
    staff.post("/admin/users/" + bea + "/suspend", reason).expect(200);
    staff.post("/admin/users/" + bea + "/resume", reason).expect(200);
    JsonObject correction =
        new JsonObject()
            .put("account_id", account)
            .put("amount", "-0.5")
            .put("reason", "paid twice");
    String first =
        staff.post("/admin/adjustments", correction).expect(201).getString("adjustment_id");
    JsonObject remark = new JsonObject().put("remark", "no");
    staff
        .post("/admin/adjustments/" + first + "/reject", remark)
        .expect(403, "second_person_needed");
    Visitor second = gateway.staff(Role.ADMIN);
    second.post("/admin/adjustments/" + first + "/reject", remark).expect(200);
    String other =
        staff.post("/admin/adjustments", correction).expect(201).getString("adjustment_id");
    second.post("/admin/adjustments/" + other + "/approve", new JsonObject()).expect(200);
    second
        .post("/admin/adjustments/" + other + "/approve", new JsonObject())
        .expect(409, "already_decided");
    staff.get("/admin/adjustments/" + other).expect(200);
    staff.get("/admin/adjustments?state=approved").expect(200);
    staff
        .post("/admin/broadcasts", new JsonObject().put("title", "Hear").put("text", "all of you"))
        .expect(201);
    nobody.get("/announcements?limit=1").expect(200);
    assertThat(staff.get("/admin/exports/orders").text()).startsWith("order_id,");
    staff.get("/admin/system").expect(200);
    staff.get("/admin/system/audit").expect(200);
  }

  private static String base(Visitor visitor) {
    return visitor.base();
  }

  private static JsonObject credentials(String username, String password) {
    return new JsonObject().put("username", username).put("password", password);
  }

  private static JsonObject market(String id) {
    return new JsonObject()
        .put("market_id", id)
        .put("side", "buy")
        .put("outcome", "yes")
        .put("type", "market");
  }

  private void validate(HttpRequest request, Visitor.Reply reply) {
    if (reply.header("Content-Type").contains("problem+json")) {
      problemCodes.add(reply.json().getString("code"));
    }
    Operation operation =
        contract.findOperation(request.uri().getPath(), HttpMethod.valueOf(request.method()));
    if (operation == null) {
      return;
    }
    tried.add(operation.getOperationId());
    ValidatableResponse response =
        reply.status() == 204
            ? ValidatableResponse.create(204)
            : ValidatableResponse.create(
                reply.status(),
                Buffer.buffer(reply.text()),
                reply.header("Content-Type").replace("problem+", ""));
    try {
      await(validator.validate(response, operation.getOperationId()));
    } catch (IllegalStateException e) {
      violations.add(
          operation.getOperationId() + " " + reply.status() + " " + reply.text() + ": " + e);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
