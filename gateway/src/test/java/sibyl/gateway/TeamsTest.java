package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.accounts.staff.Role;
import sibyl.gateway.fixture.StreamClient;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Several people on one account. */
class TeamsTest {
  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private Visitor eve;
  private String blues;
  private String team;
  private String bread;

  @BeforeEach
  void aTeamOfTwo() {
    gateway = TestGateway.start();
    ada = gateway.person("ada", "0");
    bob = gateway.person("bob", "0");
    eve = gateway.person("eve", "100.00");
    blues = gateway.team("The Others", eve, "100.00");
    team = create("The Reds");
    join(team, ada);
    join(team, bob);
    bread = gateway.openPlayGoodsMarket("Bread");
    give(team, "20");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void whatOneMemberDoesIsTheTeamsAndEveryMembers() {
    String order =
        as(team, ada)
            .order(bread, "sell", "yes", "2.00", "5")
            .expect(201)
            .getJsonObject("order")
            .getString("order_id");
    assertThat(
            as(team, bob)
                .get("/orders/" + order)
                .expect(200)
                .getJsonObject("order")
                .getString("status"))
        .isEqualTo("open");
    ada.get("/orders/" + order).expect(404, "unknown_order");
    as(blues, eve).placed(bread, "buy", "yes", "2.00", "3");
    assertThat(as(team, bob).get("/portfolio/balance").expect(200).getString("available"))
        .isEqualTo("6.00");
    assertThat(items(as(team, ada).get("/portfolio/fills"))).hasSize(1);
    assertThat(items(ada.get("/portfolio/fills"))).isEmpty();
    as(team, bob).delete("/orders/" + order).expect(200);
    assertThat(gateway.staff().get("/admin/accounts/" + team).expect(200).getInteger("trades"))
        .isEqualTo(1);
  }

  @Test
  void whoIsInATeamIsForStaffToSay() {
    JsonObject own = ada.get("/teams").expect(200).getJsonArray("items").getJsonObject(0);
    assertThat(own.getString("team_id")).isEqualTo(team);
    assertThat(own.getJsonArray("members")).hasSize(2);
    assertThat(items(eve.get("/teams"))).hasSize(1);
    assertThat(items(gateway.staff().get("/admin/teams?limit=1"))).hasSize(1);
    gateway.staff().post("/admin/teams", named("THE REDS")).expect(409, "team_name_taken");
    gateway.staff().put("/admin/teams/" + team + "/members/999").expect(404, "unknown_person");
    gateway.staff().get("/admin/teams/" + gateway.account(ada)).expect(404, "unknown_team");
    gateway.staff(Role.OPERATOR).get("/admin/teams/" + team).expect(200);
    gateway.staff(Role.SUPPORT).get("/admin/teams/" + team).expect(403, "forbidden");
    ada.get("/admin/teams/" + team).expect(403, "forbidden");
  }

  @Test
  void nobodyElseActsForATeamNorLearnsThatThereIsOne() {
    JsonObject foreign = as(team, eve).get("/portfolio").expect(404, "unknown_account");
    JsonObject none = as("987654", eve).get("/portfolio").expect(404, "unknown_account");
    assertThat(foreign.getString("detail")).isEqualTo(none.getString("detail"));
    as("nonsense", eve).get("/portfolio").expect(404, "unknown_account");
    as(team, eve).order(bread, "sell", "yes", "2.00", "5").expect(404, "unknown_account");
    as(gateway.account(ada), bob).get("/portfolio").expect(404, "unknown_account");
    as(gateway.account(ada), ada).get("/portfolio").expect(200);
    as(team, gateway.visitor()).get("/portfolio").expect(401, "unauthenticated");
    as(team, gateway.staff()).get("/admin/accounts").expect(400, "unsupported_header");
    as(team, ada).get("/wallet").expect(400, "unsupported_header");

    gateway.staff().delete("/admin/teams/" + team + "/members/" + gateway.account(bob)).expect(200);
    as(team, bob).get("/portfolio").expect(404, "unknown_account");
    as(team, ada).get("/portfolio").expect(200);
  }

  @Test
  void theKeysOfAMembersProgramsWorkForTheTeamWithinTheirScopes() {
    Visitor reader = Visitor.withKey(gateway.base(), key(ada, "read"));
    Visitor trader = Visitor.withKey(gateway.base(), key(ada, "read", "trade"));
    as(team, reader).get("/portfolio/inventory").expect(200);
    as(team, reader).order(bread, "sell", "yes", "2.00", "1").expect(403, "forbidden");
    as(team, trader).order(bread, "sell", "yes", "2.00", "1").expect(201);
  }

  @Test
  void anIdempotencyKeyIsNotTakenForTheSameRequestOfAnotherAccount() {
    String other = create("The Blues");
    join(other, ada);
    give(other, "5");
    as(team, ada).with("Idempotency-Key", "k").order(bread, "sell", "yes", "2.00", "1").expect(201);
    as(other, ada)
        .with("Idempotency-Key", "k")
        .order(bread, "sell", "yes", "2.00", "1")
        .expect(409, "idempotency_conflict");
    Visitor.Reply again =
        as(team, ada).with("Idempotency-Key", "k").order(bread, "sell", "yes", "2.00", "1");
    again.expect(201);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
  }

  @Test
  void everySessionOfThePartyAndStaffHearOfItAndNobodyElse() {
    try (StreamClient first = StreamClient.open(gateway, ada);
        StreamClient second = StreamClient.open(gateway, ada);
        StreamClient third = StreamClient.open(gateway, bob);
        StreamClient watching = StreamClient.open(gateway, gateway.staff());
        StreamClient outside = StreamClient.open(gateway, eve)) {
      for (StreamClient session : List.of(first, second, third, watching)) {
        hear(session, team);
        session.next("subscribed");
        session.next("account_snapshot");
      }
      hear(outside, team);
      assertThat(outside.next("error").getString("code")).isEqualTo("unknown_account");
      hear(outside, blues);
      outside.next("subscribed");
      outside.next("account_snapshot");

      as(team, bob)
          .post("/orders", Visitor.limit(bread, "sell", "yes", "2.00", "5").put("message", "fresh"))
          .expect(201);
      for (StreamClient session : List.of(first, second, third, watching)) {
        assertThat(session.next("order").getJsonObject("order").getString("message"))
            .isEqualTo("fresh");
        session.until(message -> "balance".equals(message.getString("type")));
      }
      as(blues, eve).placed(bread, "buy", "yes", "2.00", "5");
      for (StreamClient session : List.of(first, second, third, watching)) {
        List<JsonObject> told =
            session.until(
                message ->
                    "order".equals(message.getString("type"))
                        && "filled".equals(message.getJsonObject("order").getString("status")));
        assertThat(told.stream().map(message -> message.getString("type")))
            .containsSubsequence("fill", "position", "balance", "order");
      }
      List<JsonObject> toEve =
          outside.until(
              message ->
                  "order".equals(message.getString("type"))
                      && "filled".equals(message.getJsonObject("order").getString("status")));
      assertThat(toEve.toString()).contains("fresh").doesNotContain("\"total\":\"10.00\"");
    }
  }

  @Test
  void whoIsRemovedHearsNoMore() {
    try (StreamClient gone = StreamClient.open(gateway, bob);
        StreamClient left = StreamClient.open(gateway, ada)) {
      for (StreamClient session : List.of(gone, left)) {
        hear(session, team);
        session.next("subscribed");
        session.next("account_snapshot");
      }
      gateway
          .staff()
          .delete("/admin/teams/" + team + "/members/" + gateway.account(bob))
          .expect(200);
      assertThat(gone.closeCode()).isEqualTo(4003);
      as(team, ada).placed(bread, "sell", "yes", "2.00", "5");
      left.next("order");
    }
  }

  @Test
  void offersGoToTeamsThatCouldDeliver() {
    String order = as(blues, eve).placed(bread, "buy", "yes", "1.50", "4");
    assertThat(items(as(team, ada).get("/offers"))).hasSize(1);
    assertThat(items(ada.get("/offers"))).isEmpty();
    as(team, bob)
        .post(
            "/offers/" + order + "/accept",
            new JsonObject().put("price", "1.25").put("quantity", "4"))
        .expect(201);
    assertThat(as(team, ada).get("/portfolio/balance").expect(200).getString("total"))
        .isEqualTo("5.00");
  }

  @Test
  void theHouseTradesWithAnAccountLikeEverybodys() {
    Visitor staff = gateway.staff();
    JsonObject house = staff.get("/admin/house?play_money=true").expect(200);
    assertThat(house.getJsonObject("balance").getString("total")).isEqualTo("0.00");
    staff
        .post("/admin/house/orders", Visitor.limit(bread, "buy", "yes", "2.00", "5"))
        .expect(422, "insufficient_balance");
    staff
        .post("/admin/house/funds?play_money=true", new JsonObject().put("amount", "50"))
        .expect(200);
    JsonObject placed =
        staff
            .post("/admin/house/orders", Visitor.limit(bread, "buy", "yes", "2.00", "5"))
            .expect(201);
    as(team, ada).placed(bread, "sell", "yes", "2.00", "2");
    house = staff.get("/admin/house?play_money=true").expect(200);
    assertThat(house.getJsonObject("balance").getString("total")).isEqualTo("46.00");
    assertThat(house.getJsonObject("balance").getString("held")).isEqualTo("6.00");
    assertThat(house.getJsonArray("positions").getJsonObject(0).getString("quantity"))
        .isEqualTo("2.00");
    assertThat(house.getJsonArray("orders")).hasSize(1);
    assertThat(as(team, bob).get("/portfolio/balance").expect(200).getString("total"))
        .as("what the house paid the team got")
        .isEqualTo("4.00");
    String id = placed.getJsonObject("order").getString("order_id");
    assertThat(
            staff
                .delete("/admin/house/orders/" + id + "?play_money=true")
                .expect(200)
                .getInteger("canceled"))
        .isOne();
    assertThat(
            staff.delete("/admin/house/orders?play_money=true").expect(200).getInteger("canceled"))
        .isZero();
    staff
        .post("/admin/house/funds?play_money=true", new JsonObject().put("amount", "-46"))
        .expect(200);
    staff
        .post("/admin/house/funds?play_money=true", new JsonObject().put("amount", "-0.01"))
        .expect(422, "insufficient_balance");
    ada.post("/admin/house/orders", Visitor.limit(bread, "buy", "yes", "2.00", "5")).expect(403);
    gateway
        .staff(Role.AUDITOR)
        .post("/admin/house/orders", Visitor.limit(bread, "buy", "yes", "2.00", "5"))
        .expect(403, "forbidden");
  }

  @Test
  void playMoneyNeverMeetsRealMoney() {
    String real = gateway.openBookMarket();
    eve.order(bread, "buy", "yes", "1.00", "1").expect(422, "other_segment");
    as(team, ada).order(real, "buy", "yes", "0.50", "1").expect(422, "other_segment");
    as(blues, eve).order(real, "buy", "yes", "0.50", "1").expect(422, "other_segment");
    as(blues, eve)
        .post("/markets/" + real + "/split", new JsonObject().put("quantity", "5"))
        .expect(422, "other_segment");
    String play = gateway.openPlayMarket();
    eve.post("/markets/" + play + "/split", new JsonObject().put("quantity", "5"))
        .expect(422, "other_segment");
    as(blues, eve)
        .post("/wallet/withdrawals", new JsonObject().put("amount", "5"))
        .expect(400, "unsupported_header");
    Visitor staff = gateway.staff();
    String house = staff.get("/admin/house").expect(200).getString("account_id");
    assertThat(staff.get("/admin/house?play_money=true").expect(200).getString("account_id"))
        .isNotEqualTo(house);
    staff.post("/admin/house/funds", new JsonObject().put("amount", "50")).expect(200);
    staff
        .post("/admin/house/orders", Visitor.limit(bread, "buy", "yes", "2.00", "5"))
        .expect(422, "insufficient_balance"); // the house's real money is of no use there
    assertThat(gateway.visitor().get("/markets/" + play).expect(200).getBoolean("play_money"))
        .isTrue();
    assertThat(gateway.visitor().get("/markets/" + real).expect(200).getBoolean("play_money"))
        .isFalse();
  }

  @Test
  void outsideASandboxTheHouseDoesNotTrade() {
    try (TestGateway production = TestGateway.withoutHouse()) {
      production.staff().get("/admin/house").expect(403, "house_disabled");
      production
          .staff()
          .post("/admin/house/orders", Visitor.limit("1", "buy", "yes", "0.20", "5"))
          .expect(403, "house_disabled");
    }
  }

  private String create(String name) {
    return gateway.staff().post("/admin/teams", named(name)).expect(201).getString("team_id");
  }

  private void join(String to, Visitor who) {
    gateway.staff().put("/admin/teams/" + to + "/members/" + gateway.account(who)).expect(200);
  }

  private void give(String to, String quantity) {
    gateway
        .staff()
        .post(
            "/admin/accounts/" + to + "/inventory",
            new JsonObject()
                .put("market_id", bread)
                .put("quantity", quantity)
                .put("reason", "initial"))
        .expect(200);
  }

  private static Visitor as(String account, Visitor who) {
    return who.with("Sibyl-Account", account);
  }

  private static void hear(StreamClient session, String account) {
    session.send(
        new JsonObject()
            .put("id", 1)
            .put("op", "subscribe")
            .put("channel", "account")
            .put("account_id", account));
  }

  private static JsonArray items(Visitor.Reply reply) {
    return reply.expect(200).getJsonArray("items");
  }

  private static JsonObject named(String name) {
    return new JsonObject().put("name", name);
  }

  private static String key(Visitor owner, String... scopes) {
    return owner
        .post(
            "/keys",
            new JsonObject().put("name", "bot").put("scopes", new JsonArray(List.of(scopes))))
        .expect(201)
        .getString("secret");
  }
}
