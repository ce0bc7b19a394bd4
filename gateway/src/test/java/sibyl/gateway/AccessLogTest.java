package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import sibyl.gateway.fixture.RawConnection;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

class AccessLogTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final Logger log = (Logger) LoggerFactory.getLogger("sibyl.access");
  private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> kept =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
          lines.add(line);
        }
      };

  @BeforeEach
  void listen() {
    kept.start();
    log.addAppender(kept);
    log.setLevel(Level.INFO);
    log.setAdditive(false);
  }

  @AfterEach
  void stop() {
    log.detachAppender(kept);
    log.setLevel(null);
    log.setAdditive(true);
  }

  @Test
  void aLineTellsMethodPathTraceAndRequestButNoQuery() {
    try (TestGateway gateway = TestGateway.start()) {
      gateway
          .visitor()
          .with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
          .with("X-Request-Id", "request-17")
          .get("/events?limit=7");
      await().atMost(DEADLINE).until(() -> !lines.isEmpty());
      Map<String, Object> values = values(lines.getFirst());
      assertThat(values)
          .containsEntry("method", "GET")
          .containsEntry("path", "/api/v1/events")
          .containsEntry("operation", "listEvents")
          .containsEntry("status", 200)
          .containsEntry("request_id", "request-17")
          .containsEntry("trace_id", TRACE)
          .containsEntry("address", "127.0.0.1");
      assertThat(values.toString()).doesNotContain("limit");
    }
  }

  @Test
  void floodOfRefusalsIsSampledAndCounted() {
    int sent = 400;
    long before = System.nanoTime();
    try (TestGateway gateway = TestGateway.start()) {
      Visitor visitor = gateway.visitor();
      for (int i = 0; i < sent; i++) {
        visitor.get("/wallet").expect(401);
      }
      for (int i = 0; i < sent / 4; i++) {
        try (RawConnection connection = new RawConnection(gateway)) {
          connection.send("nonsense\r\n\r\n").toTheEnd();
        }
      }
    }
    long seconds = 2 + (System.nanoTime() - before) / 1_000_000_000L;
    assertThat(ofStatus(401)).hasSizeBetween(1, (int) seconds);
    assertThat(ofStatus(400)).hasSizeBetween(1, (int) seconds);
    long counted =
        ofStatus(401).stream()
            .mapToLong(line -> 1 + (long) line.getOrDefault("suppressed", 0L))
            .sum();
    assertThat(counted).isLessThanOrEqualTo(sent);
  }

  private List<Map<String, Object>> ofStatus(int status) {
    return lines.stream()
        .map(AccessLogTest::values)
        .filter(line -> line.get("status").equals(status))
        .toList();
  }

  private static Map<String, Object> values(ILoggingEvent line) {
    return line.getKeyValuePairs().stream()
        .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
  }
}
