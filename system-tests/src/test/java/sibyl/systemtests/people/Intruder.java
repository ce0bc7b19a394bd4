package sibyl.systemtests.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who sends whatever headers and bodies he likes, and keeps nothing. */
public final class Intruder {
  private static final String ROOT = "/api/v1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI exchange;

  /** What came back. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String text() {
      return response.body();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public Intruder(URI exchange) {
    this.exchange = exchange;
  }

  /** Signs somebody up, whose password is "the password of" and the name; the session's token. */
  public String signUp(String name) {
    return token(
        post(
            "/auth/register",
            ("{\"username\":\"%s\",\"email\":\"%s@people.example\","
                    + "\"password\":\"the password of %s\"}")
                .formatted(name, name, name),
            Map.of()));
  }

  /** The token of a session of the administrator of dev mode. */
  public String staffToken() {
    return staffToken("admin", "sibyl-dev");
  }

  public String staffToken(String username, String password) {
    return token(
        post(
            "/admin/auth/login",
            "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password),
            Map.of()));
  }

  /** A key that may read, of whom a session belongs to. */
  public String key(String session) {
    return json(
            "POST",
            "/keys",
            "{\"name\":\"a key\",\"scopes\":[\"read\"]}",
            Map.of("Cookie", "sibyl_session=" + session))
        .path("secret")
        .asText();
  }

  public Answer post(String path, @Nullable String body, Map<String, String> headers) {
    return send("POST", path, body, headers);
  }

  public Answer send(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    return request(method, ROOT + path, body, headers);
  }

  /** Any path of the exchange. */
  public Answer at(String path) {
    return request("GET", path, null, Map.of());
  }

  public JsonNode json(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    return json(send(method, path, body, headers));
  }

  /** The contract that the exchange serves. */
  public JsonNode document() {
    return json(at("/openapi.json"));
  }

  public static JsonNode json(Answer answer) {
    try {
      return JSON.readTree(answer.text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(answer.text(), e);
    }
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Answer request(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(exchange + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String token(Answer answer) {
    String cookie = answer.header("Set-Cookie");
    if (cookie.isEmpty()) {
      throw new AssertionError("no cookie: " + answer.status() + " " + answer.text());
    }
    return cookie.split(";", 2)[0].split("=", 2)[1];
  }
}
