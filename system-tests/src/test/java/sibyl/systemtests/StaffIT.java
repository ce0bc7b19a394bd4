package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Intruder;
import sibyl.systemtests.people.Intruder.Answer;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/** Members of staff run an exchange together, on the running program. */
@Timeout(300)
class StaffIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @AutoClose private static Sibyl sibyl;
  private static Intruder line;
  private static Map<String, String> admin;

  @BeforeAll
  static void start(@TempDir Path directory) {
    sibyl = aSibyl().withData(directory.resolve("data")).start().awaitReady();
    line = new Intruder(sibyl.url());
    admin = Map.of("Cookie", "sibyl_staff=" + line.staffToken());
  }

  @Test
  void aDraftBecomesAnEventThatTwoPeopleSettle() {
    Map<String, String> operator = member("otto", "operator");
    Map<String, String> settler = member("selma", "settler");
    String event = "{\"title\":\"%s\",\"rules\":\"As seen.\",\"markets\":[{\"four_eyes\":true}]}";
    String draft =
        text(post("/admin/drafts", event.formatted("Soon?"), operator, 201), "/draft_id");
    Answer edited =
        line.send("PUT", "/admin/drafts/" + draft, event.formatted("Will it be soon?"), operator);
    assertThat(edited.status()).isEqualTo(200);
    JsonNode published = post("/admin/drafts/" + draft + "/publish", null, operator, 201);
    assertThat(text(published, "/title")).isEqualTo("Will it be soon?");
    String market = "/admin/markets/" + text(published, "/markets/0/market_id");
    post(market + "/open", null, operator, 200);
    post(market + "/close", null, operator, 200);
    post(market + "/resolution", "{\"outcome\":\"yes\"}", operator, 403);
    post(market + "/resolution", "{\"outcome\":\"yes\"}", settler, 200);
    post(market + "/evidence", "{\"evidence\":\"a photograph\"}", settler, 201);
    post(market + "/resolution/confirm", null, settler, 403);
    post(market + "/resolution/confirm", null, admin, 200);
    String rules = "/events/" + text(published, "/event_id") + "/rules";
    post(
        "/admin" + rules,
        "{\"rules\":\"As seen by two.\",\"reason\":\"asked for\"}",
        operator,
        201);
    post(market + "/settle", null, settler, 200);
    assertThat(text(line.json("GET", rules, null, Map.of()), "/items/0/rules"))
        .isEqualTo("As seen by two.");
    assertThat(text(line.json("GET", rules, null, Map.of()), "/items/1/rules"))
        .isEqualTo("As seen.");
  }

  @Test
  void twoPeopleCorrectABalanceAndEverythingIsWrittenDown() {
    Person ada = Person.signUp(sibyl.url(), "ada").deposits("10.00");
    String account = ada.get("/auth/me").at("/user/user_id");
    String before = ada.get("/portfolio/balance").at("/available");
    Map<String, String> support = member("sue", "support");
    String asked =
        text(
            post(
                "/admin/adjustments",
                "{\"account_id\":\"" + account + "\",\"amount\":\"-2.50\",\"reason\":\"twice\"}",
                support,
                201),
            "/adjustment_id");
    post("/admin/adjustments/" + asked + "/approve", "{}", support, 403);
    post("/admin/adjustments/" + asked + "/approve", "{\"remark\":\"seen\"}", admin, 200);
    sibyl.await(
        "the correction",
        SOON,
        () ->
            cents(ada.get("/portfolio/balance").at("/available")) == cents(before) - 250
                && text(line.json("GET", "/admin/adjustments/" + asked, null, admin), "/transfer")
                    .equals("done"));
    JsonNode entries =
        line.json("GET", "/admin/audit?subject=adjustment_id%3D" + asked, null, admin);
    assertThat(entries.toString())
        .contains("approveAdjustment", "seen", "denied", "requested", "approved");
    JsonNode verdict = line.json("GET", "/admin/audit/verify", null, admin);
    assertThat(verdict.path("intact").asBoolean()).isTrue();
    assertThat(verdict.path("unfinished").asInt()).isZero();
  }

  @Test
  void whoIsSuspendedIsSignedOutAndMayOnlyCancel() {
    String market = Staff.signIn(sibyl.url()).opensMarket("Is she suspended?");
    Person bea = Person.signUp(sibyl.url(), "bea").deposits("10.00");
    String order = bea.buys("1", "yes", "0.50", market).at("/order/order_id");
    String path = "/admin/users/" + bea.get("/auth/me").at("/user/user_id");
    assertThat(text(line.json("GET", "/admin/users?q=be", null, admin), "/items/0/username"))
        .isEqualTo("bea");
    post(path + "/suspend", "{\"reason\":\"complaints\"}", admin, 200);
    bea.get("/auth/me").expect(401);
    Person again = bea.signedInAgain();
    again
        .post("/orders", Person.limit("buy", "1", "yes", "0.50", market))
        .expect(403, "account_suspended");
    again.delete("/orders/" + order).expect(200);
    post(path + "/resume", "{\"reason\":\"somebody else\"}", admin, 200);
    again.buys("1", "yes", "0.50", market);
    sibyl.await(
        "the order in the export",
        SOON,
        () ->
            line.send("GET", "/admin/exports/orders", null, admin)
                .text()
                .lines()
                .anyMatch(row -> row.startsWith(order + ",") && row.contains("bea")));
    JsonNode system = line.json("GET", "/admin/system", null, admin);
    assertThat(text(system, "/node/state")).isEqualTo("running");
    assertThat(system.at("/outbox/dead").asInt()).isZero();
  }

  /** Somebody new on the staff, signed in. */
  private static Map<String, String> member(String name, String role) {
    String password = "the password of " + name;
    post(
        "/admin/staff",
        "{\"username\":\"%s\",\"password\":\"%s\",\"roles\":[\"%s\"]}"
            .formatted(name, password, role),
        admin,
        201);
    return Map.of("Cookie", "sibyl_staff=" + line.staffToken(name, password));
  }

  private static JsonNode post(String path, String body, Map<String, String> as, int expected) {
    Answer answer = line.post(path, body, as);
    assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(expected);
    return Intruder.json(answer);
  }

  private static String text(JsonNode node, String pointer) {
    return node.at(pointer).asText();
  }

  private static long cents(String money) {
    return Math.round(Double.parseDouble(money) * 100);
  }
}
