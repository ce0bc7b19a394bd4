package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Whatever is sent, the answer is a problem and never a fault. */
class MalformedRequestsTest {
  private static final Object[] VALUES = {
    null,
    true,
    0,
    -1,
    1e308,
    -0.0,
    0.1,
    Long.MAX_VALUE,
    "",
    "yes",
    "buy",
    "limit",
    "1",
    "0.5",
    "-0.5",
    "99999999999999999999999999999",
    "0.000000000000000000001",
    "1e9",
    "NaN",
    "\u0000",
    "\ud800",
    "☘".repeat(36),
    "x".repeat(5_000),
    "2026-01-01T00:00:00Z",
    "9999999-01-01T00:00:00Z"
  };

  @Test
  void randomBodiesNeverBreakAnything() {
    Random random = new Random(7);
    try (TestGateway gateway = TestGateway.start()) {
      Visitor ada = gateway.person("ada", "100");
      String market = gateway.openBookMarket();
      List<String> broken = new ArrayList<>();
      List<JsonObject> bodies =
          List.of(
              Visitor.limit(market, "buy", "yes", "0.5", "1")
                  .put("client_order_id", "c")
                  .put("message", "m")
                  .put("expires_at", "2026-01-01T00:00:00Z")
                  .put("max_cost", "1"),
              new JsonObject().put("amount", "1"),
              new JsonObject().put("name", "k").put("scopes", new JsonArray().add("read")),
              new JsonObject().put("username", "u").put("password", "p").put("email", "e"),
              new JsonObject()
                  .put("title", "t")
                  .put("close_at", "x")
                  .put("markets", new JsonArray().add(new JsonObject().put("tick", "0.01"))),
              new JsonObject().put("outcome", "yes").put("evidence", "e"));
      List<String> paths =
          List.of(
              "/orders",
              "/quotes",
              "/wallet/deposits",
              "/keys",
              "/auth/register",
              "/auth/login",
              "/admin/auth/login",
              "/admin/events",
              "/admin/markets/" + market + "/resolution");
      for (int i = 0; i < 1_500; i++) {
        String path = paths.get(random.nextInt(paths.size()));
        String body = spoiled(bodies.get(random.nextInt(bodies.size())), random);
        Visitor who = path.startsWith("/admin") ? gateway.staff() : ada;
        Visitor.Reply reply = who.postRaw(path, body);
        if (reply.status() >= 500) {
          broken.add(path + " " + body + " -> " + reply.status() + " " + reply.text());
        }
      }
      assertThat(broken).isEmpty();
      assertThat(ada.get("/portfolio").status()).isEqualTo(200);
    }
  }

  @Test
  void bodiesTooLargeTooDeepOrOfAnotherKindAreRefused() {
    try (TestGateway gateway = TestGateway.start()) {
      Visitor ada = gateway.person("ada", "100");
      ada.postRaw("/orders", "\"" + "x".repeat(70_000) + "\"").expect(413, "too_large");
      ada.postRaw("/orders", "[".repeat(5_000)).expect(400, "malformed");
      ada.postRaw("/orders", "{\"market_id\":").expect(400, "malformed");
      ada.postRaw("/orders", "").expect(400, "malformed");
      ada.postRaw("/orders", "[]").expect(400, "malformed");
      ada.with("Content-Type", "text/plain")
          .postRaw("/orders", "{}")
          .expect(415, "unsupported_media_type");
      assertThat(ada.get("/markets/%00").status()).isEqualTo(400);
      assertThat(ada.get("/orders?status=%ff%fe").status()).isEqualTo(400);
    }
  }

  @Test
  void textsThatCannotBeKeptAreRefusedByName() {
    try (TestGateway gateway = TestGateway.start()) {
      Visitor ada = gateway.person("ada", "100");
      String market = gateway.openBookMarket();
      String order =
          Visitor.limit(market, "buy", "yes", "0.50", "1").put("message", "TEXT").encode();
      for (String text : List.of("a\\u0000b", "half \\ud83d", "\\ude00")) {
        assertThat(
                ada.postRaw("/orders", order.replace("TEXT", text))
                    .expect(400, "malformed")
                    .getString("pointer"))
            .isEqualTo("/message");
      }
      ada.get("/orders/by_client_id/a%00b").expect(400, "malformed");
      ada.postRaw("/orders", order.replace("TEXT", "whole \\ud83d\\ude00")).expect(201);
    }
  }

  private static String spoiled(JsonObject good, Random random) {
    JsonObject body = good.copy();
    List<String> fields = new ArrayList<>(body.fieldNames());
    for (int i = random.nextInt(3); i >= 0; i--) {
      String field = fields.get(random.nextInt(fields.size()));
      switch (random.nextInt(4)) {
        case 0 -> body.remove(field);
        case 1 -> body.put(field + "x", VALUES[random.nextInt(VALUES.length)]);
        case 2 -> body.put(field, new JsonObject().put("nested", new JsonArray().add(1)));
        default -> body.put(field, VALUES[random.nextInt(VALUES.length)]);
      }
    }
    String text = body.encode();
    return random.nextInt(5) == 0 ? text.substring(0, random.nextInt(text.length())) : text;
  }
}
