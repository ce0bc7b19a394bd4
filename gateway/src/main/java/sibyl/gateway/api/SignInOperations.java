package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.CookieNames;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.Callers;
import sibyl.gateway.people.People;
import sibyl.gateway.people.SignUpRefused;

/** Signing up, in and out. Signing in never waits for the exchange. */
public final class SignInOperations {
  private static final Logger LOG = LoggerFactory.getLogger(SignInOperations.class);

  private final People people;
  private final Callers callers;
  private final Blocking blocking;
  private final Commands commands;
  private final CookieNames cookies;

  public SignInOperations(
      People people, Callers callers, Blocking blocking, Commands commands, CookieNames cookies) {
    this.people = people;
    this.callers = callers;
    this.blocking = blocking;
    this.commands = commands;
    this.cookies = cookies;
  }

  public void addTo(OperationTable table) {
    table.add("register", this::register);
    table.add("login", this::login);
    table.add("logout", this::logout);
    table.add("me", this::me);
  }

  private Future<Answer> register(Request request) {
    String username = request.text("username", "");
    String email = request.text("email", "");
    String password = request.text("password", "");
    return blocking
        .call(() -> people.register(username, email, password))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof SignUpRefused refused ? problem(refused) : failure))
        .compose(
            signedIn ->
                opened(signedIn.person().account())
                    .map(
                        open ->
                            Answer.created(user(signedIn.person()))
                                .with(cookies.forPerson(signedIn.token()))));
  }

  /**
   * The person exists whether or not the exchange answers now; an account it could not open is
   * opened with the first deposit.
   */
  private Future<Void> opened(long account) {
    return commands
        .ensureAccount(account)
        .recover(
            failure -> {
              LOG.atWarn()
                  .addKeyValue("account", account)
                  .addKeyValue("reason", String.valueOf(failure.getMessage()))
                  .log("account not opened at the exchange yet");
              return Future.succeededFuture();
            });
  }

  private Future<Answer> login(Request request) {
    String username = request.text("username", "");
    String password = request.text("password", "");
    return blocking
        .call(() -> people.login(username, password))
        .map(
            found -> {
              People.SignedIn signedIn = found.orElseThrow(SignInOperations::wrongCredentials);
              return Answer.ok(user(signedIn.person())).with(cookies.forPerson(signedIn.token()));
            });
  }

  private Future<Answer> logout(Request request) {
    return blocking.call(
        () -> {
          request
              .credential()
              .ifPresent(
                  credential -> {
                    people.endSession(credential.secret());
                    callers.forget(credential);
                  });
          return Answer.nothing().with(cookies.gone(cookies.person()));
        });
  }

  private Future<Answer> me(Request request) {
    return switch (request.caller()) {
      case Caller.Person person -> Future.succeededFuture(Answer.ok(user(person)));
      case Caller.Program program ->
          Future.succeededFuture(Answer.ok(user(program.account(), program.username())));
      case Caller.Anonymous _, Caller.StaffMember _ ->
          Future.failedFuture(Problems.unauthenticated());
    };
  }

  static Problem wrongCredentials() {
    return new Problem(401, "wrong_credentials", "Name and password do not match an account.");
  }

  private static JsonObject user(Caller.Person person) {
    return user(person.account(), person.username());
  }

  private static JsonObject user(long account, String username) {
    return new JsonObject()
        .put(
            "user",
            new JsonObject().put("user_id", Long.toString(account)).put("username", username));
  }

  private static Problem problem(SignUpRefused refused) {
    return switch (refused.cause()) {
      case USERNAME_TAKEN, EMAIL_TAKEN ->
          new Problem(409, Names.of(refused.cause()), String.valueOf(refused.getMessage()));
      case NOT_ACCEPTABLE ->
          new Problem(422, Names.of(refused.cause()), String.valueOf(refused.getMessage()));
    };
  }
}
