package sibyl.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.read.ReadModel;

/** Whether the gateway can serve, and if not, why. */
final class Readiness {
  /** More than a burst of orders makes. */
  private static final long LAG_BYTES_MAX = 64L << 20;

  private final ReadModel model;
  private final Journal journal;
  private final List<HealthCheck> checks;
  private volatile boolean caughtUp;
  private volatile boolean stopping;

  Readiness(ReadModel model, Journal journal, List<HealthCheck> checks) {
    this.model = model;
    this.journal = journal;
    this.checks = checks;
  }

  void stop() {
    stopping = true;
  }

  long lagBytes() {
    return journal.lagBytes();
  }

  /** Why no request can be served; null when they can. */
  @Nullable String notServing() {
    if (!caughtUp) {
      if (!journal.isLive()) {
        return "catching up with the journal";
      }
      caughtUp = true;
    }
    return null;
  }

  JsonObject report() {
    List<String> reasons = new ArrayList<>();
    String notServing = notServing();
    if (notServing != null) {
      reasons.add(notServing);
    }
    if (stopping) {
      reasons.add("being stopped");
    }
    if (lagBytes() < 0) {
      reasons.add("not connected to the journal");
    }
    if (lagBytes() > LAG_BYTES_MAX) {
      reasons.add("the read model is " + lagBytes() + " bytes of the journal behind");
    }
    reasons.addAll(complaints(HealthCheck.Meaning.NOT_ALIVE));
    reasons.addAll(complaints(HealthCheck.Meaning.NOT_READY));
    return report(reasons).put("as_of_seq", model.seq());
  }

  /** Whether the process is worth keeping. */
  JsonObject alive() {
    return report(complaints(HealthCheck.Meaning.NOT_ALIVE));
  }

  private JsonObject report(List<String> reasons) {
    return new JsonObject()
        .put("status", reasons.isEmpty() ? "up" : "down")
        .put("reasons", new JsonArray(reasons))
        .put("warnings", new JsonArray(complaints(HealthCheck.Meaning.WARNING)));
  }

  private List<String> complaints(HealthCheck.Meaning meaning) {
    return checks.stream()
        .filter(check -> check.meaning() == meaning)
        .flatMap(check -> check.complaint().stream())
        .toList();
  }
}
