package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Figures, ids and optional fields are read as they are written, everywhere in the same way. */
class FiguresAsWrittenTest {
  private TestGateway gateway;
  private Visitor ada;
  private String market;

  @BeforeEach
  void start() {
    gateway = TestGateway.start();
    ada = gateway.person("ada", "100");
    market = gateway.openBookMarket();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void aNumberIsNotRoundedOnItsWayIn() {
    ada.postRaw("/orders", order("0.5", "2.9999999999999999999")).expect(400, "malformed");
    ada.postRaw("/orders", order("0.50000000000000001", "1")).expect(400, "malformed");
    ada.postRaw("/orders", order("1e-1000000000", "1")).expect(400, "malformed");
    ada.postRaw("/orders", order("0.5", "1e1000000000")).expect(400, "malformed");
    JsonObject placed =
        ada.postRaw("/orders", order("5e-1", "2.00")).expect(201).getJsonObject("order");
    assertThat(placed.getString("price")).isEqualTo("0.50");
    assertThat(placed.getString("quantity")).isEqualTo("2.00");
  }

  @Test
  void everyFigureIsReadByTheSameRules() {
    Visitor staff = gateway.staff();
    staff.post("/admin/markets/" + gateway.openBookMarket() + "/close", null).expect(200);
    String closed = gateway.openBookMarket();
    staff.post("/admin/markets/" + closed + "/close", null).expect(200);
    for (String figure :
        List.of(
            "1e-1", "+0.5", ".5", "5.", "0.٥", "０.５", "0,5", " 0.5", "0.5 ", "", "NaN", "0x1")) {
      JsonObject quantity = Visitor.limit(market, "buy", "yes", "0.50", figure);
      assertPointer(ada.post("/orders", quantity), "/quantity", figure);
      JsonObject price = Visitor.limit(market, "buy", "yes", figure, "1");
      assertPointer(ada.post("/orders", price), "/price", figure);
      assertPointer(
          ada.post("/wallet/deposits", new JsonObject().put("amount", figure)), "/amount", figure);
      assertPointer(
          staff.post(
              "/admin/markets/" + closed + "/resolution", new JsonObject().put("outcome", figure)),
          "/outcome",
          figure);
    }
    staff
        .post("/admin/markets/" + closed + "/resolution", new JsonObject().put("outcome", "0.5"))
        .expect(200);
  }

  @Test
  void anIdInABodyIsWrittenOneWayOnly() {
    for (String id : List.of("0" + market, "+" + market, " " + market, market + "\n", "١", "")) {
      JsonObject order = Visitor.limit(id, "buy", "yes", "0.50", "1");
      assertPointer(ada.post("/orders", order), "/market_id", id);
    }
    String problem =
        ada.post("/orders", Visitor.limit("x", "buy", "yes", "0.5", "1"))
            .expect(400, "malformed")
            .getString("detail");
    assertThat(problem).isEqualTo("Give market_id as a text like \"64\".");
  }

  @Test
  void aClientOrderIdThatIsAcceptedCanBeLookedUp() {
    for (String id : List.of("a/b", "a b", "a+b", "%2F", "ü☘", "a?b#c", "a;b", "...", "'\"\\")) {
      ada.post(
              "/orders",
              Visitor.limit(market, "buy", "yes", "0.10", "1").put("client_order_id", id))
          .expect(201);
      assertThat(
              ada.get("/orders/by_client_id/" + encoded(id))
                  .expect(200)
                  .getJsonObject("order")
                  .getString("client_order_id"))
          .isEqualTo(id);
    }
    for (String id : List.of(".", "..")) {
      JsonObject order =
          Visitor.limit(market, "buy", "yes", "0.10", "1").put("client_order_id", id);
      assertPointer(ada.post("/orders", order), "/client_order_id", id);
    }
  }

  @Test
  void anOptionalFieldMayBeNull() {
    JsonObject order =
        Visitor.limit(market, "buy", "yes", "0.50", "1")
            .putNull("client_order_id")
            .putNull("expires_at")
            .putNull("max_cost")
            .putNull("post_only")
            .putNull("message")
            .putNull("time_in_force");
    ada.post("/orders", order).expect(201);
    ada.post("/orders/batch", new JsonObject().put("orders", new JsonArray().add(order)))
        .expect(200);
    assertPointer(ada.post("/orders", order.copy().putNull("side")), "/side", "null");
  }

  @Test
  void textsAreUtf8AndJsonAndNothingElse() {
    String order = order("0.5", "1");
    ada.postRaw("/orders", order.replace("{", "{/* c */")).expect(400, "malformed");
    ada.postRaw("/orders", order.replace("}", ",}")).expect(400, "malformed");
    ada.postRaw("/orders", order + "x").expect(400, "malformed");
    ada.postRaw("/orders", "\ufeff" + order).expect(400, "malformed");
    assertThat(
            ada.postRaw("/orders", order.replace("{", "{\"side\":\"sell\","))
                .expect(400, "malformed")
                .getString("detail"))
        .contains("twice");
    for (String type :
        List.of(
            "text/plain",
            "application/jsonx",
            "application/json; charset=utf-16",
            "application/xml",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded")) {
      ada.with("Content-Type", type)
          .postRaw("/orders", order)
          .expect(415, "unsupported_media_type");
    }
    ada.with("Content-Encoding", "gzip")
        .postRaw("/orders", order)
        .expect(415, "unsupported_media_type");
    ada.with("Content-Type", "Application/JSON; Charset=\"UTF-8\"")
        .postRaw("/orders", order)
        .expect(201);
    assertThat(ada.get("/orders").json().getJsonArray("items")).hasSize(1);
  }

  @Test
  void aWholeNumberInTheQueryIsWrittenOneWayOnly() {
    for (String limit : List.of("%2B5", "05", "5.0", "5e0", "%D9%A5", "", "9223372036854775808")) {
      ada.get("/orders?limit=" + limit).expect(400, "malformed");
    }
    ada.get("/orders?limit=5").expect(200);
    ada.get("/orders?market_id=0" + market).expect(400, "malformed");
  }

  private static void assertPointer(Visitor.Reply reply, String pointer, String what) {
    JsonObject problem = reply.expect(400, "malformed");
    assertThat(problem.getString("pointer")).as(what + problem).isEqualTo(pointer);
    assertThat(problem.getString("detail")).startsWith("Give ").endsWith(".");
  }

  private String order(String price, String quantity) {
    return """
        {"market_id":"%s","side":"buy","outcome":"yes","price":%s,"quantity":%s}"""
        .formatted(market, price, quantity);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
