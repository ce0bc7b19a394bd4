package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.StreamClient;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** What traders have beside their trading. */
class TraderTest {
  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private String market;

  @BeforeEach
  void twoTraders() {
    gateway = TestGateway.withTables();
    ada = gateway.person("ada", "100.00");
    bob = gateway.person("bob", "100.00");
    market = gateway.openBookMarket();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aWatchlistIsOnesOwnAndBounded() {
    String other = gateway.openBookMarket();
    ada.put("/watchlist/" + market).expect(204);
    ada.put("/watchlist/" + market).expect(204);
    ada.put("/watchlist/" + other).expect(204);
    ada.put("/watchlist/999").expect(404, "unknown_market");
    assertThat(markets(ada)).containsExactlyInAnyOrder(other, market);
    assertThat(markets(bob)).isEmpty();
    ada.delete("/watchlist/" + other).expect(204);
    ada.delete("/watchlist/" + other).expect(204);
    assertThat(markets(ada)).containsExactly(market);
  }

  @Test
  void settingsAreKnownKeysAndWhatIsNotGivenStays() {
    JsonObject before = ada.get("/settings").expect(200);
    assertThat(before.getString("self_trade_prevention")).isEqualTo("cancel_taker");
    JsonObject after =
        ada.patch(
                "/settings",
                new JsonObject()
                    .put("self_trade_prevention", "decrement")
                    .put("notifications", new JsonObject().put("fills", false)))
            .expect(200);
    assertThat(after.getString("self_trade_prevention")).isEqualTo("decrement");
    assertThat(after.getJsonObject("notifications").getBoolean("fills")).isFalse();
    assertThat(after.getJsonObject("notifications").getBoolean("settlements")).isTrue();
    assertThat(ada.get("/settings").expect(200)).isEqualTo(after);
    assertThat(bob.get("/settings").expect(200)).isEqualTo(before);
    ada.patch("/settings", new JsonObject().put("volume", 11)).expect(400, "malformed");
    ada.patch("/settings", new JsonObject().put("theme", "pink")).expect(400, "malformed");
    ada.patch("/settings", new JsonObject()).expect(400, "malformed");
  }

  @Test
  void fillsAndSettlementsAreToldOnceToWhomTheyConcern() {
    bob.placed(market, "buy", "no", "0.40", "5");
    bob.placed(market, "buy", "no", "0.41", "5");
    String order = ada.placed(market, "buy", "yes", "0.60", "8");
    gateway.notifyPeople();
    gateway.notifyPeople();

    JsonObject toAda = ada.get("/notifications").expect(200);
    assertThat(toAda.getInteger("unread")).isOne();
    JsonObject fill = toAda.getJsonArray("items").getJsonObject(0);
    assertThat(fill.getString("kind")).isEqualTo("fill");
    assertThat(fill.getString("order_id")).isEqualTo(order);
    assertThat(fill.getString("quantity")).isEqualTo("8.00");
    assertThat(fill.getString("amount")).isEqualTo("4.75");
    assertThat(fill.getInteger("trades")).isEqualTo(2);
    assertThat(bob.get("/notifications").expect(200).getInteger("unread")).isEqualTo(2);

    settle("yes");
    gateway.notifyPeople();
    JsonArray items = ada.get("/notifications").expect(200).getJsonArray("items");
    assertThat(items).hasSize(2);
    assertThat(items.getJsonObject(0).getString("kind")).isEqualTo("settlement");
    assertThat(items.getJsonObject(0).getString("amount")).isEqualTo("8.00");
    assertThat(ada.get("/notifications?limit=1").expect(200).getString("next_cursor")).isNotNull();

    assertThat(read(ada, fill.getString("notification_id"))).isOne();
    assertThat(ada.get("/notifications?unread=true").expect(200).getJsonArray("items")).hasSize(1);
    assertThat(read(bob, items.getJsonObject(0).getString("notification_id")))
        .as("one's own only, whatever number is given")
        .isLessThanOrEqualTo(1);
    assertThat(ada.get("/notifications").expect(200).getInteger("unread")).isOne();
  }

  @Test
  void whatHappensToATeamIsToldToItsMembers() {
    String team =
        gateway
            .staff()
            .post("/admin/teams", new JsonObject().put("name", "The Reds"))
            .expect(201)
            .getString("team_id");
    gateway.staff().put("/admin/teams/" + team + "/members/" + gateway.account(ada)).expect(200);
    String bread = gateway.openPlayGoodsMarket("Bread");
    market = gateway.openPlayMarket();
    String blues = gateway.team("The Blues", bob, "100.00");
    gateway
        .staff()
        .post(
            "/admin/accounts/" + team + "/inventory",
            new JsonObject().put("market_id", bread).put("quantity", "5").put("reason", "initial"))
        .expect(200);
    ada.with("Sibyl-Account", team).placed(bread, "sell", "yes", "2.00", "5");
    bob.with("Sibyl-Account", blues).placed(bread, "buy", "yes", "2.00", "5");
    bob.with("Sibyl-Account", blues).placed(market, "buy", "no", "0.40", "5");
    ada.with("Sibyl-Account", team).placed(market, "buy", "yes", "0.60", "5");
    settle("yes");
    gateway.notifyPeople();
    JsonArray items = ada.get("/notifications").expect(200).getJsonArray("items");
    assertThat(items).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(items.getJsonObject(i).getString("team_id")).isEqualTo(team);
    }
    assertThat(items.getJsonObject(0).getString("amount")).isEqualTo("5.00");
    assertThat(bob.get("/notifications").expect(200).getJsonArray("items"))
        .allSatisfy(
            item -> assertThat(((JsonObject) item).getString("team_id")).isNotEqualTo(team));
  }

  @Test
  void whatPeopleAreToldTheyHearAtOnceIfTheyListen() {
    try (StreamClient adas = StreamClient.open(gateway, ada);
        StreamClient watching = StreamClient.open(gateway, gateway.staff())) {
      adas.subscribe("account", null);
      adas.until(message -> "account_snapshot".equals(message.getString("type")));
      watching.send(
          new JsonObject()
              .put("id", 1)
              .put("op", "subscribe")
              .put("channel", "account")
              .put("account_id", gateway.account(ada)));
      watching.until(message -> "account_snapshot".equals(message.getString("type")));
      gateway
          .staff()
          .post("/admin/broadcasts", new JsonObject().put("title", "Hear").put("text", "all"))
          .expect(201);
      JsonObject message = told(adas);
      assertThat(message.getString("kind")).isEqualTo("message");
      assertThat(message.getString("title")).isEqualTo("Hear");
      bob.placed(market, "buy", "no", "0.40", "5");
      ada.placed(market, "buy", "yes", "0.60", "5");
      gateway.notifyPeople();
      JsonObject fill = told(adas);
      assertThat(fill.getString("kind")).isEqualTo("fill");
      JsonArray listed = ada.get("/notifications").expect(200).getJsonArray("items");
      assertThat(listed.getJsonObject(0)).isEqualTo(fill);
      assertThat(listed.getJsonObject(1)).isEqualTo(message);
      ada.delete("/orders/" + ada.placed(market, "buy", "yes", "0.10", "1")).expect(200);
      assertThat(
              watching.until(
                  heard ->
                      "order".equals(heard.getString("type"))
                          && "canceled".equals(heard.getJsonObject("order").getString("status"))))
          .as("what its owner is told is the owner's")
          .noneMatch(heard -> "notification".equals(heard.getString("type")));
    }
  }

  private static JsonObject told(StreamClient listener) {
    return listener
        .until(message -> "notification".equals(message.getString("type")))
        .getLast()
        .getJsonObject("notification");
  }

  @Test
  void whoDoesNotWantToBeToldIsNot() {
    ada.patch(
            "/settings",
            new JsonObject().put("notifications", new JsonObject().put("fills", false)))
        .expect(200);
    bob.placed(market, "buy", "no", "0.40", "5");
    ada.placed(market, "buy", "yes", "0.60", "5");
    gateway.notifyPeople();
    assertThat(ada.get("/notifications").expect(200).getJsonArray("items")).isEmpty();
    assertThat(bob.get("/notifications").expect(200).getJsonArray("items")).hasSize(1);
  }

  @Test
  void aReportSaysHowTradingWent() {
    String second = gateway.openBookMarket();
    bob.placed(market, "buy", "no", "0.40", "10");
    ada.placed(market, "buy", "yes", "0.60", "10");
    bob.placed(second, "buy", "no", "0.70", "10");
    ada.placed(second, "buy", "yes", "0.30", "10");
    gateway.exchange().forward(Duration.ofDays(1));
    settle("yes");
    gateway.awaitTables();

    JsonObject report = ada.get("/portfolio/performance?days=2").expect(200);

    assertThat(report.getString("paid_in")).isEqualTo("100.00");
    assertThat(report.getString("realized_pnl")).isEqualTo("4.00");
    assertThat(report.getString("unrealized_pnl")).isEqualTo("0.00");
    assertThat(report.getString("roi")).isEqualTo("0.0400");
    assertThat(report.getInteger("wins")).isOne();
    assertThat(report.getString("win_rate")).isEqualTo("1.0000");
    assertThat(report.getString("volume")).isEqualTo("9.00");
    // Bought at 0.60 what came true.
    assertThat(report.getString("brier_score")).isEqualTo("0.160000000");
    assertThat(report.getJsonArray("markets")).hasSize(2);
    assertThat(report.getJsonArray("markets").getJsonObject(0).getString("market_id"))
        .isEqualTo(market);
    assertThat(report.getJsonArray("categories").getJsonObject(0).getString("category"))
        .isEqualTo("tests");
    assertThat(report.getJsonArray("equity_curve").stream().map(day -> equity(day)))
        .as("yesterday at the last price, today with what was paid")
        .containsExactly("100.00", "104.00");
    JsonObject bobs = bob.get("/portfolio/performance").expect(200);
    assertThat(bobs.getString("profit")).isEqualTo("-4.00");
    assertThat(bobs.getInteger("losses")).isOne();
    assertThat(bobs.getString("brier_score")).isEqualTo("0.160000000");
    ada.get("/portfolio/performance?days=91").expect(400, "malformed");
  }

  /** The example of the report: a split at par, and one side of it without a price. */
  @Test
  void portfolioPerformanceAndStaffTellOneProfit() {
    ada.post("/markets/" + market + "/split", new JsonObject().put("quantity", "10")).expect(200);
    agree(ada, "100.00", "0.00");
    ada.placed(market, "sell", "no", "0.70", "10");
    agree(ada, "100.00", "0.00");
    bob.placed(market, "buy", "no", "0.70", "4");
    agree(ada, null, null);
    agree(bob, null, null);
    ada.placed(market, "buy", "yes", "0.20", "5");
    agree(ada, null, null);
    settle("no");
    agree(ada, "98.80", "-1.20");
    agree(bob, "101.20", "1.20");
  }

  private void agree(Visitor who, @Nullable String equity, @Nullable String profit) {
    gateway.awaitTables();
    JsonObject portfolio = who.get("/portfolio").expect(200);
    JsonObject performance = who.get("/portfolio/performance?days=1").expect(200);
    JsonObject staff = gateway.staff().get("/admin/accounts/" + gateway.account(who)).expect(200);
    for (String figure :
        List.of(
            "paid_in",
            "profit",
            "roi",
            "realized_pnl",
            "unrealized_pnl",
            "positions_value",
            "under_way")) {
      assertThat(performance.getString(figure)).as(figure).isEqualTo(portfolio.getString(figure));
      assertThat(staff.getString(figure)).as(figure).isEqualTo(portfolio.getString(figure));
    }
    assertThat(staff.getString("equity")).isEqualTo(portfolio.getString("equity"));
    assertThat(performance.getString("equity")).isEqualTo(portfolio.getString("equity"));
    assertThat(equity(performance.getJsonArray("equity_curve").getJsonObject(0)))
        .isEqualTo(portfolio.getString("equity"));
    BigDecimal all = figure(portfolio, "profit");
    assertThat(figure(portfolio, "realized_pnl").add(figure(portfolio, "unrealized_pnl")))
        .isEqualByComparingTo(all);
    assertThat(figure(portfolio, "equity").subtract(figure(portfolio, "paid_in")))
        .isEqualByComparingTo(all);
    BigDecimal ofMarkets = BigDecimal.ZERO;
    for (Object each : performance.getJsonArray("markets")) {
      JsonObject one = (JsonObject) each;
      ofMarkets = ofMarkets.add(figure(one, "realized_pnl")).add(figure(one, "unrealized_pnl"));
    }
    assertThat(ofMarkets).isEqualByComparingTo(all);
    if (equity != null) {
      assertThat(portfolio.getString("equity")).isEqualTo(equity);
      assertThat(portfolio.getString("profit")).isEqualTo(profit);
    }
  }

  private static BigDecimal figure(JsonObject of, String name) {
    return new BigDecimal(of.getString(name));
  }

  @Test
  void leaderboardsMaskNamesAndLeaveOutWhoWantsToBeLeftOut() {
    Visitor eve = gateway.person("eve", "100.00");
    bob.placed(market, "buy", "no", "0.40", "20");
    for (int i = 0; i < 10; i++) {
      ada.placed(market, "buy", "yes", "0.60", "1");
    }
    eve.placed(market, "buy", "yes", "0.60", "5");
    eve.patch("/settings", new JsonObject().put("leaderboards", false)).expect(200);
    settle("yes");
    gateway.awaitTables();

    assertThat(board("profit")).containsExactly("1 ad*** 4.00", "2 bo*** -6.00");
    assertThat(board("volume")).containsExactly("1 ad*** 6.00", "1 bo*** 6.00");
    assertThat(board("calibration")).contains("1 ad*** 0.160000000");
  }

  private void settle(String outcome) {
    String path = "/admin/markets/" + market;
    gateway.staff().post(path + "/close", null).expect(200);
    gateway
        .staff()
        .post(path + "/resolution", new JsonObject().put("outcome", outcome))
        .expect(200);
    gateway.staff().post(path + "/resolution/confirm", null).expect(200);
    gateway.staff().post(path + "/settle", null).expect(200);
    while (!"settled".equals(ada.get("/markets/" + market).expect(200).getString("state"))) {
      Thread.onSpinWait();
    }
  }

  private List<String> board(String by) {
    return ada.get("/leaderboards?by=" + by).expect(200).getJsonArray("items").stream()
        .map(JsonObject.class::cast)
        .map(p -> p.getInteger("rank") + " " + p.getString("name") + " " + p.getString("value"))
        .toList();
  }

  private static int read(Visitor who, String through) {
    return who.post("/notifications/read", new JsonObject().put("through", through))
        .expect(200)
        .getInteger("unread");
  }

  private static String equity(Object day) {
    return ((JsonObject) day).getString("equity");
  }

  private static List<String> markets(Visitor who) {
    return who.get("/watchlist").expect(200).getJsonArray("items").stream()
        .map(market -> ((JsonObject) market).getString("market_id"))
        .toList();
  }
}
