package sibyl.gateway.http;

import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.people.Callers;
import sibyl.gateway.people.Memberships;

/**
 * What every operation asks before it begins.
 *
 * @param notServing why nothing can be served now; null when it can
 * @param accounts limits of each account
 * @param networks limits of each network
 * @param signIns limits of each network for what takes guesses
 * @param suspended whether an account is, by the last event seen
 */
public record Guards(
    Supplier<@Nullable String> notServing,
    Callers callers,
    Memberships memberships,
    CookieNames cookies,
    Hosts hosts,
    Origins origins,
    ClientAddress clientAddress,
    TokenBuckets accounts,
    TokenBuckets networks,
    TokenBuckets signIns,
    UnderWay underWay,
    LongPredicate suspended,
    Freshness freshness,
    ApiMetrics metrics,
    Audit audit) {

  /**
   * @throws Problem 503 while the server cannot serve
   */
  public void requireServing() {
    String reason = notServing.get();
    if (reason != null) {
      throw new Problem(
              503, "not_ready", "Not ready yet: " + reason + ". Repeat the request in a moment.")
          .retryAfterSeconds(1);
    }
  }
}
