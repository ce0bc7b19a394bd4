package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sibyl.gateway.fixture.StreamClient;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** The AMM is seen wherever a book is: beside what rests, and told apart from it. */
class AmmBookTest {
  private TestGateway gateway;
  private Visitor ada;
  private Visitor bob;

  @BeforeEach
  void start() {
    gateway = TestGateway.start();
    ada = gateway.person("ada", "100000");
    bob = gateway.person("bob", "100000");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void theBookOfAnLmsrMarketShowsWhatItWouldDo() {
    String market = market("lmsr");
    JsonObject book = book(market, "yes", 3);
    assertThat(book.getJsonArray("bids")).isEmpty();
    assertThat(book.getJsonArray("asks")).isEmpty();
    assertThat(side(book, "asks")).startsWith(List.of("0.51", "4.00"), List.of("0.52", "4.00"));
    assertThat(side(book, "bids")).startsWith(List.of("0.49", "4.00"), List.of("0.48", "4.00"));
    assertThat(side(book, "asks")).hasSize(3);
    assertThat(side(book(market, "no", 3), "asks")).isEqualTo(side(book, "asks"));
    assertThat(side(book(market, "yes", 10_000), "asks").getLast().getFirst()).isEqualTo("0.99");
    gateway.staff().post("/admin/markets/" + market + "/halt", null).expect(200);
    assertThat(side(book(market, "yes", 3), "asks")).isEmpty();
  }

  @Test
  void noIsShownInItsOwnTerms() {
    String market = market("lmsr");
    buy(market, "yes", "60");
    List<List<String>> yes = side(book(market, "yes", 5), "bids");
    List<List<String>> no = side(book(market, "no", 5), "asks");
    for (int level = 0; level < 5; level++) {
      BigDecimal both =
          new BigDecimal(yes.get(level).getFirst()).add(new BigDecimal(no.get(level).getFirst()));
      assertThat(both).isEqualByComparingTo("1");
      assertThat(no.get(level).getLast()).isEqualTo(yes.get(level).getLast());
    }
  }

  @Test
  void bestPricesOnCardsAndInFiguresCountTheAmmAndSaySo() {
    String market = market("hybrid");
    JsonObject card = market(market, ada);
    assertThat(card.getString("best_bid")).isEqualTo("0.49");
    assertThat(card.getString("best_ask")).isEqualTo("0.51");
    assertThat(card.getString("amm_bid")).isEqualTo("0.49");
    ada.placed(market, "buy", "yes", "0.50", "7");
    JsonObject event = ada.get("/events/" + card.getString("event_id")).expect(200);
    card = event.getJsonArray("markets").getJsonObject(0);
    assertThat(card.getString("best_bid")).isEqualTo("0.50");
    assertThat(card.getString("amm_bid")).isEqualTo("0.49");
    assertThat(card.getString("amm_ask")).isEqualTo("0.51");
    JsonObject stats = ada.get("/markets/" + market + "/stats").expect(200);
    assertThat(stats.getString("mid")).isEqualTo("0.505");
    JsonObject books = ada.get("/events/" + card.getString("event_id") + "/book").expect(200);
    JsonObject book = books.getJsonArray("markets").getJsonObject(0);
    assertThat(levels(book, "bids")).containsExactly(List.of("0.50", "7.00"));
    assertThat(side(book, "asks").getFirst()).isEqualTo(List.of("0.51", "4.00"));
    String bare = gateway.openBookMarket();
    assertThat(market(bare, ada).getString("amm_ask")).isNull();
    assertThat(side(book(bare, "yes", 5), "asks")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"lmsr, false", "hybrid, false", "lmsr, true", "hybrid, true"})
  void anOrderForWhatIsShownGetsIt(String mode, boolean shared) {
    List<String> markets = shared ? exclusive(mode) : List.of(market(mode));
    buy(markets.getLast(), "yes", "37");
    buy(markets.getFirst(), "no", "23");
    if (mode.equals("hybrid")) {
      bob.placed(markets.getFirst(), "buy", "no", "0.15", "9");
      bob.placed(markets.getFirst(), "buy", "no", "0.10", "8");
    }
    add(markets.getFirst(), "17");
    buy(markets.getLast(), "no", "11");
    for (int round = 0; round < 4; round++) {
      String market = markets.get(round % markets.size());
      String outcome = round % 2 == 0 ? "yes" : "no";
      JsonObject book = book(market, outcome, 12);
      List<List<String>> shown = side(book, "asks");
      BigDecimal limit = new BigDecimal(shown.getLast().getFirst());
      BigDecimal quantity = BigDecimal.ZERO;
      BigDecimal worth = BigDecimal.ZERO;
      for (List<List<String>> source : List.of(shown, levels(book, "asks"))) {
        for (List<String> level : source) {
          if (new BigDecimal(level.getFirst()).compareTo(limit) <= 0) {
            BigDecimal price = new BigDecimal(level.getFirst());
            quantity = quantity.add(new BigDecimal(level.getLast()));
            worth = worth.add(price.multiply(new BigDecimal(level.getLast())));
          }
        }
      }
      JsonObject answer =
          ada.post(
                  "/orders",
                  Visitor.limit(
                          market, "buy", outcome, limit.toPlainString(), quantity.toPlainString())
                      .put("time_in_force", "fok"))
              .expect(201);
      BigDecimal paid = BigDecimal.ZERO;
      for (Object fill : answer.getJsonArray("fills")) {
        paid = paid.add(new BigDecimal(((JsonObject) fill).getString("cost")));
      }
      assertThat(paid).isLessThanOrEqualTo(worth);
    }
  }

  @Test
  void theStreamShowsItWholeWheneverItChanges() {
    List<String> markets = exclusive("hybrid");
    String watched = markets.getFirst();
    try (StreamClient client = StreamClient.open(gateway, gateway.visitor())) {
      client.subscribe("book", watched);
      client.next("subscribed");
      JsonObject snapshot = client.next("book_snapshot");
      assertThat(side(snapshot, "asks")).isEqualTo(side(book(watched, "yes", 20), "asks"));
      ada.placed(watched, "buy", "yes", "0.20", "5");
      assertThat(client.next("book_delta").getString("price")).isEqualTo("0.20");
      buy(markets.getLast(), "yes", "30"); // elsewhere, but the AMM is the same
      JsonObject told = client.next("book_synthetic");
      assertThat(levels(told, "asks")).isEqualTo(side(book(watched, "yes", 20), "asks"));
      assertThat(levels(told, "bids")).isEqualTo(side(book(watched, "yes", 20), "bids"));
      gateway.staff().post("/admin/markets/" + watched + "/halt", null).expect(200);
      assertThat(client.next("book_synthetic").getJsonArray("asks")).isEmpty();
    }
  }

  /** At both ends averages round to nothing or to the whole payout, which are no prices. */
  @Test
  void noPriceIsShownAsNothingOrAsTheWholePayout() {
    String market =
        gateway.openMarket(
            new JsonObject()
                .put("title", "It happens")
                .put("mode", "lmsr")
                .put("lot", "0.01")
                .put("liquidity", "1.00"));
    buy(market, "yes", "12");
    for (int trade = 0; trade < 6; trade++) {
      buy(market, trade % 2 == 0 ? "yes" : "no", "3");
    }
    buy(market, "no", "26");
    buy(market, "no", "2");
    for (Object item : items("/markets/" + market + "/trades")) {
      assertPrice(((JsonObject) item).getString("price"));
    }
    for (Object item : bob.get("/portfolio/fills").expect(200).getJsonArray("items")) {
      assertPrice(((JsonObject) item).getString("price"));
    }
    for (Object item : bob.get("/orders").expect(200).getJsonArray("items")) {
      JsonObject order = (JsonObject) item;
      assertPrice(order.getString("average_price"));
      assertThat(new BigDecimal(order.getString("filled_cost"))).isPositive();
    }
    JsonObject now = market(market, ada);
    assertPrice(now.getString("last"));
    assertPrice(now.getString("probability"));
    for (Object item : items("/markets/" + market + "/candles")) {
      for (String figure : List.of("open", "high", "low", "close")) {
        assertPrice(((JsonObject) item).getString(figure));
      }
    }
    JsonObject quote =
        ada.post(
                "/quotes",
                new JsonObject()
                    .put("market_id", market)
                    .put("side", "buy")
                    .put("outcome", "yes")
                    .put("type", "market")
                    .put("quantity", "0.10"))
            .expect(200);
    for (String figure : List.of("worst_price", "price_before", "price_after", "average_price")) {
      assertPrice(quote.getString(figure));
    }
  }

  private static void assertPrice(String price) {
    assertThat(new BigDecimal(price)).isStrictlyBetween(BigDecimal.ZERO, BigDecimal.ONE);
  }

  private JsonArray items(String path) {
    return ada.get(path).expect(200).getJsonArray("items");
  }

  private String market(String mode) {
    return gateway.openMarket(spec(mode));
  }

  private static JsonObject spec(String mode) {
    return new JsonObject().put("title", "It happens").put("mode", mode).put("liquidity", "100.00");
  }

  private List<String> exclusive(String mode) {
    JsonObject event =
        gateway
            .staff()
            .post(
                "/admin/events",
                new JsonObject()
                    .put("title", "Which will it be?")
                    .put("exclusive", true)
                    .put(
                        "markets", new JsonArray().add(spec(mode)).add(spec(mode)).add(spec(mode))))
            .expect(201);
    return event.getJsonArray("markets").stream()
        .map(market -> ((JsonObject) market).getString("market_id"))
        .peek(id -> gateway.staff().post("/admin/markets/" + id + "/open", null).expect(200))
        .toList();
  }

  private void add(String market, String contracts) {
    gateway
        .staff()
        .post("/admin/markets/" + market + "/liquidity", new JsonObject().put("add", contracts))
        .expect(200);
  }

  private void buy(String market, String outcome, String quantity) {
    bob.post(
            "/orders",
            new JsonObject()
                .put("market_id", market)
                .put("side", "buy")
                .put("outcome", outcome)
                .put("type", "market")
                .put("quantity", quantity))
        .expect(201);
  }

  private static JsonObject market(String market, Visitor seen) {
    return seen.get("/markets/" + market).expect(200);
  }

  private JsonObject book(String market, String outcome, int depth) {
    return gateway
        .visitor()
        .get("/markets/" + market + "/book?outcome=" + outcome + "&depth=" + depth)
        .expect(200);
  }

  private static List<List<String>> side(JsonObject book, String side) {
    return levels(book.getJsonObject("synthetic"), side);
  }

  private static List<List<String>> levels(JsonObject of, String side) {
    return of.getJsonArray(side).stream()
        .map(level -> List.of(((JsonArray) level).getString(0), ((JsonArray) level).getString(1)))
        .toList();
  }
}
