package sibyl.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.read.ReadModel;

/** Whether the gateway can serve, and if not, why. */
final class Readiness {
  /** A lag of more events than a burst of orders makes. */
  private static final long LAG_MAX = 100_000;

  private final ReadModel model;
  private final LongSupplier journalSeq;
  private final List<HealthCheck> checks;
  private volatile long caughtUpAt = Long.MAX_VALUE;
  private volatile boolean caughtUp;
  private volatile boolean stopping;

  Readiness(ReadModel model, LongSupplier journalSeq, List<HealthCheck> checks) {
    this.model = model;
    this.journalSeq = journalSeq;
    this.checks = checks;
  }

  /** From now on, serve once the read model has come to where the journal is now. */
  void begin() {
    caughtUpAt = journalSeq.getAsLong();
  }

  void stop() {
    stopping = true;
  }

  long lag() {
    return Math.max(0, journalSeq.getAsLong() - model.seq());
  }

  /** Why no request can be served; null when they can. */
  @Nullable String notServing() {
    if (!caughtUp) {
      if (model.seq() < caughtUpAt) {
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
    if (lag() > LAG_MAX) {
      reasons.add("the read model is " + lag() + " events behind");
    }
    for (HealthCheck check : checks) {
      check.complaint().ifPresent(reasons::add);
    }
    return new JsonObject()
        .put("status", reasons.isEmpty() ? "up" : "down")
        .put("reasons", new JsonArray(reasons))
        .put("as_of_seq", model.seq());
  }
}
