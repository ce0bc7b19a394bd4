package sibyl.gateway.api;

import io.vertx.core.http.Cookie;
import sibyl.accounts.DatabaseLoss;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.people.Callers;

/** The end of the session that asks for it. */
final class SignOut {
  private SignOut() {}

  /**
   * Blocks.
   *
   * @param gone takes the session's cookie away
   * @throws sibyl.gateway.http.Problem 503 if the session has ended on this server only; the cookie
   *     is taken away all the same
   */
  static Answer of(Request request, Callers callers, Cookie gone) {
    try {
      request.credential().ifPresent(callers::end);
    } catch (RuntimeException e) {
      throw DatabaseLoss.in(e).isPresent()
          ? Problems.signedOutHereOnly().header("Set-Cookie", gone.encode())
          : e;
    }
    return Answer.nothing().with(gone);
  }
}
