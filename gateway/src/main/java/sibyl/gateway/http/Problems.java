package sibyl.gateway.http;

import sibyl.accounts.DatabaseLoss;
import sibyl.gateway.exchange.NotSent;

/** The problems that have nothing to do with the rules of the exchange. */
public final class Problems {
  private static final long DATABASE_RETRY_SECONDS = 2;

  private Problems() {}

  /**
   * @param pointer JSON pointer to the field, or the name of the parameter
   */
  public static Problem malformed(String pointer, String detail) {
    return new Problem(400, "malformed", detail).with("pointer", pointer);
  }

  /** Where the next request would begin is not known, so the connection is closed. */
  public static Problem unreadable(UnreadableRequest fault) {
    return new Problem(400, "malformed", String.valueOf(fault.getMessage()))
        .header("Connection", "close");
  }

  public static Problem notJson() {
    return new Problem(
            415,
            "unsupported_media_type",
            "Send one JSON object in UTF-8, with Content-Type: application/json.")
        .with("pointer", "Content-Type");
  }

  public static Problem unauthenticated() {
    return new Problem(
            401,
            "unauthenticated",
            "Sign in, or send an API key as 'Authorization: Bearer <secret>'.")
        .header("WWW-Authenticate", "Bearer");
  }

  public static Problem forbidden(String detail) {
    return new Problem(403, "forbidden", detail);
  }

  public static Problem accountSuspended() {
    return new Problem(
        403,
        "account_suspended",
        "The account is suspended. Its owner can read it, cancel its orders, end sessions and"
            + " delete keys; for everything else ask support.");
  }

  public static Problem keySuspended() {
    return new Problem(
        403,
        "account_suspended",
        "The account of this key is suspended, and so are its keys. Sign in to read the account"
            + " and to cancel its orders.");
  }

  public static Problem wrongOrigin() {
    return new Problem(
        403,
        "wrong_origin",
        "Requests with a sign-in cookie must come from the exchange's own pages. Programs use an"
            + " API key.");
  }

  public static Problem noSuchRoute() {
    return new Problem(404, "not_found", "There is nothing here. See /docs for what there is.");
  }

  /** What stands in a path is no name of anything: the same as for a name that nothing has. */
  static Problem unknownInPath(String parameter) {
    String what = parameter.replaceFirst("_id$", "");
    return switch (what) {
      case "order", "client_order" -> unknownOrder();
      case "basket" -> unknownBasket();
      case "group" -> unknownGroup();
      case "offer" -> unknownOffer();
      case "staff" -> unknown("staff_member");
      case "item" -> unknown("identity_check");
      case "transfer" -> unknown("dead_letter");
      default -> ProblemCodes.all().contains("unknown_" + what) ? unknown(what) : noSuchRoute();
    };
  }

  public static Problem unknown(String what) {
    return new Problem(404, "unknown_" + what, "There is no such " + what.replace('_', ' ') + ".");
  }

  /** The same for an account of others as for none. */
  public static Problem notForYouToActFor() {
    return new Problem(
        404,
        "unknown_account",
        "There is no such account that you act for. GET /teams tells the teams you are in.");
  }

  /** The same for somebody else's order as for none. */
  public static Problem unknownOrder() {
    return new Problem(404, "unknown_order", "You have no such order.");
  }

  /** The same for somebody else's basket as for none. */
  public static Problem unknownBasket() {
    return new Problem(404, "unknown_basket", "You have no such basket.");
  }

  /** The same for somebody else's group as for none. */
  public static Problem unknownGroup() {
    return new Problem(404, "unknown_group", "You have no such order group.");
  }

  /** The same for what was never offered as for what is taken. */
  public static Problem unknownOffer() {
    return new Problem(
        404,
        "unknown_offer",
        "There is no such offer to you: it is taken or withdrawn, or your free inventory does not"
            + " cover it. GET /offers tells which there are.");
  }

  public static Problem tooManyRequests(long retryAfterSeconds) {
    return new Problem(
            429, "too_many_requests", "Slow down and repeat after the time in Retry-After.")
        .retryAfterSeconds(retryAfterSeconds);
  }

  static Problem tooManyUnderWay() {
    return new Problem(
            429,
            "too_many_requests",
            "Too many of your requests are under way. Wait for their answers, then repeat this one.")
        .retryAfterSeconds(1);
  }

  static Problem wrongHost() {
    return new Problem(
        421,
        "wrong_host",
        "This server does not answer to that host name. Use the exchange's address; its operator"
            + " sets the names in http.hosts.");
  }

  public static Problem notYetVisible(long minSeq, long seq) {
    return new Problem(
            503,
            "not_yet_visible",
            "Event "
                + minSeq
                + " has not arrived here yet; this gateway is at "
                + seq
                + ". Repeat the request.")
        .retryAfterSeconds(1);
  }

  /** The tables are behind with what memory has forgotten: better no page than one with a gap. */
  public static Problem tablesBehind(long seq) {
    return new Problem(
            503,
            "not_yet_visible",
            "The tables have not reached event " + seq + " yet. Repeat the request.")
        .retryAfterSeconds(1);
  }

  public static Problem notSent(NotSent failure) {
    String detail =
        switch (failure.cause()) {
          case TOO_MANY_PENDING, LINK_BUSY ->
              "The exchange is busy; the request had no effect. Repeat it after a moment.";
          case STOPPING ->
              "This server is being stopped; the request had no effect. Repeat it after a moment.";
        };
    return new Problem(503, "busy", detail).retryAfterSeconds(1);
  }

  public static Problem outcomeUnknown() {
    return new Problem(
            504,
            "outcome_unknown",
            "The exchange did not answer in time; the request may still take effect. Do not repeat"
                + " it blindly: ask GET /api/v1/orders/by_client_id/{client_order_id}, or repeat it"
                + " with the same Idempotency-Key.")
        .retryAfterSeconds(1);
  }

  public static Problem databaseBusy() {
    return new Problem(
            503, "busy", "Too many requests wait for the database. Repeat it after a moment.")
        .retryAfterSeconds(1);
  }

  /** Trading goes on for those who were known before; this here needs the database. */
  public static Problem databaseUnavailable(DatabaseLoss loss) {
    return new Problem(
            503,
            "database_unavailable",
            switch (loss) {
              case NOT_REACHED ->
                  "The exchange's database cannot be reached, and this needs it. Repeat the request"
                      + " after the time in Retry-After.";
              case LOST_ON_THE_WAY ->
                  "The exchange's database was lost while this was under way, so it may have been"
                      + " done. Look whether it was before you repeat it.";
            })
        .retryAfterSeconds(DATABASE_RETRY_SECONDS);
  }

  /** The session ends everywhere as soon as the database can be told. */
  public static Problem signedOutHereOnly() {
    return new Problem(
            503,
            "database_unavailable",
            "You are signed out on this server. The exchange's database cannot be reached; the"
                + " session ends everywhere when it is back. If you must be sure, sign in then and"
                + " look at GET /sessions.")
        .retryAfterSeconds(DATABASE_RETRY_SECONDS);
  }

  /** What staff do is written down first, or not done. */
  public static Problem notRecorded() {
    return new Problem(
            503,
            "not_recorded",
            "This could not be written to the audit log, so it was not done. Repeat it after a"
                + " moment.")
        .retryAfterSeconds(1);
  }

  /** A fault of ours; the log has the rest under the request id. */
  public static Problem internal() {
    return new Problem(
        500, "internal", "Something went wrong here. The X-Request-Id header helps us find it.");
  }
}
