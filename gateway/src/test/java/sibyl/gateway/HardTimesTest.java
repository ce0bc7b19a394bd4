package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.read.ReadLimits;

/** What people are told when the exchange is slow, busy or not there yet. */
class HardTimesTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void anAnswerThatDoesNotComeInTimeIsCalledUnknownAndCanBeAskedFor() {
    try (TestGateway gateway = TestGateway.start(config(10, SHORT, SHORT))) {
      Visitor ada = gateway.person("ada", "100");
      String market = gateway.openBookMarket();
      JsonObject order =
          Visitor.limit(market, "buy", "yes", "0.50", "1").put("client_order_id", "lost");
      gateway
          .exchange()
          .whileFrozen(
              () -> {
                JsonObject problem = ada.post("/orders", order).expect(504, "outcome_unknown");
                assertThat(problem.getString("detail")).contains("by_client_id");
              });
      await().atMost(LONG).until(() -> ada.get("/orders/by_client_id/lost").status() == 200);
      ada.post("/orders", order).expect(409, "duplicate_client_order_id");
    }
  }

  @Test
  void aBusyExchangeTakesNothingAndSaysSo() {
    try (TestGateway gateway = TestGateway.start(config(1, LONG, SHORT))) {
      Visitor ada = gateway.person("ada", "100");
      Visitor bob = gateway.person("bob", "100");
      String market = gateway.openBookMarket();
      gateway.exchange().refuse(true);
      Visitor.Reply refused = ada.order(market, "buy", "yes", "0.50", "1");
      refused.expect(503, "busy");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      gateway.exchange().refuse(false);

      AtomicReference<CompletableFuture<Visitor.Reply>> underWay = new AtomicReference<>();
      gateway
          .exchange()
          .whileFrozen(
              () -> {
                underWay.set(
                    CompletableFuture.supplyAsync(
                        () -> ada.order(market, "buy", "yes", "0.50", "1")));
                await()
                    .atMost(LONG)
                    .until(
                        () ->
                            gateway
                                .visitor()
                                .get("/metrics")
                                .text()
                                .contains("commands_pending 1.0"));
                bob.order(market, "buy", "yes", "0.50", "1").expect(503, "busy");
              });
      underWay.get().join().expect(201);
      bob.order(market, "buy", "yes", "0.50", "1").expect(201);
    }
  }

  @Test
  void aReadWaitsForTheEventItWantsToSeeButNotForEver() {
    try (TestGateway gateway = TestGateway.start(config(10, LONG, LONG))) {
      String market = gateway.openBookMarket();
      Visitor nobody = gateway.visitor();
      long seq = nobody.get("/markets/" + market).expect(200).getLong("as_of_seq");
      CompletableFuture<Visitor.Reply> waiting =
          CompletableFuture.supplyAsync(
              () -> nobody.get("/markets/" + market + "?min_seq=" + (seq + 1)));
      gateway.staff().post("/admin/markets/" + market + "/halt", null).expect(200);
      assertThat(waiting.join().expect(200).getLong("as_of_seq")).isGreaterThan(seq);
    }
    try (TestGateway gateway = TestGateway.start(config(10, LONG, SHORT))) {
      String market = gateway.openBookMarket();
      Visitor.Reply refused = gateway.visitor().get("/markets/" + market + "?min_seq=1000000");
      refused.expect(503, "not_yet_visible");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void nothingIsServedBeforeTheJournalWasRead() {
    try (TestGateway gateway = TestGateway.replaying(TestGateway.config())) {
      JsonObject problem = gateway.visitor().get("/events").expect(503, "not_ready");
      assertThat(problem.getString("detail")).contains("catching up");
      assertThat(gateway.visitor().get("/health/ready").expect(503).getJsonArray("reasons"))
          .isNotEmpty();
      gateway.visitor().get("/health/live").expect(200);
      gateway.exchange().replaying(false);
      gateway.visitor().get("/events").expect(200);
      gateway.visitor().get("/health/ready").expect(200);
    }
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() {
    GatewayConfig.Rate many = new GatewayConfig.Rate(1e6, 1e6);
    GatewayConfig.Rate few = new GatewayConfig.Rate(0.01, 5);
    try (TestGateway gateway =
        TestGateway.start(
            TestGateway.config().withRates(new GatewayConfig.Rates(many, few, many, 100)))) {
      Visitor ada = gateway.person("ada", "0");
      Visitor bob = gateway.person("bob", "0");
      // Joining has asked for something already.
      int left = remaining(ada.get("/wallet"));
      assertThat(left).isBetween(1, 4);
      while (left > 0) {
        assertThat(remaining(ada.get("/wallet"))).isEqualTo(--left);
      }
      Visitor.Reply refused = ada.get("/wallet");
      refused.expect(429, "too_many_requests");
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 100);
      bob.get("/wallet").expect(200);
    }
  }

  private static int remaining(Visitor.Reply reply) {
    return Integer.parseInt(reply.header("RateLimit-Remaining"));
  }

  @Test
  void productionHidesMetricsAndHardensCookies() {
    GatewayConfig production =
        GatewayConfig.production(7, "127.0.0.1", 0, 0, Set.of("https://sibyl.example"));
    try (TestGateway gateway = TestGateway.start(production)) {
      gateway.visitor().get("/metrics").expect(404, "not_found");
      assertThat(
              new Visitor("http://127.0.0.1:" + gateway.gateway().managementPort())
                  .get("/metrics")
                  .status())
          .isEqualTo(200);
      Visitor.Reply registered =
          gateway
              .visitor()
              .with("Origin", "https://sibyl.example")
              .post(
                  "/auth/register",
                  new JsonObject()
                      .put("username", "ada")
                      .put("email", "ada@example.org")
                      .put("password", "correct horse"));
      registered.expect(201);
      assertThat(registered.header("Set-Cookie"))
          .startsWith("__Host-sibyl_session=")
          .containsIgnoringCase("HttpOnly")
          .contains("Secure", "SameSite=Lax", "Path=/");
      for (String header :
          List.of("X-Request-Id", "X-Content-Type-Options", "Content-Security-Policy")) {
        assertThat(registered.header(header)).isNotEmpty();
      }
      assertThat(registered.header("Cache-Control")).isEqualTo("no-store");
    }
  }

  private static GatewayConfig config(int pendingMax, Duration deadline, Duration minSeqWait) {
    return TestGateway.config()
        .withCommands(new GatewayConfig.Commands(pendingMax, deadline))
        .withReads(new GatewayConfig.Reads(ReadLimits.DEFAULT, minSeqWait, 100, LONG, LONG, 100));
  }
}
