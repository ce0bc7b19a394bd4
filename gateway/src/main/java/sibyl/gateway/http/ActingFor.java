package sibyl.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.Memberships;

/**
 * Whose account a request is about: its sender's, or that of a team the sender is a member of and
 * names in a header.
 */
final class ActingFor {
  static final String HEADER = "Sibyl-Account";

  /** The sender's own, if it has one. */
  static final long ONESELF = 0;

  private ActingFor() {}

  /**
   * @return fails with 404 for an account that is not the sender's to act for, as for none
   */
  static Future<Long> of(
      Vertx vertx, RoutingContext context, Caller caller, Memberships memberships) {
    String named = context.request().getHeader(HEADER);
    if (named == null) {
      return Future.succeededFuture(ONESELF);
    }
    long account = Ids.parse(named);
    return switch (caller) {
      case Caller.Person person -> member(vertx, memberships, person.account(), account);
      case Caller.Program program -> member(vertx, memberships, program.account(), account);
      case Caller.Anonymous _, Caller.StaffMember _ ->
          Future.failedFuture(Problems.unauthenticated());
    };
  }

  private static Future<Long> member(
      Vertx vertx, Memberships memberships, long person, long account) {
    if (account == person) {
      return Future.succeededFuture(ONESELF);
    }
    return Future.fromCompletionStage(memberships.of(person), vertx.getOrCreateContext())
        .map(
            teams -> {
              if (!teams.contains(account)) {
                throw Problems.notForYouToActFor();
              }
              return account;
            });
  }
}
