package sibyl.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one exchange. Connections are kept alive and shared by all callers.
 * Thread-safe.
 *
 * <p>A refusal for the moment (429, 503) and a broken connection are tried again with growing
 * pauses until {@link #PATIENCE} is over, so everything sent through here must bear repeating: it
 * carries an idempotency key or a client order id, or changes nothing.
 */
public final class ApiClient implements AutoCloseable {
  /** How long one request may take in all, repetitions included. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration ONE_TRY = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final int NO_ANSWER_INSIDE = 504;
  private static final String OUTCOME_UNKNOWN = "outcome_unknown";

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .executor(executor)
          .build();
  private final URI base;

  /**
   * @param base scheme, host and port
   */
  public ApiClient(URI base) {
    this.base = base;
  }

  /** A caller who is not signed in. */
  public Caller caller() {
    return new Caller(this);
  }

  /** Scheme, host and port: also the origin that requests of this client come from. */
  public URI base() {
    return base;
  }

  /**
   * @param repeatable whether sending it twice does no more than sending it once
   * @throws UnreachableException if there was no answer, and so its effect is unknown
   */
  Answer send(
      String method,
      String path,
      @Nullable Object body,
      @Nullable String idempotencyKey,
      @Nullable String cookie,
      boolean repeatable) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(ONE_TRY)
            .header("Origin", base.toString());
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.method(method, BodyPublishers.ofByteArray(bytes(body)));
      request.header("Content-Type", "application/json");
    }
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return sendPatiently(method + " " + path, request.build(), repeatable);
  }

  private Answer sendPatiently(String name, HttpRequest request, boolean repeatable) {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Duration wait = pause;
      try {
        Answer answer = sendOnce(name, request);
        if (!forTheMoment(answer, repeatable) || System.nanoTime() > deadlineNs) {
          return answer;
        }
        wait = retryAfter(answer, pause);
      } catch (IOException e) {
        if (!repeatable || System.nanoTime() > deadlineNs) {
          throw new UnreachableException(name + " got no answer: " + e, e);
        }
      }
      sleep(name, wait);
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private Answer sendOnce(String name, HttpRequest request) throws IOException {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      byte[] body = response.body();
      JsonNode parsed = body.length == 0 ? MissingNode.getInstance() : json.readTree(body);
      return new Answer(name, response.statusCode(), response.headers(), parsed);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(name + " was not answered in JSON", e);
    } catch (InterruptedException e) {
      throw interrupted(name, e);
    }
  }

  private static boolean forTheMoment(Answer answer, boolean repeatable) {
    return switch (answer.status()) {
      case TOO_MANY_REQUESTS, UNAVAILABLE, NO_ANSWER_INSIDE ->
          repeatable || !answer.code().equals(OUTCOME_UNKNOWN);
      default -> false;
    };
  }

  /** What the exchange asks for, at most {@link #LONGEST_PAUSE}; otherwise our own. */
  private static Duration retryAfter(Answer answer, Duration own) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.chars().allMatch(Character::isDigit) && value.length() < 6)
        .map(value -> min(Duration.ofSeconds(Long.parseLong(value)), LONGEST_PAUSE))
        .filter(asked -> asked.compareTo(own) > 0)
        .orElse(own);
  }

  private byte[] bytes(Object body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not expressible in JSON: " + body, e);
    }
  }

  private static void sleep(String name, Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw interrupted(name, e);
    }
  }

  private static UnreachableException interrupted(String name, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new UnreachableException(name + " was interrupted", e);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  @Override
  public void close() {
    http.shutdownNow();
    executor.shutdownNow();
  }
}
