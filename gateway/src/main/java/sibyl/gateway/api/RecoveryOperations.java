package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import sibyl.accounts.recovery.FreshProof;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.signin.User;
import sibyl.gateway.RecoveryParts;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.CookieNames;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.people.People;

/** Forgotten passwords, and e-mail addresses. */
public final class RecoveryOperations {
  private static final int ACCEPTED = 202;

  private final RecoveryParts parts;
  private final People people;
  private final Blocking blocking;
  private final CookieNames cookies;

  public RecoveryOperations(
      RecoveryParts parts, People people, Blocking blocking, CookieNames cookies) {
    this.parts = parts;
    this.people = people;
    this.blocking = blocking;
    this.cookies = cookies;
  }

  public void addTo(OperationTable table) {
    table.add("requestPasswordReset", this::askForReset);
    table.add("resetPassword", this::reset);
    table.add("changeEmail", this::changeEmail);
    table.add("sendEmailToken", this::sendToken);
    table.add("verifyEmail", this::verifyEmail);
  }

  private Future<Answer> askForReset(Request request) {
    String name = request.fields().text("username", "");
    String address = request.address();
    return blocking.call(() -> accepted(parts.passwords().ask(name, address)));
  }

  /** Who has shown to be the owner gets past the brake on guesses from this device. */
  private Future<Answer> reset(Request request) {
    String token = request.fields().text("token", "");
    String next = request.fields().text("new_password", "");
    Attempt attempt = SignInOperations.attempt(request, cookies.personDevice());
    return blocking.call(
        () -> {
          User user = parts.passwords().reset(token, next, attempt);
          String device = parts.devices().issue(SignIn.brakeName(user.username()));
          return Answer.nothing().with(cookies.forDeviceOfPerson(device));
        });
  }

  private Future<Answer> changeEmail(Request request) {
    long account = request.account();
    String email = request.fields().text("email", "");
    FreshProof.Given given = SignInOperations.given(request, "password", cookies.personDevice());
    return blocking.call(
        () -> {
          people.requireFreshWithSecond(account, given);
          return accepted(parts.addresses().claim(account, email, request.address()));
        });
  }

  private Future<Answer> sendToken(Request request) {
    long account = request.account();
    return blocking.call(() -> accepted(parts.addresses().sendAgain(account, request.address())));
  }

  private Future<Answer> verifyEmail(Request request) {
    long account = request.account();
    String token = request.fields().text("token", "");
    return blocking.call(
        () -> {
          parts.addresses().verify(account, token);
          return Answer.nothing();
        });
  }

  private static Answer accepted(Duration lifetime) {
    return new Answer(ACCEPTED, new JsonObject().put("expires_in", lifetime.toSeconds()));
  }
}
