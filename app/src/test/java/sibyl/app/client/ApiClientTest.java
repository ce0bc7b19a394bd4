package sibyl.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {
  private final List<String> requests = new ArrayList<>();
  private final List<Reply> replies = new ArrayList<>();
  private HttpServer server;
  private ApiClient client;

  private record Reply(int status, Map<String, String> headers, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client = new ApiClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void aCallerIsKnownByItsCookieAfterSigningIn() {
    reply(201, Map.of("Set-Cookie", "session=abc; HttpOnly; Path=/"), "{}");
    reply(200, Map.of(), "{\"total\":\"1.00\"}");

    Caller caller = client.caller();
    caller.register("ann", "ann@example.org", "secret").orThrow();

    assertThat(caller.get("/portfolio/balance").text("total")).isEqualTo("1.00");
    assertThat(requests)
        .containsExactly(
            "POST /api/v1/auth/register cookie=null",
            "GET /api/v1/portfolio/balance cookie=session=abc");
  }

  @Test
  void aBusyExchangeIsAskedAgain() {
    reply(503, Map.of("Retry-After", "0"), "{\"code\":\"busy\"}");
    reply(429, Map.of(), "{\"code\":\"rate_limited\"}");
    reply(201, Map.of(), "{}");

    assertThat(client.caller().post("/orders", Map.of()).status()).isEqualTo(201);
    assertThat(requests).hasSize(3);
  }

  @Test
  void whatMayHaveHappenedIsNotSentAgain() {
    reply(504, Map.of(), "{\"code\":\"outcome_unknown\"}");
    assertThat(client.caller().post("/admin/events", Map.of()).code()).isEqualTo("outcome_unknown");

    reply(504, Map.of(), "{\"code\":\"outcome_unknown\"}");
    reply(201, Map.of(), "{}");
    assertThat(client.caller().placeOrder(Map.of("client_order_id", "a")).ok()).isTrue();
  }

  @Test
  void aRefusalKeepsItsCodeAndFigures() {
    reply(422, Map.of(), "{\"code\":\"insufficient_balance\",\"needed\":\"5.00\"}");

    Answer answer = client.caller().post("/orders", Map.of());

    assertThat(answer.ok()).isFalse();
    assertThat(answer.code()).isEqualTo("insufficient_balance");
    assertThatThrownBy(answer::orThrow)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("POST /api/v1/orders")
        .hasMessageContaining("5.00");
  }

  @Test
  void aListIsReadPageAfterPage() {
    reply(200, Map.of(), "{\"items\":[1,2],\"next_cursor\":\"c\"}");
    reply(200, Map.of(), "{\"items\":[3],\"next_cursor\":null}");

    assertThat(client.caller().all("/events?limit=2")).hasSize(3);
    assertThat(requests.getLast()).startsWith("GET /api/v1/events?limit=2&cursor=c ");
  }

  private void reply(int status, Map<String, String> headers, String body) {
    replies.add(new Reply(status, headers, body));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " cookie="
              + exchange.getRequestHeaders().getFirst("Cookie"));
      Reply reply = replies.removeFirst();
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
