package sibyl.systemtests.people;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A member of staff, signed in with the credentials of dev mode. */
public final class Staff {
  private static final String ROOT = "/api/v1/admin";
  private static final Duration SETTLING = Duration.ofMinutes(1);
  private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Line line;

  private Staff(Line line) {
    this.line = line;
  }

  public static Staff signIn(URI exchange) {
    Line line = new Line(exchange, Map.of());
    Reply reply =
        line.send(
            "POST", ROOT + "/auth/login", Map.of("username", "admin", "password", "sibyl-dev"));
    return new Staff(line.with("Cookie", Line.cookie(reply.expect(200))));
  }

  /** The same session at the exchange's new address. */
  public Staff at(URI exchange) {
    return new Staff(line.at(exchange));
  }

  /** Creates and opens a market with the finest grid there is; returns its id. */
  public String opensMarket(String title) {
    return opens(Map.of("title", title, "tick", "0.0001", "lot", "0.01", "mode", "book"), title);
  }

  /** Creates and opens a market that a market maker serves; returns its id. */
  public String opensMakersMarket(String title) {
    return opens(
        Map.of("title", title, "tick", "0.0001", "lot", "0.01", "mode", "lmsr", "liquidity", "100"),
        title);
  }

  private String opens(Map<String, String> market, String title) {
    Reply event =
        line.send(
                "POST",
                ROOT + "/events",
                Map.of(
                    "title",
                    title,
                    "description",
                    "A question of the tests.",
                    "category",
                    "Tests",
                    "rules",
                    "As the test says.",
                    "source",
                    "https://people.example/" + title.hashCode(),
                    "exclusive",
                    false,
                    "markets",
                    List.of(market)))
            .expect(201);
    String id = event.at("/markets/0/market_id");
    step(id, "/open", null);
    return id;
  }

  public void closes(String market) {
    step(market, "/close", null);
  }

  public void resolves(String market, String outcome) {
    step(market, "/resolution", Map.of("outcome", outcome, "evidence", "it was seen"));
  }

  public void confirms(String market) {
    step(market, "/resolution/confirm", null);
  }

  /** Has everybody paid, and waits until they are. */
  public void settles(String market) {
    step(market, "/settle", null);
    long startNs = System.nanoTime();
    while (!line.send("GET", "/api/v1/markets/" + market, null).at("/state").equals("settled")) {
      if (System.nanoTime() - startNs > SETTLING.toNanos()) {
        throw new AssertionError("market " + market + " is not settled after " + SETTLING);
      }
      LockSupport.parkNanos(LOOK_EVERY_NS);
    }
  }

  public Reply get(String path) {
    return line.send("GET", ROOT + path, null);
  }

  public Reply post(String path) {
    return line.send("POST", ROOT + path, null);
  }

  private void step(String market, String step, @Nullable Object body) {
    line.send("POST", ROOT + "/markets/" + market + step, body).expect(200);
  }
}
