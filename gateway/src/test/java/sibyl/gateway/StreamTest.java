package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.StreamClient;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

class StreamTest {
  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;
  private String market;

  @BeforeEach
  void start() {
    gateway =
        TestGateway.start(
            TestGateway.config()
                .withStream(
                    new GatewayConfig.Stream(
                        1_000, 100, 3, 1_000, 100, 5, 100, Duration.ofMillis(100))));
    ada = gateway.person("ada", "10000");
    bob = gateway.person("bob", "10000");
    market = gateway.openBookMarket();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void snapshotAndDeltasGiveTheBookThatRestGives() {
    Random random = new Random(42);
    place(random, 50);
    try (StreamClient client = StreamClient.open(gateway, gateway.visitor())) {
      client.subscribe("book", market);
      client.next("subscribed");
      place(random, 150);
      JsonObject rest =
          gateway.visitor().get("/markets/" + market + "/book?depth=1000").expect(200);
      Reconstruction book = new Reconstruction();
      List<JsonObject> messages = client.until(m -> book.isLike(m, rest));
      assertThat(messages.getFirst().getString("type")).isEqualTo("book_snapshot");
      assertThat(messages.stream().map(m -> m.getLong("seq")))
          .isEqualTo(LongStream.rangeClosed(1, messages.size()).boxed().toList());
    }
  }

  @Test
  void tradesAreToldAsRestTellsThem() {
    try (StreamClient client = StreamClient.open(gateway, gateway.visitor())) {
      client.subscribe("trades", market);
      client.next("subscribed");
      ada.order(market, "buy", "yes", "0.60", "5").expect(201);
      bob.order(market, "buy", "no", "0.40", "5").expect(201);
      JsonObject told = client.next("trade").getJsonObject("trade");
      assertThat(told)
          .isEqualTo(
              gateway
                  .visitor()
                  .get("/markets/" + market + "/trades")
                  .expect(200)
                  .getJsonArray("items")
                  .getJsonObject(0));
    }
  }

  @Test
  void thePrivateChannelTellsAckFillPositionBalanceAndOrderStateInThisOrder() {
    ada.order(market, "buy", "yes", "0.60", "5").expect(201);
    try (StreamClient client = StreamClient.open(gateway, bob)) {
      client.subscribe("account", null);
      client.next("subscribed");
      JsonObject snapshot = client.next("account_snapshot");
      assertThat(snapshot.getJsonObject("balance").getString("available")).isEqualTo("10000.00");
      JsonObject answer = bob.order(market, "buy", "no", "0.40", "5").expect(201);
      JsonObject ack = client.next("order");
      assertThat(ack.getJsonObject("order").getString("status")).isEqualTo("open");
      JsonObject fill = client.next("fill");
      assertThat(fill.getJsonObject("fill"))
          .isEqualTo(answer.getJsonArray("fills").getJsonObject(0));
      client.next("position");
      JsonObject no = client.next("position").getJsonObject("position");
      assertThat(no.getString("quantity")).isEqualTo("5.00");
      JsonObject balance = client.next("balance");
      assertThat(balance.getJsonObject("balance").getString("total")).isEqualTo("9998.00");
      JsonObject done = client.next("order");
      assertThat(done.getJsonObject("order")).isEqualTo(answer.getJsonObject("order"));
      for (JsonObject message : List.of(ack, fill, balance, done)) {
        assertThat(message.getLong("as_of_seq")).isEqualTo(answer.getLong("as_of_seq"));
      }
      assertThat(done.getLong("seq")).isEqualTo(7);
    }
  }

  @Test
  void nobodyHearsAboutSomebodyElse() {
    try (StreamClient client = StreamClient.open(gateway, bob)) {
      client.subscribe("account", null);
      client.next("subscribed");
      client.next("account_snapshot");
      ada.order(market, "buy", "yes", "0.60", "5").expect(201);
      client.send(new JsonObject().put("id", 9).put("op", "ping"));
      assertThat(client.next().getString("type")).isEqualTo("pong");
    }
    try (StreamClient client = StreamClient.open(gateway, gateway.visitor())) {
      client.subscribe("account", null);
      assertThat(client.next("error").getString("code")).isEqualTo("unauthenticated");
    }
  }

  @Test
  void theSocketClosesWhenItsSessionEnds() {
    StreamClient client = StreamClient.open(gateway, ada);
    client.subscribe("account", null);
    client.next("subscribed");
    ada.post("/auth/logout", null).expect(204);
    assertThat(client.closeCode()).isEqualTo(4001);
  }

  @Test
  void foreignPagesAndTooManySocketsAreRefused() {
    assertThatThrownBy(() -> StreamClient.open(gateway, ada, "https://evil.example"))
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
    StreamClient.open(gateway, ada, gateway.base()).close();
    try (StreamClient a = StreamClient.open(gateway, bob);
        StreamClient b = StreamClient.open(gateway, bob);
        StreamClient c = StreamClient.open(gateway, bob)) {
      assertThatThrownBy(() -> StreamClient.open(gateway, bob))
          .hasCauseInstanceOf(WebSocketHandshakeException.class);
      for (int i = 0; i < 5; i++) {
        a.subscribe("book", market);
        a.next("subscribed");
        a.next("book_snapshot");
      }
      a.subscribe("book", market);
      assertThat(a.next("error").getString("code")).isEqualTo("limit_exceeded");
      a.send(new JsonObject().put("id", 7).put("op", "unsubscribe").put("sid", 1));
      assertThat(a.next("unsubscribed").getInteger("sid")).isEqualTo(1);
      b.sendRaw("no json");
      assertThat(b.next("error").getString("code")).isEqualTo("malformed");
      c.subscribe("weather", market);
      assertThat(c.next("error").getString("code")).isEqualTo("unknown_channel");
      c.subscribe("book", "999");
      assertThat(c.next("error").getString("code")).isEqualTo("unknown_market");
    }
  }

  private void place(Random random, int orders) {
    for (int i = 0; i < orders; i++) {
      Visitor who = random.nextBoolean() ? ada : bob;
      String outcome = random.nextBoolean() ? "yes" : "no";
      String price = "0." + (10 + random.nextInt(80));
      who.order(market, "buy", outcome, price, Integer.toString(1 + random.nextInt(9)));
    }
  }

  /** A book put together from the stream. */
  private static final class Reconstruction {
    private final Map<String, String> bids = new TreeMap<>(Comparator.reverseOrder());
    private final Map<String, String> asks = new TreeMap<>();

    boolean isLike(JsonObject message, JsonObject rest) {
      if (message.getString("type").equals("book_snapshot")) {
        load(bids, message.getJsonArray("bids"));
        load(asks, message.getJsonArray("asks"));
      } else {
        Map<String, String> side = message.getString("side").equals("bid") ? bids : asks;
        if (message.getString("quantity").equals("0.00")) {
          side.remove(message.getString("price"));
        } else {
          side.put(message.getString("price"), message.getString("quantity"));
        }
      }
      return levels(bids).equals(rest.getJsonArray("bids"))
          && levels(asks).equals(rest.getJsonArray("asks"));
    }

    private static void load(Map<String, String> side, JsonArray levels) {
      side.clear();
      levels.forEach(
          level -> side.put(((JsonArray) level).getString(0), ((JsonArray) level).getString(1)));
    }

    private static JsonArray levels(Map<String, String> side) {
      JsonArray levels = new JsonArray();
      side.forEach((price, quantity) -> levels.add(new JsonArray().add(price).add(quantity)));
      return levels;
    }
  }
}
