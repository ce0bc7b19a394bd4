package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.StreamClient;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Goods: made, held, offered and sold. */
class GoodsTest {
  private TestGateway gateway;
  private Visitor buyer;
  private Visitor seller;
  private Visitor poor;
  private String bread;

  @BeforeEach
  void aGoodAndThoseWhoTradeIt() {
    gateway = TestGateway.start();
    buyer = gateway.person("buyer", "100.00");
    seller = gateway.person("seller", "1.00");
    poor = gateway.person("poor", "1.00");
    bread = gateway.openGoodsMarket("Bread");
    gateway.give(seller, bread, "20");
    gateway.give(poor, bread, "3");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aBuyWithoutASellerIsOfferedToThoseWhoCouldDeliverAllOfIt() {
    JsonObject order =
        Visitor.limit(bread, "buy", "yes", "2.50", "5").put("message", "for the feast");
    String id =
        buyer.post("/orders", order).expect(201).getJsonObject("order").getString("order_id");
    JsonObject offer = offers(seller).getJsonObject(0);
    assertThat(offer.getString("offer_id")).isEqualTo(id);
    assertThat(offer.getString("price")).isEqualTo("2.50");
    assertThat(offer.getString("quantity")).isEqualTo("5.00");
    assertThat(offer.encode()).doesNotContain("feast");
    assertThat(offers(poor)).isEmpty();
    assertThat(offers(buyer)).isEmpty();
    JsonObject acceptance = new JsonObject().put("price", "2.00").put("quantity", "1");
    for (Visitor other : List.of(poor, buyer, gateway.person("nobody", "1.00"))) {
      assertThat(other.post("/offers/" + id + "/accept", acceptance).expect(404))
          .isEqualTo(other.post("/offers/999999/accept", acceptance).expect(404));
    }

    seller
        .post("/offers/" + id + "/accept", acceptance.copy().put("price", "2.51"))
        .expect(422, "price_out_of_range");
    JsonObject sold =
        seller
            .with("Idempotency-Key", "a")
            .post("/offers/" + id + "/accept", acceptance.copy().put("quantity", "3"))
            .expect(201);
    JsonObject fill = sold.getJsonArray("fills").getJsonObject(0);
    assertThat(fill.getString("price")).isEqualTo("2.00");
    assertThat(fill.getString("counterparty_message")).isEqualTo("for the feast");
    // What is left of the order is still offered, now also to who has only three.
    assertThat(offers(poor).getJsonObject(0).getString("quantity")).isEqualTo("2.00");
    poor.post("/offers/" + id + "/accept", acceptance.copy().put("quantity", "2")).expect(201);
    assertThat(offers(seller)).isEmpty();
    seller.post("/offers/" + id + "/accept", acceptance).expect(404, "unknown_offer");
    assertThat(buyer.get("/portfolio/balance").expect(200).getString("available"))
        .isEqualTo("90.00");
    // Repeated under its key, the sale is answered again although the offer is gone.
    assertThat(
            seller
                .with("Idempotency-Key", "a")
                .post("/offers/" + id + "/accept", acceptance.copy().put("quantity", "3"))
                .expect(201))
        .isEqualTo(sold);
  }

  @Test
  void everyMovementOfTheInventoryHasAReason() {
    String flour = gateway.openGoodsMarket("Flour");
    gateway
        .staff()
        .put(
            "/admin/markets/" + bread + "/recipe",
            new JsonObject()
                .put(
                    "ingredients",
                    new JsonArray()
                        .add(new JsonObject().put("market_id", flour).put("quantity", "2"))))
        .expect(200);
    JsonObject five = new JsonObject().put("market_id", bread).put("quantity", "5");
    seller.post("/inventory/production", five).expect(403, "not_authorised");
    JsonObject account =
        gateway
            .staff()
            .put(
                "/admin/markets/" + bread + "/producers/" + gateway.account(seller),
                new JsonObject().put("authorised", true))
            .expect(200);
    assertThat(account.getJsonArray("produces")).isEqualTo(new JsonArray().add(bread));
    seller.post("/inventory/production", five).expect(422, "insufficient_holdings");
    gateway.give(seller, flour, "11");
    JsonObject made = seller.post("/inventory/production", five).expect(200);
    assertThat(made.getJsonArray("holdings")).hasSize(2);
    buyer.placed(bread, "buy", "yes", "1.00", "2");
    seller.placed(bread, "sell", "yes", "1.00", "2");

    assertThat(reasons(seller, ""))
        .containsExactly(
            bread + " -2.00 trade_sell",
            bread + " 5.00 production",
            flour + " -10.00 consumption",
            flour + " 11.00 initial",
            bread + " 20.00 initial");
    assertThat(reasons(buyer, "?market_id=" + bread)).containsExactly(bread + " 2.00 trade_buy");
    assertThat(reasons(seller, "?market_id=" + flour)).hasSize(2);
    JsonArray held = seller.get("/portfolio/inventory").expect(200).getJsonArray("items");
    assertThat(held.getJsonObject(0).getString("quantity")).isEqualTo("23.00");
    assertThat(held.getJsonObject(1).getString("quantity")).isEqualTo("1.00");
  }

  @Test
  void offersComeAndGoOnTheStream() {
    try (StreamClient stream = StreamClient.open(gateway, seller)) {
      stream.subscribe("account", null);
      stream.next("subscribed");
      assertThat(stream.next("account_snapshot").getJsonArray("offers")).isEmpty();
      String id = buyer.placed(bread, "buy", "yes", "2.50", "5");
      assertThat(stream.next("offer").getJsonObject("offer").getString("offer_id")).isEqualTo(id);
      buyer.patch("/orders/" + id, new JsonObject().put("quantity", "4")).expect(200);
      assertThat(stream.next("offer").getJsonObject("offer").getString("quantity"))
          .isEqualTo("4.00");
      // Who cannot deliver it all is not asked any more, and is asked again when he can.
      gateway.give(seller, bread, "-17");
      assertThat(nextOf(stream, "offer_gone").getString("offer_id")).isEqualTo(id);
      gateway.give(seller, bread, "1");
      assertThat(nextOf(stream, "offer").getJsonObject("offer").getString("offer_id"))
          .isEqualTo(id);
      gateway.staff().post("/admin/markets/" + bread + "/halt", null).expect(200);
      assertThat(stream.next("offer_gone").getString("offer_id")).isEqualTo(id);
      gateway.staff().post("/admin/markets/" + bread + "/open", null).expect(200);
      assertThat(stream.next("offer").getJsonObject("offer").getString("offer_id")).isEqualTo(id);
      buyer.delete("/orders/" + id).expect(200);
      assertThat(stream.next("offer_gone").getString("offer_id")).isEqualTo(id);
    }
  }

  @Test
  void aGoodHasNoSetsAndNoProbability() {
    JsonObject market = buyer.get("/markets/" + bread).expect(200);
    assertThat(market.getString("kind")).isEqualTo("asset");
    assertThat(market.getString("probability")).isNull();
    JsonObject one = new JsonObject().put("quantity", "1");
    buyer.post("/markets/" + bread + "/split", one).expect(422);
    buyer.post("/markets/" + bread + "/split?preview=true", one).expect(422);
    buyer.order(bread, "buy", "no", "1.00", "1").expect(422);
    assertThat(
            buyer
                .get("/markets/" + bread + "/stats")
                .expect(200)
                .getString("indicative_probability"))
        .isNull();
  }

  /** The next message of a type, whatever comes before it. */
  private static JsonObject nextOf(StreamClient stream, String type) {
    return stream.until(message -> type.equals(message.getString("type"))).getLast();
  }

  private static JsonArray offers(Visitor who) {
    return who.get("/offers").expect(200).getJsonArray("items");
  }

  private static List<String> reasons(Visitor who, String query) {
    return who
        .get("/portfolio/inventory/movements" + query)
        .expect(200)
        .getJsonArray("items")
        .stream()
        .map(JsonObject.class::cast)
        .map(
            m ->
                m.getString("market_id")
                    + " "
                    + m.getString("quantity")
                    + " "
                    + m.getString("reason"))
        .toList();
  }
}
