package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import sibyl.accounts.phone.Arrival;
import sibyl.accounts.phone.PhoneSignIn;
import sibyl.accounts.signin.Attempt;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.CookieNames;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.people.People;

/** Signing in by a code sent to a phone. */
public final class PhoneOperations {
  private static final int ACCEPTED = 202;

  private final PhoneSignIn phones;
  private final People people;
  private final Blocking blocking;
  private final CookieNames cookies;

  public PhoneOperations(
      PhoneSignIn phones, People people, Blocking blocking, CookieNames cookies) {
    this.phones = phones;
    this.people = people;
    this.blocking = blocking;
    this.cookies = cookies;
  }

  public void addTo(OperationTable table) {
    table.add("sendCode", this::sendCode);
    table.add("verifyCode", this::verifyCode);
  }

  private Future<Answer> sendCode(Request request) {
    String phone = request.fields().text("phone", "");
    String address = request.address();
    return blocking
        .call(() -> phones.sendCode(phone, address))
        .map(
            lifetime ->
                new Answer(ACCEPTED, new JsonObject().put("expires_in", lifetime.toSeconds())));
  }

  private Future<Answer> verifyCode(Request request) {
    String phone = request.fields().text("phone", "");
    String code = request.fields().text("code", "");
    Attempt attempt = SignInOperations.attempt(request, cookies.personDevice());
    return blocking
        .call(
            () -> {
              Arrival arrival = phones.signIn(phone, code, attempt);
              return new Begun(people.begin(arrival.user(), request.device()), arrival.isNew());
            })
        .map(
            begun ->
                Answer.ok(SignInOperations.user(begun.signedIn).put("new_user", begun.isNew))
                    .with(SignInOperations.cookies(cookies, begun.signedIn)));
  }

  private record Begun(People.SignedIn signedIn, boolean isNew) {}
}
