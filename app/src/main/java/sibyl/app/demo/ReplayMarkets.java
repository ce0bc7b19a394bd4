package sibyl.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sibyl.app.client.Caller;
import sibyl.simulation.replication.Study;

/**
 * The markets of the studies, as a member of staff makes them and takes them through their lives.
 * Every step first asks where the market stands, so all of this can be repeated from any point.
 */
final class ReplayMarkets {
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Caller staff;
  private final Map<String, String> marketBySource = new HashMap<>();

  /**
   * @param staff signed in
   */
  ReplayMarkets(Caller staff) {
    this.staff = staff;
  }

  /** Makes sure that each study has its market and that it is, or has been, open. */
  void ensure(List<Study> studies, Progress progress) {
    staff.each("/events?limit=100", this::remember);
    for (Study study : studies) {
      if (!marketBySource.containsKey(study.doi())) {
        remember(staff.post("/admin/events", event(study)).orThrow().body());
      }
      String market = market(study);
      if (state(market).equals("created")) {
        step(market, "/open");
      }
      progress.advance();
    }
  }

  private void remember(JsonNode event) {
    JsonNode markets = event.path("markets");
    String source = event.path("source").asText("");
    if (!source.isEmpty() && markets.size() == 1) {
      marketBySource.put(source, markets.get(0).path("market_id").asText());
    }
  }

  private static Map<String, Object> event(Study study) {
    String title = "Does " + study.citation() + " replicate?";
    return Map.of(
        "title",
        title,
        "description",
        "A market of the "
            + study.project()
            + " replication project, replayed from its published trades.",
        "category",
        "Replication: " + study.project(),
        "rules",
        "YES if the replication found an effect in the same direction at p < 0.05, as the"
            + " project reported it.",
        "source",
        study.doi(),
        "exclusive",
        false,
        "markets",
        List.of(
            Map.of(
                "title", title,
                "tick", "0.0001",
                "lot", "0.01",
                "mode", "lmsr",
                "liquidity", String.valueOf(study.project().liquidity()))));
  }

  String market(Study study) {
    String market = marketBySource.get(study.doi());
    if (market == null) {
      throw new IllegalStateException("no market for " + study.doi());
    }
    return market;
  }

  /** Closes the market, resolves it to what happened, and sees it settled. */
  void resolve(Study study) {
    String market = market(study);
    String state = state(market);
    if (state.equals("open")) {
      step(market, "/close");
      state = state(market);
    }
    if (state.equals("closed")) {
      String outcome = study.replicated() ? "yes" : "no";
      step(market, "/resolution", Map.of("outcome", outcome, "evidence", study.doi()));
      step(market, "/resolution/confirm");
      state = state(market);
    }
    if (state.equals("resolved")) {
      step(market, "/settle");
      awaitSettled(market);
    }
  }

  private void awaitSettled(String market) {
    long deadlineNs = System.nanoTime() + SETTLING.toNanos();
    while (!state(market).equals("settled")) {
      if (System.nanoTime() > deadlineNs) {
        throw new IllegalStateException(
            "market " + market + " was not settled within " + SETTLING.toSeconds() + " s");
      }
      try {
        Thread.sleep(BETWEEN_LOOKS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while market " + market + " settled", e);
      }
    }
  }

  private void step(String market, String step) {
    staff.post("/admin/markets/" + market + step).orThrow();
  }

  private void step(String market, String step, Map<String, String> body) {
    staff.post("/admin/markets/" + market + step, body).orThrow();
  }

  private String state(String market) {
    return staff.get("/markets/" + market).orThrow().text("state");
  }
}
