package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.RawConnection;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** What holds for every request and connection, whatever is asked for. */
class EdgeTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  // ---- names ------------------------------------------------------------------------------------

  @Test
  void onlyTheNamesOfThisServerAreAnswered() {
    try (TestGateway gateway = named()) {
      for (String own :
          List.of(
              "localhost",
              "LOCALHOST:1",
              "127.0.0.1",
              "[::1]:8080",
              "sibyl.example",
              "sibyl.example:443")) {
        assertThat(status(gateway, "/api/v1/events", "Host: " + own)).as(own).isEqualTo(200);
      }
      for (String other :
          List.of(
              "evil.example",
              "sibyl.example.evil.example",
              "evil.example:8080",
              "10.1.2.3",
              "localhost.",
              "")) {
        for (String path : List.of("/api/v1/events", "/openapi.json", "/docs", "/metrics", "/x")) {
          assertThat(status(gateway, path, "Host: " + other)).as(other + path).isEqualTo(421);
        }
        // Those who watch over the server know it by its number.
        assertThat(status(gateway, "/health/live", "Host: " + other)).isEqualTo(200);
      }
      for (String none :
          List.of("localhost@evil.example", "sibyl.example:80:80", "sibyl.example/", "a b")) {
        assertThat(status(gateway, "/api/v1/events", "Host: " + none)).as(none).isIn(400, 421);
      }
    }
  }

  private static TestGateway named() {
    return TestGateway.start(
        TestGateway.config()
            .withHttp(TestGateway.config().http().withHosts(Set.of("sibyl.example"))));
  }

  // ---- origins ----------------------------------------------------------------------------------

  @Test
  void anOriginIsComparedWithSchemeHostAndPort() {
    try (TestGateway gateway = TestGateway.start()) {
      String own = "127.0.0.1:" + gateway.port();
      assertThat(signInFrom(gateway, "http://" + own)).isEqualTo(401);
      for (String other :
          List.of(
              "https://" + own,
              "http://127.0.0.1",
              "http://127.0.0.1:1",
              "http://localhost:" + gateway.port(),
              "http://" + own + "/",
              "http://a@" + own,
              "ftp://" + own,
              "null",
              "")) {
        assertThat(signInFrom(gateway, other)).as(other).isEqualTo(403);
      }
    }
  }

  @Test
  void behindAProxyTheSchemeIsWhatTheProxySays() {
    try (TestGateway gateway =
        TestGateway.start(TestGateway.config().withProxies(Set.of("127.0.0.1")))) {
      String own = "127.0.0.1:" + gateway.port();
      assertThat(signInFrom(gateway, "https://" + own, "https")).isEqualTo(401);
      assertThat(signInFrom(gateway, "http://" + own, "https")).isEqualTo(403);
      assertThat(signInFrom(gateway, "http://" + own, "http")).isEqualTo(401);
      Visitor.Reply reply =
          gateway.visitor().with("X-Forwarded-Proto", "https").get("/health/live");
      assertThat(reply.header("Strict-Transport-Security")).startsWith("max-age=");
    }
    try (TestGateway gateway = TestGateway.start()) {
      String own = "127.0.0.1:" + gateway.port();
      assertThat(signInFrom(gateway, "https://" + own, "https")).isEqualTo(403);
    }
  }

  private static int signInFrom(TestGateway gateway, String origin) {
    return gateway
        .visitor()
        .with("Origin", origin)
        .postRaw("/auth/login", "{\"username\":\"ada\",\"password\":\"wrong horse\"}")
        .status();
  }

  private static int signInFrom(TestGateway gateway, String origin, String proto) {
    return gateway
        .visitor()
        .with("Origin", origin)
        .with("X-Forwarded-Proto", proto)
        .postRaw("/auth/login", "{\"username\":\"ada\",\"password\":\"wrong horse\"}")
        .status();
  }

  // ---- headers ----------------------------------------------------------------------------------

  @Test
  void everyAnswerCarriesTheSecurityHeadersWhateverItIsAnAnswerTo() {
    GatewayConfig production =
        GatewayConfig.production(7, "127.0.0.1", 0, 0, Set.of("https://sibyl.example"));
    try (TestGateway gateway = TestGateway.start(production)) {
      Visitor visitor = gateway.visitor();
      for (Visitor.Reply reply :
          List.of(
              visitor.get("/events"),
              visitor.get("/wallet"),
              visitor.get("/nothing"),
              visitor.get("/docs"),
              visitor.get("/openapi.json"),
              visitor.get("/health/live"),
              visitor.send("TRACE", "/events", null),
              visitor.postRaw("/auth/login", "{"))) {
        assertThat(reply.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(reply.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
      }
      Visitor management = new Visitor("http://127.0.0.1:" + gateway.gateway().managementPort());
      assertThat(management.get("/metrics").header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void theTraceAndTheRequestIdOfACallerAreTakenOverWhenTheyAreWellFormed() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    String parent = "00-" + trace + "-00f067aa0ba902b7-01";
    try (TestGateway gateway = TestGateway.start()) {
      Visitor.Reply reply =
          gateway
              .visitor()
              .with("traceparent", parent)
              .with("X-Request-Id", "my-request-1")
              .get("/events");
      assertThat(reply.header("traceparent"))
          .matches("00-" + trace + "-[0-9a-f]{16}-01")
          .isNotEqualTo(parent);
      assertThat(reply.header("X-Request-Id")).isEqualTo("my-request-1");
      for (String wrong :
          List.of(
              "",
              "00-" + trace,
              "ff-" + trace + "-00f067aa0ba902b7-01",
              "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01",
              "00-" + trace + "-0000000000000000-01",
              parent.toUpperCase(Locale.ROOT),
              parent + "-x")) {
        assertThat(
                gateway.visitor().with("traceparent", wrong).get("/events").header("traceparent"))
            .as(wrong)
            .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
            .doesNotContain(trace);
      }
      for (String wrong :
          List.of("", "short", "a b c d e f g", "x".repeat(65), "<script>alert()")) {
        assertThat(
                gateway.visitor().with("X-Request-Id", wrong).get("/events").header("X-Request-Id"))
            .as(wrong)
            .matches("[0-9a-f]{16}");
      }
    }
  }

  // ---- documents --------------------------------------------------------------------------------

  @Test
  void documentsAreCompressedAndSentOnce() throws IOException {
    try (TestGateway gateway = TestGateway.start()) {
      for (String path : List.of("/openapi.json", "/asyncapi.json", "/docs")) {
        compressedAndSentOnce(gateway, path);
      }
    }
  }

  private static void compressedAndSentOnce(TestGateway gateway, String path) throws IOException {
    Visitor.Reply plain = gateway.visitor().get(path);
    Visitor.Reply small = gateway.visitor().with("Accept-Encoding", "br, gzip;q=0.5").get(path);
    assertThat(small.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(small.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(small.header("Cache-Control")).isEqualTo("public, max-age=300");
    assertThat(small.response().body().length).isLessThan(plain.response().body().length / 2);
    byte[] unpacked =
        new GZIPInputStream(new ByteArrayInputStream(small.response().body())).readAllBytes();
    assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(plain.text());
    assertThat(gateway.visitor().with("Accept-Encoding", "gzip;q=0").get(path).text())
        .isEqualTo(plain.text());
    for (String coding : List.of("identity", "gzip")) {
      Visitor.Reply known = gateway.visitor().with("Accept-Encoding", coding).get(path);
      Visitor again = gateway.visitor().with("Accept-Encoding", coding);
      Visitor.Reply unchanged = again.with("If-None-Match", known.header("ETag")).get(path);
      assertThat(unchanged.status()).isEqualTo(304);
      assertThat(unchanged.response().body()).isEmpty();
    }
    assertThat(gateway.visitor().with("If-None-Match", "\"other\"").get(path).status())
        .isEqualTo(200);
  }

  // ---- slow and many ----------------------------------------------------------------------------

  @Test
  void slowHeadsSlowBodiesAndIdleConnectionsAreCutOff() {
    GatewayConfig config = TestGateway.config();
    try (TestGateway gateway =
        TestGateway.start(config.withHttp(config.http().withTimes(LONG, SHORT, LONG)))) {
      closedWithoutAnAnswer(gateway, "");
      closedWithoutAnAnswer(gateway, "GET /health/live HTTP/1.1\r\nHost: local");
      await()
          .atMost(DEADLINE)
          .until(() -> metric(gateway, "sibyl_http_connections_slow_total{part=\"head\"}") == 2);
      // The next head on a connection has its time from its own beginning on.
      try (RawConnection connection = new RawConnection(gateway)) {
        connection.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(connection.answer()).startsWith("HTTP/1.1 200 ");
        assertThat(connection.send("G").toTheEnd()).isEmpty();
      }
    }
    try (TestGateway gateway =
        TestGateway.start(config.withHttp(config.http().withTimes(LONG, LONG, SHORT)))) {
      closedWithoutAnAnswer(
          gateway,
          "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{");
      closedWithoutAnAnswer(
          gateway,
          "POST %s HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
              .formatted("/api/v1/auth/login"));
      await()
          .atMost(DEADLINE)
          .until(() -> metric(gateway, "sibyl_http_connections_slow_total{part=\"body\"}") == 2);
    }
    try (TestGateway gateway =
        TestGateway.start(
            config.withHttp(config.http().withTimes(Duration.ofSeconds(1), LONG, LONG)))) {
      closedWithoutAnAnswer(gateway, "");
    }
  }

  private static void closedWithoutAnAnswer(TestGateway gateway, String sent) {
    try (RawConnection connection = new RawConnection(gateway)) {
      assertThat(connection.send(sent).toTheEnd()).isEmpty();
    }
  }

  @Test
  void aNetworkHasItsShareOfTheConnectionsAndGetsThemBack() {
    GatewayConfig config = TestGateway.config();
    try (TestGateway gateway =
        TestGateway.start(config.withHttp(config.http().withConnections(1_000, 3)))) {
      List<RawConnection> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        open.add(new RawConnection(gateway));
        assertThat(live(open.getLast())).startsWith("HTTP/1.1 200 ");
      }
      try (RawConnection another = new RawConnection(gateway)) {
        assertThat(another.toTheEnd()).isEmpty();
      }
      open.removeFirst().close();
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                try (RawConnection next = new RawConnection(gateway)) {
                  assertThat(live(next)).startsWith("HTTP/1.1 200 ");
                }
              });
      open.forEach(RawConnection::close);
      await()
          .atMost(DEADLINE)
          .until(
              () ->
                  metric(gateway, "sibyl_http_connections_refused_total{reason=\"too_many\"}") > 0);
    }
  }

  private static String live(RawConnection connection) {
    return connection.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();
  }

  private static double metric(TestGateway gateway, String name) {
    try (RawConnection connection = new RawConnection(gateway)) {
      return connection
          .send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .toTheEnd()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(0);
    }
  }

  private static int status(TestGateway gateway, String path, String header) {
    try (RawConnection connection = new RawConnection(gateway)) {
      String read =
          connection
              .send("GET " + path + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n")
              .toTheEnd();
      return RawConnection.statuses(read).getFirst();
    }
  }
}
