package sibyl.systemtests.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The line to an exchange: one request, one answer, nothing repeated. Thread-safe. */
final class Line {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI exchange;
  private final Map<String, String> headers;

  /**
   * @param headers sent with every request
   */
  Line(URI exchange, Map<String, String> headers) {
    this.exchange = exchange;
    this.headers = Map.copyOf(headers);
  }

  Line with(String header, String value) {
    return new Line(exchange, Map.of(header, value));
  }

  /** With one more header. */
  Line and(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Line(exchange, more);
  }

  Line at(URI otherExchange) {
    return new Line(otherExchange, headers);
  }

  /**
   * @throws UncheckedIOException if no answer came
   */
  Reply send(String method, String path, @Nullable Object body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(exchange.resolve(path)).timeout(PATIENCE);
    headers.forEach(request::header);
    String name = method + " " + path;
    try {
      if (body == null) {
        request.method(method, BodyPublishers.noBody());
      } else {
        request
            .method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .header("Content-Type", "application/json");
      }
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Reply(
          name, response.statusCode(), response.headers(), response.body(), json(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + " was interrupted", e);
    }
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return text.startsWith("{") ? JSON.readTree(text) : MissingNode.getInstance();
  }

  /** The cookie an answer sets, as it is sent back. */
  static String cookie(Reply reply) {
    return reply
        .headers()
        .firstValue("Set-Cookie")
        .map(value -> value.split(";", 2)[0])
        .orElseThrow(() -> new AssertionError(reply.request() + " set no cookie"));
  }
}
