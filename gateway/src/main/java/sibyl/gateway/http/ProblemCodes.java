package sibyl.gateway.http;

import java.util.Set;
import java.util.TreeSet;
import sibyl.engine.Reason;
import sibyl.gateway.json.Names;

/** Every code a problem can have. */
public final class ProblemCodes {
  private static final Set<String> OWN =
      Set.of(
          "malformed",
          "unsupported_header",
          "unauthenticated",
          "wrong_credentials",
          "forbidden",
          "wrong_origin",
          "not_found",
          "unknown_key",
          "method_not_allowed",
          "too_large",
          "username_taken",
          "email_taken",
          "not_acceptable",
          "too_many_requests",
          "not_ready",
          "not_yet_visible",
          "busy",
          "outcome_unknown",
          "internal");

  private ProblemCodes() {}

  public static Set<String> all() {
    Set<String> all = new TreeSet<>(OWN);
    for (Reason reason : Reason.values()) {
      all.add(Names.of(reason));
    }
    return all;
  }
}
