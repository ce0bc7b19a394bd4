package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.accounts.audit.AuditEntry;
import sibyl.accounts.audit.AuditEntry.Stage;
import sibyl.accounts.staff.Role;
import sibyl.gateway.fixture.InMemoryStaff;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Who on the staff may do what, and what is written down about it. */
class StaffRolesTest {
  private TestGateway gateway;
  private String market;

  @BeforeEach
  void aMarket() {
    gateway = TestGateway.start();
    market = "/admin/markets/" + gateway.openBookMarket();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void eachRoleDoesItsOwnAndIsTurnedAwayFromTheRest() {
    Visitor operator = gateway.staff(Role.OPERATOR);
    Visitor settler = gateway.staff(Role.SETTLER);
    settler.post(market + "/close", null).expect(403, "forbidden");
    operator.post(market + "/close", null).expect(200);
    JsonObject yes = new JsonObject().put("outcome", "yes");
    JsonObject refused = operator.post(market + "/resolution", yes).expect(403, "forbidden");
    assertThat(refused.getString("permission")).isEqualTo("resolve_markets");
    settler.post(market + "/resolution", yes).expect(200);
    gateway.staff(Role.AUDITOR).get("/admin/audit").expect(200);
    gateway.staff(Role.SUPPORT).get("/admin/audit").expect(403, "forbidden");
    JsonObject me = settler.get("/admin/auth/me").expect(200).getJsonObject("staff");
    assertThat(me.getJsonArray("roles")).containsExactly("settler");
    assertThat(me.getJsonArray("permissions")).contains("resolve_markets").doesNotContain("export");
  }

  @Test
  void whoIsDisabledOrLosesARoleNoticesWithTheNextRequest() {
    Visitor settler = gateway.staff(Role.SETTLER);
    String id = id(settler);
    settler.post(market + "/settle", null).expect(422);
    change(id, new JsonObject().put("roles", new JsonArray().add("auditor"))).expect(200);
    settler.post(market + "/settle", null).expect(403, "forbidden");
    settler.get("/admin/audit").expect(200);
    change(id, new JsonObject().put("enabled", false)).expect(200);
    settler.get("/admin/audit").expect(401, "unauthenticated");
  }

  @Test
  void anIntentStandsBeforeTheDeedAndItsOutcomeAfter() {
    gateway
        .staff(Role.OPERATOR)
        .with("X-Reason", "the station is silent")
        .with("X-Request-Id", "request-of-olga")
        .post(market + "/halt", null)
        .expect(200);
    List<AuditEntry> entries = gateway.audit().entries();
    AuditEntry intent = entries.get(entries.size() - 2);
    AuditEntry outcome = entries.getLast();
    assertThat(intent.stage()).isEqualTo(Stage.INTENT);
    assertThat(intent.operation()).isEqualTo("haltMarket");
    assertThat(intent.username()).isEqualTo("operator");
    assertThat(intent.roles()).isEqualTo("operator");
    assertThat(intent.subject()).isEqualTo("market_id=1");
    assertThat(intent.reason()).isEqualTo("the station is silent");
    assertThat(intent.requestId()).isEqualTo("request-of-olga");
    assertThat(intent.address()).isEqualTo("127.0.0.1");
    assertThat(state(intent.before())).isEqualTo("open");
    assertThat(outcome.stage()).isEqualTo(Stage.OUTCOME);
    assertThat(outcome.intent()).isEqualTo(entries.size() - 1);
    assertThat(outcome.outcome()).isEqualTo("200");
    assertThat(state(outcome.after())).isEqualTo("halted");
  }

  @Test
  void whatIsRefusedOrForbiddenIsWrittenDownToo() {
    gateway.staff(Role.SETTLER).post(market + "/settle", null).expect(422);
    assertThat(gateway.audit().entries().getLast().outcome()).startsWith("422 ");
    gateway.staff(Role.SUPPORT).post(market + "/settle", null).expect(403);
    AuditEntry denied = gateway.audit().entries().getLast();
    assertThat(denied.stage()).isEqualTo(Stage.DENIED);
    assertThat(denied.outcome()).isEqualTo("403 forbidden");
    assertThat(denied.subject()).isEqualTo("market_id=1");
  }

  @Test
  void nothingIsDoneThatCannotBeWrittenDown() {
    Visitor operator = gateway.staff(Role.OPERATOR);
    gateway.audit().outOfOrder(true);
    operator.post(market + "/halt", null).expect(503, "not_recorded");
    operator.get("/admin/accounts").expect(503, "not_recorded");
    gateway.audit().outOfOrder(false);
    assertThat(gateway.visitor().get("/markets/1").expect(200).getString("state"))
        .isEqualTo("open");
    operator.post(market + "/halt", null).expect(200);
  }

  @Test
  void looksAtPeopleAreWrittenDownAndLooksAtTheExchangeAreNot() {
    Visitor operator = gateway.staff(Role.OPERATOR);
    int before = gateway.audit().entries().size();
    operator.get("/admin/exchange").expect(200);
    assertThat(gateway.audit().entries()).hasSize(before);
    operator.get("/admin/accounts?limit=3").expect(200);
    AuditEntry read = gateway.audit().entries().getLast();
    assertThat(read.stage()).isEqualTo(Stage.READ);
    assertThat(read.request()).isEqualTo("{\"query\":{\"limit\":\"3\"}}");
    assertThat(read.after()).isNull();
  }

  @Test
  void passwordsAreMaskedAndSignInsAreWrittenDown() {
    gateway
        .staff(Role.ADMIN)
        .post(
            "/admin/staff",
            new JsonObject()
                .put("username", "olga")
                .put("password", "a long password")
                .put("roles", new JsonArray().add("settler")))
        .expect(201);
    gateway
        .visitor()
        .post(
            "/admin/auth/login",
            new JsonObject().put("username", "olga").put("password", "guessed password"))
        .expect(401, "wrong_credentials");
    AuditEntry attempt = gateway.audit().entries().getLast();
    assertThat(attempt.stage()).isEqualTo(Stage.SIGN_IN);
    assertThat(attempt.username()).isEqualTo("olga");
    assertThat(attempt.outcome()).isEqualTo("401 wrong_credentials");
    assertThat(gateway.audit().entries().toString())
        .doesNotContain("a long password", "guessed password", InMemoryStaff.PASSWORD)
        .contains("***");
  }

  private Visitor.Reply change(String id, JsonObject change) {
    return gateway.staff(Role.ADMIN).patch("/admin/staff/" + id, change);
  }

  private static String id(Visitor member) {
    return member.get("/admin/auth/me").expect(200).getJsonObject("staff").getString("staff_id");
  }

  private static String state(String market) {
    return new JsonObject(market).getString("state");
  }
}
