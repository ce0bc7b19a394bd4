package sibyl.accounts.message;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speaks Twilio's form of request, as its documentation says, on this machine. */
final class TwilioServer implements AutoCloseable {
  static final String SID = "AC" + "0123456789abcdef".repeat(2);
  static final String TOKEN = "a token: nobody's";

  private final HttpServer server;
  private final Deque<Integer> refusals = new ArrayDeque<>();
  private final List<Map<String, String>> taken = new CopyOnWriteArrayList<>();
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();

  TwilioServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/2010-04-01/Accounts/" + SID + "/Messages.json", this::message);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Has the next requests answered with these, one each. */
  synchronized void refuseWith(Integer... next) {
    refusals.addAll(List.of(next));
  }

  /** The fields of each message it took. */
  List<Map<String, String>> taken() {
    return taken;
  }

  /** What it answered, one for each request. */
  List<Integer> statuses() {
    return statuses;
  }

  private void message(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> fields = new TreeMap<>();
      for (String field : body.split("&")) {
        String[] parts = field.split("=", 2);
        fields.put(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
      int status = status(exchange, fields);
      statuses.add(status);
      if (status == 201) {
        taken.add(fields);
      }
      String answer =
          status == 201
              ? "{\"sid\": \"SM1\", \"status\": \"queued\", \"error_code\": null}"
              : "{\"code\": 21211, \"message\": \"about " + fields.get("To") + "\"}";
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, answer.length());
      exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
    }
  }

  private synchronized int status(HttpExchange exchange, Map<String, String> fields) {
    if (!refusals.isEmpty()) {
      return refusals.removeFirst();
    }
    String expected =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((SID + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
    boolean form =
        "application/x-www-form-urlencoded"
            .equals(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return 401;
    }
    boolean complete =
        fields.containsKey("To")
            && fields.containsKey("Body")
            && (fields.containsKey("From") || fields.containsKey("MessagingServiceSid"));
    return exchange.getRequestMethod().equals("POST") && form && complete ? 201 : 400;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
