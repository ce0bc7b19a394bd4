package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** A contest from its beginning to its report. */
class ContestTest {
  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private String reds;
  private String blues;
  private String bread;
  private String contest;

  @BeforeEach
  void aContestOfTwoTeams() {
    gateway = TestGateway.withTables();
    ada = gateway.person("ada", "0");
    bob = gateway.person("bob", "0");
    reds = team("The Reds", ada);
    blues = team("=Blues", bob);
    bread = gateway.openPlayGoodsMarket("Bread");
    contest = create(new JsonArray().add(bread)).expect(201).getString("contest_id");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void theFirstResetGivesEverybodyWhatTheyBeginWith() {
    assertThat(cash(ada, reds)).isEqualTo("0.00 + 0.00");
    JsonObject begun = reset().expect(200);
    assertThat(begun.getInteger("resets")).isOne();
    assertThat(cash(ada, reds)).isEqualTo("100.00 + 0.00");
    assertThat(cash(bob, blues)).isEqualTo("250.00 + 0.00");
    assertThat(goods(ada, reds)).isEqualTo("10.00");
    assertThat(goods(bob, blues)).isEqualTo("0");
    assertThat(reasons(ada, reds)).containsExactly("10.00 initial");
  }

  @Test
  void aResetTakesBackWhatWasWonAndGivesBackWhatWasLost() {
    reset().expect(200);
    as(reds, ada).placed(bread, "sell", "yes", "3.00", "4");
    as(blues, bob).placed(bread, "buy", "yes", "3.00", "3");
    as(blues, bob).placed(bread, "buy", "yes", "1.00", "5");
    assertThat(cash(bob, blues)).isEqualTo("236.00 + 5.00");

    gateway
        .staff()
        .patch("/admin/accounts/" + reds, new JsonObject().put("suspended", true))
        .expect(200);
    JsonObject again = reset().expect(200);

    assertThat(again.getInteger("resets")).isEqualTo(2);
    assertThat(cash(ada, reds)).isEqualTo("100.00 + 0.00");
    assertThat(cash(bob, blues)).isEqualTo("250.00 + 0.00");
    assertThat(goods(ada, reds)).isEqualTo("10.00");
    assertThat(goods(bob, blues)).isEqualTo("0");
    assertThat(reasons(bob, blues)).containsExactly("-3.00 reset", "3.00 trade_buy");
    assertThat(
            as(blues, bob)
                .get("/portfolio/ledger?limit=1")
                .expect(200)
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("kind"))
        .isNotEqualTo("trade");
    assertThat(as(reds, ada).get("/orders?status=open").expect(200).getJsonArray("items"))
        .isEmpty();
    as(reds, ada).placed(bread, "sell", "yes", "3.00", "1"); // suspended no more
  }

  @Test
  void theReportRanksByWhatTradingMade() {
    reset().expect(200);
    as(reds, ada).placed(bread, "sell", "yes", "3.00", "4");
    as(blues, bob).placed(bread, "buy", "yes", "3.00", "4");
    as(blues, bob).placed(bread, "sell", "yes", "5.00", "1");
    as(reds, ada).placed(bread, "buy", "yes", "5.00", "1");
    gateway.awaitTables();

    JsonObject report = report();

    assertThat(report.getBoolean("over")).isFalse();
    JsonObject first = report.getJsonArray("standings").getJsonObject(0);
    // Four bought for 12.00 and one sold for 5.00; three are left at 5.00 each.
    assertThat(first.getString("team_id")).isEqualTo(blues);
    assertThat(first.getString("profit")).isEqualTo("8.00");
    assertThat(first.getString("roi")).isEqualTo("0.0320");
    assertThat(first.getString("volume")).isEqualTo("17.00");
    assertThat(first.getInteger("trades")).isEqualTo(2);
    JsonObject second = report.getJsonArray("standings").getJsonObject(1);
    assertThat(second.getInteger("rank")).isEqualTo(2);
    assertThat(second.getString("started")).isEqualTo("150.00");
    assertThat(second.getString("cash")).isEqualTo("107.00");
    assertThat(second.getString("profit")).isEqualTo("-8.00");
    assertThat(second.getJsonArray("holdings").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("market_id", bread)
                .put("outcome", "yes")
                .put("quantity", "7.00")
                .put("mark", "5.00"));

    Visitor.Reply csv = gateway.staff().get("/admin/contests/" + contest + "/report?format=csv");
    assertThat(csv.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(csv.header("Content-Disposition")).contains("contest-" + contest + ".csv");
    assertThat(csv.text().lines())
        .containsExactly(
            "rank,team_id,name,started,cash,profit,roi,volume,trades",
            "1," + blues + ",'=Blues,250.00,243.00,8.00,0.0320,17.00,2",
            "2," + reds + ",The Reds,150.00,107.00,-8.00,-0.0533,17.00,2");
  }

  @Test
  void whatStaffGiveMeanwhileIsNobodysProfit() {
    reset().expect(200);
    as(reds, ada).placed(bread, "sell", "yes", "3.00", "1");
    as(blues, bob).placed(bread, "buy", "yes", "3.00", "1");
    gateway
        .staff()
        .post(
            "/admin/accounts/" + reds + "/inventory",
            new JsonObject()
                .put("market_id", bread)
                .put("quantity", "50")
                .put("reason", "adjustment"))
        .expect(200);
    gateway.awaitTables();
    for (Object standing : report().getJsonArray("standings")) {
      assertThat(((JsonObject) standing).getString("profit")).isEqualTo("0.00");
    }
  }

  @Test
  void sharesThatSomebodyHasAClaimByAreNotTakenAway() {
    String binary = gateway.openPlayMarket();
    contest = create(new JsonArray().add(bread).add(binary)).expect(201).getString("contest_id");
    reset().expect(200);
    as(reds, ada)
        .post("/markets/" + binary + "/split", new JsonObject().put("quantity", "5"))
        .expect(200);
    JsonObject refused = reset().expect(409, "contest_positions_open");
    assertThat(refused.getString("team_id")).isEqualTo(reds);
    as(reds, ada).placed(bread, "sell", "yes", "3.00", "1"); // nobody was left suspended
    as(reds, ada)
        .post("/markets/" + binary + "/merge", new JsonObject().put("quantity", "5"))
        .expect(200);
    reset().expect(200);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    create(new JsonArray().add("999")).expect(404, "unknown_market");
    String real = gateway.openBookMarket();
    create(new JsonArray().add(bread).add(real)).expect(422, "invalid_contest"); // real money
    create(new JsonArray().add(gateway.openPlayMarket())).expect(422, "invalid_contest");
    gateway.staff().get("/admin/contests/999").expect(404, "unknown_contest");
    gateway.staff().post("/admin/contests/999/reset", null).expect(404, "unknown_contest");
    gateway.staff().get("/admin/contests/999/report").expect(404, "unknown_contest");
    ada.post("/admin/contests/" + contest + "/reset", null).expect(403, "forbidden");
    assertThat(gateway.staff().get("/admin/contests").expect(200).getJsonArray("items")).hasSize(1);
  }

  private Visitor.Reply create(JsonArray markets) {
    return gateway
        .staff()
        .post(
            "/admin/contests",
            new JsonObject()
                .put("title", "Spring")
                .put("starts_at", "2020-01-01T00:00:00Z")
                .put("ends_at", "2999-01-01T00:00:00Z")
                .put("markets", markets)
                .put("cash", "100.00")
                .put("inventory", new JsonArray().add(good("10")))
                .put(
                    "teams",
                    new JsonArray()
                        .add(new JsonObject().put("team_id", reds))
                        .add(
                            new JsonObject()
                                .put("team_id", blues)
                                .put("cash", "250")
                                .put("inventory", new JsonArray()))));
  }

  private JsonObject good(String quantity) {
    return new JsonObject().put("market_id", bread).put("quantity", quantity);
  }

  private Visitor.Reply reset() {
    return gateway.staff().post("/admin/contests/" + contest + "/reset", null);
  }

  private JsonObject report() {
    return gateway.staff().get("/admin/contests/" + contest + "/report").expect(200);
  }

  private String team(String name, Visitor member) {
    String id =
        gateway
            .staff()
            .post("/admin/teams", new JsonObject().put("name", name))
            .expect(201)
            .getString("team_id");
    gateway.staff().put("/admin/teams/" + id + "/members/" + gateway.account(member)).expect(200);
    return id;
  }

  private static Visitor as(String account, Visitor who) {
    return who.with("Sibyl-Account", account);
  }

  private static String cash(Visitor who, String account) {
    JsonObject cash = as(account, who).get("/portfolio/balance").expect(200);
    return cash.getString("available") + " + " + cash.getString("held");
  }

  private static String goods(Visitor who, String account) {
    JsonArray held = as(account, who).get("/portfolio/inventory").expect(200).getJsonArray("items");
    return held.isEmpty() ? "0" : held.getJsonObject(0).getString("quantity");
  }

  private static List<String> reasons(Visitor who, String account) {
    return as(account, who)
        .get("/portfolio/inventory/movements")
        .expect(200)
        .getJsonArray("items")
        .stream()
        .map(JsonObject.class::cast)
        .map(moved -> moved.getString("quantity") + " " + moved.getString("reason"))
        .toList();
  }
}
