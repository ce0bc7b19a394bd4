package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Two people trade with each other, by HTTP only. */
class TradeEndToEndTest {
  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private String market;

  @BeforeEach
  void twoPeopleAndAMarket() {
    gateway = TestGateway.start();
    ada = gateway.person("ada", "100.00");
    bob = gateway.person("bob", "100.00");
    market = gateway.openBookMarket();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void buyersOfYesAndNoMintHoldersTradeAndSellersBurn() {
    // Mint: 10 sets, Ada pays 6.20, Bob 3.80.
    JsonObject resting = ada.order(market, "buy", "yes", "0.62", "10").expect(201);
    assertThat(resting.getJsonObject("order").getString("status")).isEqualTo("open");
    assertBalance(ada, "93.80", "6.20", "100.00");

    JsonObject minted = bob.order(market, "buy", "no", "0.38", "10").expect(201);
    JsonObject fill = minted.getJsonArray("fills").getJsonObject(0);
    assertThat(fill.getString("kind")).isEqualTo("mint");
    assertThat(fill.getString("price")).isEqualTo("0.38");
    assertThat(fill.getString("cost")).isEqualTo("3.80");
    assertThat(fill.getString("liquidity")).isEqualTo("taker");
    assertBalance(ada, "93.80", "0.00", "93.80");
    assertBalance(bob, "96.20", "0.00", "96.20");
    assertThat(marketNow().getString("open_interest")).isEqualTo("10.00");

    // Transfer: Ada sells 4 of her YES to Cleo.
    Visitor cleo = gateway.person("cleo", "10.00");
    ada.order(market, "sell", "yes", "0.70", "4").expect(201);
    JsonObject bought = cleo.order(market, "buy", "yes", "0.75", "4").expect(201);
    assertThat(bought.getJsonArray("fills").getJsonObject(0).getString("kind"))
        .isEqualTo("transfer");
    assertThat(bought.getJsonObject("order").getString("average_price")).isEqualTo("0.70");
    assertBalance(ada, "96.60", "0.00", "96.60");
    assertBalance(cleo, "7.20", "0.00", "7.20");

    // Burn: Ada sells 6 YES, Bob sells 6 NO, the sets are redeemed.
    ada.order(market, "sell", "yes", "0.55", "6").expect(201);
    JsonObject burned = bob.order(market, "sell", "no", "0.45", "6").expect(201);
    assertThat(burned.getJsonArray("fills").getJsonObject(0).getString("kind")).isEqualTo("burn");
    assertBalance(ada, "99.90", "0.00", "99.90");
    assertBalance(bob, "98.90", "0.00", "98.90");
    assertThat(marketNow().getString("open_interest")).isEqualTo("4.00");
    assertThat(positions(ada)).isEmpty();
    JsonObject held = positions(bob).getJsonObject(0);
    assertThat(held.getString("outcome")).isEqualTo("no");
    assertThat(held.getString("quantity")).isEqualTo("4.00");
    assertThat(held.getString("average_cost")).isEqualTo("0.38");
    assertThat(held.getString("realized_pnl")).isEqualTo("0.42");

    // YES it is: Cleo is paid, Bob's NO are worth nothing.
    gateway.staff().post("/admin/markets/" + market + "/close", null).expect(200);
    gateway
        .staff()
        .post(
            "/admin/markets/" + market + "/resolution",
            new JsonObject().put("outcome", "yes").put("evidence", "seen it"))
        .expect(200);
    gateway.staff().post("/admin/markets/" + market + "/resolution/confirm", null).expect(200);
    JsonObject settled =
        gateway.staff().post("/admin/markets/" + market + "/settle", null).expect(200);
    assertThat(settled.getString("state")).isEqualTo("settled");
    assertBalance(cleo, "11.20", "0.00", "11.20");
    assertBalance(bob, "98.90", "0.00", "98.90");
    assertThat(positions(cleo)).isEmpty();
    JsonObject portfolio = cleo.get("/portfolio").expect(200);
    assertThat(portfolio.getString("realized_pnl")).isEqualTo("1.20");
    assertThat(portfolio.getString("equity")).isEqualTo("11.20");
  }

  @Test
  void somebodyElsesOrderLooksLikeNone() {
    String id =
        ada.order(market, "buy", "yes", "0.10", "1")
            .expect(201)
            .getJsonObject("order")
            .getString("order_id");
    assertThat(bob.get("/orders/" + id).expect(404))
        .isEqualTo(bob.get("/orders/999999").expect(404));
    assertThat(bob.delete("/orders/" + id).expect(404))
        .isEqualTo(bob.delete("/orders/999999").expect(404));
    assertThat(ada.get("/orders/" + id).expect(200).getJsonObject("order").getString("status"))
        .isEqualTo("open");
  }

  @Test
  void aRepeatedClientOrderIdIsRefusedWithTheOrderItHas() {
    JsonObject order =
        Visitor.limit(market, "buy", "yes", "0.10", "1").put("client_order_id", "mine-1");
    String id = ada.post("/orders", order).expect(201).getJsonObject("order").getString("order_id");
    JsonObject refused = ada.post("/orders", order).expect(409, "duplicate_client_order_id");
    assertThat(refused.getString("order_id")).isEqualTo(id);
    assertThat(ada.get("/orders/by_client_id/mine-1").expect(200).getJsonObject("order"))
        .isEqualTo(ada.get("/orders/" + id).expect(200).getJsonObject("order"));
    assertBalance(ada, "99.90", "0.10", "100.00");
    bob.post("/orders", order).expect(201); // The id is unique for each account only.
  }

  @Test
  void tooLittleMoneySaysNeededAvailableAndHeld() {
    ada.order(market, "buy", "yes", "0.60", "100").expect(201);
    JsonObject refused =
        ada.order(market, "buy", "yes", "0.50", "100").expect(422, "insufficient_balance");
    assertThat(refused.getString("needed")).isEqualTo("50.00");
    assertThat(refused.getString("available")).isEqualTo("40.00");
    assertThat(refused.getString("held")).isEqualTo("60.00");
    JsonObject shares =
        ada.order(market, "sell", "yes", "0.90", "3").expect(422, "insufficient_holdings");
    assertThat(shares.getString("needed")).isEqualTo("3.00");
    assertThat(shares.getString("available")).isEqualTo("0.00");
  }

  @Test
  void pricesAndQuantitiesOffTheGridNameTheNearest() {
    assertThat(
            ada.order(market, "buy", "yes", "0.625", "1")
                .expect(422, "price_off_grid")
                .getString("nearest"))
        .isIn("0.62", "0.63");
    assertThat(
            ada.order(market, "buy", "yes", "0.62345678", "1")
                .expect(422, "price_off_grid")
                .getString("nearest"))
        .isEqualTo("0.62");
    ada.order(market, "buy", "yes", "1.00", "1").expect(422, "price_out_of_range");
    assertThat(
            ada.order(market, "buy", "yes", "0.62", "1.5")
                .expect(422, "quantity_off_lot")
                .getString("nearest"))
        .isIn("1.00", "2.00");
    ada.order(market, "buy", "yes", "0.62", "0").expect(422, "quantity_out_of_range");
    ada.order(market, "buy", "yes", "0.62", "-1").expect(422, "quantity_out_of_range");
  }

  @Test
  void cancelingFreesTheMoney() {
    String id =
        ada.order(market, "buy", "yes", "0.10", "10")
            .expect(201)
            .getJsonObject("order")
            .getString("order_id");
    ada.order(market, "buy", "no", "0.10", "10").expect(201);
    JsonObject canceled = ada.delete("/orders/" + id).expect(200).getJsonObject("order");
    assertThat(canceled.getString("status")).isEqualTo("canceled");
    assertThat(canceled.getString("remaining_quantity")).isEqualTo("0.00");
    assertThat(canceled.getString("canceled_quantity")).isEqualTo("10.00");
    assertBalance(ada, "99.00", "1.00", "100.00");
    ada.delete("/orders/" + id).expect(422, "order_not_open");
    assertThat(ada.delete("/orders?market_id=" + market).expect(200).getInteger("canceled"))
        .isEqualTo(1);
    assertBalance(ada, "100.00", "0.00", "100.00");
    assertThat(ada.get("/orders?status=open").expect(200).getJsonArray("items")).isEmpty();
    assertThat(ada.get("/orders?status=canceled").expect(200).getJsonArray("items")).hasSize(2);
  }

  @Test
  void aDepositWithTheSameKeyHappensOnce() {
    for (int i = 0; i < 3; i++) {
      JsonObject deposit =
          ada.with("Idempotency-Key", "pay-1")
              .post("/wallet/deposits", new JsonObject().put("amount", "5"))
              .expect(201);
      assertThat(deposit.getString("amount")).isEqualTo("5.00");
    }
    ada.with("X-Idempotency-Key", "pay-1")
        .post("/wallet/deposits", new JsonObject().put("amount", "6"))
        .expect(409, "idempotency_conflict");
    bob.with("Idempotency-Key", "pay-1")
        .post("/wallet/deposits", new JsonObject().put("amount", 0.5))
        .expect(201);
    assertBalance(ada, "105.00", "0.00", "105.00");
    assertBalance(bob, "100.50", "0.00", "100.50");
  }

  @Test
  void theMarketMakerSellsAtItsPriceAndAQuoteTellsIt() {
    String lmsr = gateway.openLmsrMarket("100");
    JsonObject order =
        new JsonObject()
            .put("market_id", lmsr)
            .put("side", "buy")
            .put("outcome", "yes")
            .put("type", "market")
            .put("quantity", "10");
    JsonObject before = gateway.visitor().get("/markets/" + lmsr).expect(200);
    assertThat(before.getString("probability")).isEqualTo("0.500000000");
    JsonObject quote = ada.post("/quotes", order).expect(200);
    JsonObject answer = ada.post("/orders", order).expect(201);
    JsonObject fill = answer.getJsonArray("fills").getJsonObject(0);
    assertThat(fill.getString("kind")).isEqualTo("amm");
    assertThat(fill.getString("cost")).isEqualTo(quote.getString("cost"));
    assertThat(answer.getJsonObject("order").getString("average_price"))
        .isEqualTo(quote.getString("average_price"));
    JsonObject after =
        gateway
            .visitor()
            .get("/markets/" + lmsr + "?min_seq=" + answer.getLong("as_of_seq"))
            .expect(200);
    // 1 / (1 + e^(−10/100)), as published for this rule.
    assertThat(Double.parseDouble(after.getString("probability")))
        .isCloseTo(0.52497918747894, offset(1e-9));
    assertThat(after.getString("volume")).isEqualTo("10.00");

    JsonObject budget =
        new JsonObject()
            .put("market_id", lmsr)
            .put("side", "buy")
            .put("outcome", "no")
            .put("type", "market")
            .put("max_cost", "5.00");
    JsonObject spent = ada.post("/orders", budget).expect(201).getJsonObject("order");
    assertThat(spent.getString("status")).isEqualTo("filled");
    assertThat(spent.getString("quantity")).isEqualTo(spent.getString("filled_quantity"));
    assertThat(spent.getString("max_cost")).isEqualTo("5.00");
  }

  @Test
  void listsAreWalkedPageByPage() {
    for (int i = 1; i <= 7; i++) {
      ada.order(market, "buy", "yes", "0.0" + i, "1").expect(201);
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page = ada.get("/orders?limit=3" + cursor).expect(200);
      page.getJsonArray("items").forEach(item -> seen.add(((JsonObject) item).getString("price")));
      cursor =
          page.getString("next_cursor") == null ? "" : "&cursor=" + page.getString("next_cursor");
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactly("0.07", "0.06", "0.05", "0.04", "0.03", "0.02", "0.01");
    JsonObject book = gateway.visitor().get("/markets/" + market + "/book?depth=2").expect(200);
    assertThat(book.getJsonArray("bids").encode())
        .isEqualTo("[[\"0.07\",\"1.00\"],[\"0.06\",\"1.00\"]]");
    JsonObject no =
        gateway.visitor().get("/markets/" + market + "/book?outcome=no&depth=1").expect(200);
    assertThat(no.getJsonArray("asks").encode()).isEqualTo("[[\"0.93\",\"1.00\"]]");
  }

  @Test
  void messagesReachTheCounterpartyOnly() {
    ada.post(
            "/orders",
            Visitor.limit(market, "buy", "yes", "0.50", "1").put("message", "good luck ☘"))
        .expect(201);
    JsonObject fill =
        bob.order(market, "buy", "no", "0.50", "1")
            .expect(201)
            .getJsonArray("fills")
            .getJsonObject(0);
    assertThat(fill.getString("counterparty_message")).isEqualTo("good luck ☘");
    assertThat(
            ada.get("/portfolio/fills")
                .expect(200)
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("counterparty_message"))
        .isNull();
    assertThat(gateway.visitor().get("/markets/" + market + "/trades").text())
        .doesNotContain("luck");
  }

  private void assertBalance(Visitor person, String available, String held, String total) {
    JsonObject balance = person.get("/portfolio/balance").expect(200);
    assertThat(balance.getString("available")).isEqualTo(available);
    assertThat(balance.getString("held")).isEqualTo(held);
    assertThat(balance.getString("total")).isEqualTo(total);
  }

  private JsonArray positions(Visitor person) {
    return person.get("/portfolio/positions").expect(200).getJsonArray("items");
  }

  private JsonObject marketNow() {
    return gateway.visitor().get("/markets/" + market).expect(200);
  }
}
