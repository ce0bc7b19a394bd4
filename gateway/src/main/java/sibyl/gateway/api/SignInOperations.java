package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import sibyl.accounts.recovery.FreshProof;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.User;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.CookieNames;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.people.Callers;
import sibyl.gateway.people.Credential;
import sibyl.gateway.people.People;

/** Signing up, in and out, and one's password. Signing in never waits for the exchange. */
public final class SignInOperations {
  private final People people;
  private final Callers callers;
  private final Blocking blocking;
  private final CookieNames cookies;

  public SignInOperations(People people, Callers callers, Blocking blocking, CookieNames cookies) {
    this.people = people;
    this.callers = callers;
    this.blocking = blocking;
    this.cookies = cookies;
  }

  public void addTo(OperationTable table) {
    table.add("register", this::register);
    table.add("login", this::login);
    table.add("logout", this::logout);
    table.add("me", this::me);
    table.add("changePassword", this::changePassword);
  }

  private Future<Answer> register(Request request) {
    String username = request.fields().text("username", "");
    String email = request.fields().text("email", "");
    String password = request.fields().text("password", "");
    return blocking
        .call(() -> people.register(username, email, password, request.device()))
        .map(signedIn -> Answer.created(user(signedIn)).with(cookies(cookies, signedIn)));
  }

  private Future<Answer> login(Request request) {
    Attempt attempt = attempt(request, cookies.personDevice());
    return blocking
        .call(() -> people.login(attempt, request.device()))
        .map(signedIn -> Answer.ok(user(signedIn)).with(cookies(cookies, signedIn)));
  }

  private Future<Answer> logout(Request request) {
    Cookie gone = cookies.gone(cookies.person());
    return blocking.call(() -> SignOut.of(request, callers, gone));
  }

  private Future<Answer> me(Request request) {
    long account = request.account();
    return blocking.call(() -> Answer.ok(json(people.person(account))));
  }

  private Future<Answer> changePassword(Request request) {
    long account = request.account();
    FreshProof.Given given = given(request, "current_password", cookies.personDevice());
    String next = request.fields().text("new_password", "");
    return blocking.call(
        () -> {
          people.changePassword(account, given, next);
          return Answer.nothing();
        });
  }

  /** What a request brings to be let in, from a device that shows what this cookie says. */
  static Attempt attempt(Request request, String deviceCookie) {
    return new Attempt(
        request.fields().text("username", ""),
        request.fields().text("password", ""),
        request.fields().text("second_factor"),
        request.address(),
        request.cookie(deviceCookie));
  }

  /**
   * What a request of a signed-in person brings to show anew who it is.
   *
   * @param password the field that has it
   */
  static FreshProof.Given given(Request request, String password, String deviceCookie) {
    return new FreshProof.Given(
        request.fields().text("phone_code"),
        request.credential().map(Credential::secret).orElse(""),
        new Attempt(
            "",
            request.fields().text(password, ""),
            request.fields().text("second_factor"),
            request.address(),
            request.cookie(deviceCookie)));
  }

  /** The session, and what makes the device known. */
  static Cookie[] cookies(CookieNames names, People.SignedIn signedIn) {
    return new Cookie[] {
      names.forPerson(signedIn.token()), names.forDeviceOfPerson(signedIn.deviceToken())
    };
  }

  /** What an answer says about who has signed in. */
  static JsonObject user(People.SignedIn signedIn) {
    return user(signedIn.person().account(), signedIn.username());
  }

  /** All that a person sees of itself. */
  private static JsonObject json(User user) {
    JsonObject answer = user(user.account(), user.username());
    answer
        .getJsonObject("user")
        .put("email", user.email())
        .put("email_verified", user.emailVerified())
        .put("new_email", user.newEmail());
    return answer;
  }

  private static JsonObject user(long account, String username) {
    return new JsonObject()
        .put(
            "user",
            new JsonObject().put("user_id", Long.toString(account)).put("username", username));
  }
}
