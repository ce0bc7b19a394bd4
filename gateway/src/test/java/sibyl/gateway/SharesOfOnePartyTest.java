package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.RawConnection;
import sibyl.gateway.fixture.Route;
import sibyl.gateway.fixture.StreamClient;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.http.Access;
import sibyl.gateway.http.AccessTable;

/** One network or account cannot take what is there for all. */
class SharesOfOnePartyTest {
  private static final GatewayConfig.Rate MANY = new GatewayConfig.Rate(1e6, 1e6);
  private static final GatewayConfig.Rate FEW = new GatewayConfig.Rate(1e-4, 5);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Test
  void everyRouteThatNeedsNoSignInHasALimitForEachNetwork() {
    GatewayConfig config =
        TestGateway.config().withRates(new GatewayConfig.Rates(FEW, MANY, MANY, 100));
    try (TestGateway gateway = TestGateway.start(config)) {
      Visitor visitor = gateway.visitor();
      for (int i = 0; i < 5; i++) {
        visitor.get("/events").expect(200);
      }
      List<String> unlimited = new ArrayList<>();
      int routes = 0;
      for (Route route : Route.all()) {
        if (AccessTable.of(route.operationId()) == Access.PUBLIC) {
          routes++;
          Visitor.Reply reply =
              visitor.send(
                  route.method(),
                  route.anyPath(),
                  route.example() == null ? null : route.example().encode());
          note(unlimited, route.toString(), reply);
        }
      }
      assertThat(routes).isGreaterThan(10);
      for (String path :
          List.of(
              "/health/live",
              "/health/ready",
              "/openapi.json",
              "/asyncapi.json",
              "/docs",
              "/metrics",
              "/stream",
              "/nothing")) {
        note(unlimited, path, visitor.get(path));
      }
      try (RawConnection connection = new RawConnection(gateway)) {
        String answer =
            connection
                .send(
                    String.join(
                        "\r\n",
                        "GET /api/v1/stream HTTP/1.1",
                        "Host: localhost",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "",
                        ""))
                .answer();
        assertThat(answer).startsWith("HTTP/1.1 429 ");
      }
      assertThat(unlimited).isEmpty();
    }
  }

  private static void note(List<String> unlimited, String route, Visitor.Reply reply) {
    if (reply.status() != 429 || reply.header("Retry-After").isEmpty()) {
      unlimited.add(route + " " + reply.status());
    }
  }

  @Test
  void aNetworkIsAnIpv4AddressOrTheHalfOfAnIpv6AddressThatOneSiteHas() {
    GatewayConfig config =
        TestGateway.config()
            .withRates(new GatewayConfig.Rates(FEW, MANY, MANY, 100))
            .withProxies(Set.of("127.0.0.1"));
    try (TestGateway gateway = TestGateway.start(config)) {
      for (int i = 1; i <= 5; i++) {
        assertThat(statusFrom(gateway, "2001:db8:0:1::" + i)).isEqualTo(200);
      }
      assertThat(statusFrom(gateway, "2001:db8:0:1:ffff:ffff:ffff:ffff")).isEqualTo(429);
      assertThat(statusFrom(gateway, "2001:db8:0:2::1")).isEqualTo(200);
      for (int i = 1; i <= 5; i++) {
        assertThat(statusFrom(gateway, i % 2 == 0 ? "192.0.2.1" : "::ffff:192.0.2.1"))
            .isEqualTo(200);
      }
      assertThat(statusFrom(gateway, "192.0.2.1")).isEqualTo(429);
      assertThat(statusFrom(gateway, "::ffff:192.0.2.1")).isEqualTo(429);
      assertThat(statusFrom(gateway, "192.0.2.2")).isEqualTo(200);
    }
  }

  private static int statusFrom(TestGateway gateway, String address) {
    return gateway.visitor().with("X-Forwarded-For", address).get("/events").status();
  }

  @Test
  void theSocketsOfOneAccountHaveTheirShareOfTheSubscriptionsTogether() {
    GatewayConfig config =
        TestGateway.config()
            .withStream(new GatewayConfig.Stream(1_000, 100, 20, 1_000, 3, 5, 100, DEADLINE));
    try (TestGateway gateway = TestGateway.start(config)) {
      Visitor ada = gateway.person("ada", "0");
      Visitor bob = gateway.person("bob", "0");
      String market = gateway.openBookMarket();
      try (StreamClient second = StreamClient.open(gateway, ada)) {
        try (StreamClient first = StreamClient.open(gateway, ada)) {
          for (int i = 0; i < 3; i++) {
            first.subscribe("trades", market);
            first.next("subscribed");
          }
          second.subscribe("trades", market);
          assertThat(second.next("error").getString("code")).isEqualTo("limit_exceeded");
          second.subscribe("nonsense", market);
          assertThat(second.next("error").getString("code")).isEqualTo("unknown_channel");
          try (StreamClient others = StreamClient.open(gateway, bob)) {
            others.subscribe("trades", market);
            others.next("subscribed");
          }
        }
        await()
            .atMost(DEADLINE)
            .until(
                () -> {
                  second.subscribe("trades", market);
                  return second.next().getString("type").equals("subscribed");
                });
      }
    }
  }

  @Test
  void whileOneAccountsRequestsWaitThoseOfOthersAreAnswered() {
    GatewayConfig config =
        TestGateway.config().withHttp(TestGateway.config().http().withRequests(1_000, 2));
    try (TestGateway gateway = TestGateway.start(config)) {
      Visitor ada = gateway.person("ada", "100");
      Visitor bob = gateway.person("bob", "100");
      String market = gateway.openBookMarket();
      List<CompletableFuture<Visitor.Reply>> waiting = new ArrayList<>();
      gateway
          .exchange()
          .whileFrozen(
              () -> {
                for (int i = 0; i < 2; i++) {
                  waiting.add(
                      CompletableFuture.supplyAsync(
                          () -> ada.copy().order(market, "buy", "yes", "0.50", "1")));
                }
                await()
                    .atMost(DEADLINE)
                    .until(
                        () ->
                            gateway
                                .visitor()
                                .get("/metrics")
                                .text()
                                .contains("sibyl_commands_pending 2.0"));
                Visitor.Reply refused = ada.copy().get("/markets/" + market);
                refused.expect(429, "too_many_requests");
                assertThat(refused.header("Retry-After")).isEqualTo("1");
                bob.get("/markets/" + market).expect(200);
              });
      waiting.forEach(reply -> reply.join().expect(201));
      ada.get("/markets/" + market).expect(200);
    }
  }
}
