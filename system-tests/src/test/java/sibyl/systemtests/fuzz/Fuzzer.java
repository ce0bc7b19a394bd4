package sibyl.systemtests.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import sibyl.systemtests.fuzz.Contract.Operation;
import sibyl.systemtests.fuzz.Visitors.Who;

/**
 * Sends spoiled requests to a running exchange and judges each answer: it comes in time, it is no
 * fault of the server's but for a 503 that says when to repeat, and a refusal is a problem with a
 * code and a sentence. One thread; the same seed sends the same requests as long as the exchange
 * answers the same.
 */
final class Fuzzer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int RENEWED_EVERY = 400;
  private static final int TURNED_AWAY_MAX = 20;
  private static final int FINDINGS_MAX = 25;

  private final long seed;
  private final Random random;
  private final Contract contract;
  private final Connection connection;
  private final Inputs inputs;
  private final Mutations mutations;
  private final Visitors visitors;
  private final Map<String, String> findings = new LinkedHashMap<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private long sent;

  /** How often, since all was made new, one that was signed in was not known any more. */
  private int turnedAway;

  Fuzzer(URI exchange, JsonNode document, long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.contract = new Contract(document);
    this.connection = new Connection(exchange, PATIENCE);
    this.inputs = new Inputs(contract, random);
    this.mutations = new Mutations(random);
    this.visitors = new Visitors(connection, random, "f" + Long.toString(Math.abs(seed), 36));
  }

  /** Sends requests until the time is over or too much was found. */
  void run(Duration duration) throws IOException {
    long startNs = System.nanoTime();
    List<Operation> operations = contract.operations();
    while (System.nanoTime() - startNs < duration.toNanos() && findings.size() < FINDINGS_MAX) {
      if (sent % RENEWED_EVERY == 0 || turnedAway > TURNED_AWAY_MAX) {
        visitors.renew().forEach(inputs::learn);
        turnedAway = 0;
      }
      Operation operation = operations.get(random.nextInt(operations.size()));
      Who who = visitors.pick(operation.isForStaff());
      RawRequest request = new RawRequest(operation.method(), inputs.path(operation));
      request.headers.addAll(visitors.headers(who));
      if (operation.body() != null) {
        request.headers.add("Content-Type: application/json");
        spoilBody(request, operation);
      } else if (random.nextInt(4) != 0) {
        mutations.spoilHttp(request);
      }
      send(operation, who, request);
    }
    connection.close();
  }

  private void spoilBody(RawRequest request, Operation operation) {
    int kind = random.nextInt(10);
    if (kind < 5) {
      request.body = mutations.spoiledJson(inputs.body(operation));
    } else {
      request.body = inputs.body(operation).toString().getBytes(StandardCharsets.UTF_8);
      if (kind < 7) {
        request.body = mutations.spoiledBytes(request.body);
      } else if (kind < 9) {
        mutations.spoilHttp(request);
      }
    }
  }

  private void send(Operation operation, Who who, RawRequest request) {
    sent++;
    try {
      RawAnswer answer = connection.exchange(request);
      statuses.merge(answer.status(), 1, Integer::sum);
      turnedAway += answer.status() == 401 && who != Who.GUEST ? 1 : 0;
      String fault = fault(request, answer);
      if (fault.isEmpty()) {
        inputs.learn(answer.json());
      } else {
        found(operation, who, request, fault, answer.status() + " " + answer.text());
      }
    } catch (IOException e) {
      connection.close();
      statuses.merge(0, 1, Integer::sum);
      found(operation, who, request, "no answer: " + e, "");
    }
  }

  /** What is wrong with an answer; empty if nothing is. */
  static String fault(RawRequest request, RawAnswer answer) {
    int status = answer.status();
    if (status < 400) {
      return "";
    }
    if (status >= 500 && (status != 503 || answer.header("retry-after").isEmpty())) {
      return "a server's fault: " + status;
    }
    if (request.method.equals("HEAD") || isReadiness(request)) {
      return "";
    }
    JsonNode problem = answer.json();
    boolean told =
        answer.header("content-type").startsWith("application/problem+json")
            && problem.path("status").asInt() == status
            && !problem.path("code").asText().isEmpty()
            && !problem.path("detail").asText().isEmpty();
    return told ? "" : "a refusal that is no problem+json: " + status;
  }

  /** Its 503 has a document of its own. */
  private static boolean isReadiness(RawRequest request) {
    return request.target.startsWith("/health/ready");
  }

  /** Keeps the first of each kind of finding for each operation. */
  private void found(Operation operation, Who who, RawRequest request, String what, String answer) {
    String finding =
        """
        %s, as %s in %s: %s
        ---- sent
        %s
        ---- answered
        %s
        """
            .formatted(
                operation.id(),
                who,
                visitors.summary(),
                what,
                request.shown(connection.host()),
                answer);
    String kind = what.endsWith("500") ? operation.id() + " " + what : what;
    if (findings.putIfAbsent(kind, finding) == null) {
      System.out.println("found: " + finding);
    }
  }

  /** All that was found, each with what was sent. */
  List<String> findings() {
    return new ArrayList<>(findings.values());
  }

  /** How much was sent, and how it was answered; 0 stands for no answer. */
  String summary() {
    return "seed " + seed + ": " + sent + " requests, by status " + statuses;
  }

  long sent() {
    return sent;
  }
}
