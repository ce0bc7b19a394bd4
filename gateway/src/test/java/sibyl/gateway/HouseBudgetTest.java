package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.accounts.staff.Role;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** One member of staff gives market makers no more of the house's money than the budget allows. */
class HouseBudgetTest {
  private TestGateway gateway;
  private Visitor one;
  private Visitor other;

  @BeforeEach
  void start() {
    gateway = TestGateway.withTables();
    one = gateway.staff();
    other = gateway.staff(Role.ADMIN);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void anEventThatCostsMoreThanTheBudgetNeedsASecondPerson() {
    // b·ln 2 of 200,000 is more than the hundred thousand that one gives alone.
    JsonObject deep = event("200000");
    JsonObject refused = one.post("/admin/events", deep).expect(422, "limit_exceeded");
    assertThat(refused.getString("detail")).contains("138629.4", "100000", "draft");
    JsonObject play = event("200000");
    play.getJsonArray("markets").getJsonObject(0).put("play_money", true);
    one.post("/admin/events", play).expect(201);

    String draft = one.post("/admin/drafts", deep).expect(201).getString("draft_id");
    one.post("/admin/drafts/" + draft + "/publish", null).expect(422, "limit_exceeded");
    assertThat(one.get("/admin/drafts/" + draft).expect(200).getString("state")).isEqualTo("draft");
    other.post("/admin/drafts/" + draft + "/publish", null).expect(201);
  }

  @Test
  void eventsAndLiquidityAddUpAndWhatWasRefusedDoesNotCount() {
    String market =
        one.post("/admin/events", event("100000"))
            .expect(201)
            .getJsonArray("markets")
            .getJsonObject(0)
            .getString("market_id");
    JsonObject more = new JsonObject().put("add", "50000");
    // Not open yet: the exchange refuses, and nothing is counted.
    one.post("/admin/markets/" + market + "/liquidity", more).expect(422);
    one.post("/admin/markets/" + market + "/open", null).expect(200);
    one.post("/admin/markets/" + market + "/liquidity", more).expect(422, "limit_exceeded");
    one.post("/admin/markets/" + market + "/liquidity", new JsonObject().put("add", "40000"))
        .expect(200);
    other.post("/admin/markets/" + market + "/liquidity", more).expect(200);
  }

  private static JsonObject event(String liquidity) {
    return new JsonObject()
        .put("title", "It happens")
        .put(
            "markets",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("title", "It happens")
                        .put("mode", "lmsr")
                        .put("lot", "0.01")
                        .put("liquidity", liquidity)));
  }
}
