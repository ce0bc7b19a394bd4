package sibyl.gateway.http;

import java.util.Set;
import java.util.TreeSet;
import sibyl.accounts.AccountsException;
import sibyl.engine.Reason;
import sibyl.gateway.json.Names;

/** Every code a problem can have. */
public final class ProblemCodes {
  private static final Set<String> OWN =
      Set.of(
          "malformed",
          "unsupported_header",
          "unsupported_media_type",
          "unauthenticated",
          "forbidden",
          "wrong_origin",
          "wrong_host",
          "not_found",
          "method_not_allowed",
          "too_large",
          "too_many_requests",
          "too_many_sockets",
          "not_ready",
          "not_yet_visible",
          "busy",
          "outcome_unknown",
          "answer_forgotten",
          "order_not_open",
          "unknown_offer",
          "unknown_basket",
          "house_disabled",
          "second_factor_required",
          "contest_market_settled",
          "contest_positions_open",
          "unknown_account",
          "unknown_transaction",
          "payment_failed",
          "unknown_user",
          "not_recorded",
          "database_unavailable",
          "internal");

  private ProblemCodes() {}

  public static Set<String> all() {
    Set<String> all = new TreeSet<>(OWN);
    for (Reason reason : Reason.values()) {
      all.add(Names.of(reason));
    }
    for (AccountsException.Code code : AccountsException.Code.values()) {
      all.add(Names.of(code));
    }
    return all;
  }
}
