package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.CookieNames;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.people.Callers;
import sibyl.gateway.people.People;

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
    String username = request.fields().text("username", "");
    String email = request.fields().text("email", "");
    String password = request.fields().text("password", "");
    return blocking
        .call(() -> people.register(username, email, password))
        .compose(
            signedIn ->
                opened(signedIn.person().account())
                    .map(open -> Answer.created(user(signedIn)).with(cookie(signedIn))));
  }

  /**
   * The person exists whether or not the exchange answers now; an account it could not open is
   * opened with the first deposit or order.
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
    String username = request.fields().text("username", "");
    String password = request.fields().text("password", "");
    String address = request.address();
    return blocking
        .call(() -> people.login(username, password, address))
        .map(signedIn -> Answer.ok(user(signedIn)).with(cookie(signedIn)));
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
    long account = request.account();
    return blocking
        .call(() -> people.username(account))
        .map(username -> Answer.ok(user(account, username)));
  }

  private Cookie cookie(People.SignedIn signedIn) {
    return cookies.forPerson(signedIn.token());
  }

  private static JsonObject user(People.SignedIn signedIn) {
    return user(signedIn.person().account(), signedIn.username());
  }

  private static JsonObject user(long account, String username) {
    return new JsonObject()
        .put(
            "user",
            new JsonObject().put("user_id", Long.toString(account)).put("username", username));
  }
}
