package sibyl.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What a staff operation acts on, as it stands now: asked before and after, for the audit log. */
@FunctionalInterface
public interface Subject {
  /** Empty for what does not exist. Must not block. */
  Future<Optional<JsonObject>> now(Request request);
}
