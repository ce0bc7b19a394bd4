package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import sibyl.accounts.factor.Enrolment;
import sibyl.accounts.factor.FactorState;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.staff.StaffSignIn;
import sibyl.gateway.FactorParts;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.CookieNames;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.People;
import sibyl.gateway.people.Staff;

/** The second factors of people and of staff, each their own. */
public final class FactorOperations {
  private final FactorParts parts;
  private final People people;
  private final Staff staff;
  private final Blocking blocking;
  private final CookieNames cookies;

  public FactorOperations(
      FactorParts parts, People people, Staff staff, Blocking blocking, CookieNames cookies) {
    this.parts = parts;
    this.people = people;
    this.staff = staff;
    this.blocking = blocking;
    this.cookies = cookies;
  }

  public void addTo(OperationTable table) {
    table.add("getSecondFactor", this::get);
    table.add("beginSecondFactor", this::begin);
    table.add("confirmSecondFactor", this::confirm);
    table.add("removeSecondFactor", this::remove);
    table.add("getStaffSecondFactor", this::get);
    table.add("beginStaffSecondFactor", this::begin);
    table.add("confirmStaffSecondFactor", this::confirm);
    table.add("removeStaffSecondFactor", this::remove);
  }

  private Future<Answer> get(Request request) {
    SessionOwner owner = owner(request);
    return blocking.call(
        () -> {
          FactorState state = parts.factors().state(owner);
          return Answer.ok(
              new JsonObject()
                  .put("enabled", state.enabled())
                  .put("recovery_codes_left", state.recoveryCodes()));
        });
  }

  private Future<Answer> begin(Request request) {
    SessionOwner owner = owner(request);
    String password = request.fields().text("password", "");
    return blocking.call(
        () -> {
          String label =
              switch (request.caller()) {
                case Caller.StaffMember member -> {
                  staff.requirePassword(member.number(), password, request.device());
                  yield member.username() + " (staff)";
                }
                case Caller.Person _, Caller.Program _, Caller.Anonymous _ -> {
                  people.requireFresh(
                      request.account(),
                      SignInOperations.given(request, "password", cookies.personDevice()));
                  yield people.username(request.account());
                }
              };
          Enrolment enrolment = parts.factors().begin(owner, label);
          return Answer.created(
              new JsonObject().put("secret", enrolment.secret()).put("uri", enrolment.uri()));
        });
  }

  private Future<Answer> confirm(Request request) {
    SessionOwner owner = owner(request);
    String code = request.fields().text("second_factor", "");
    return blocking.call(
        () ->
            Answer.ok(
                new JsonObject()
                    .put("recovery_codes", new JsonArray(parts.factors().confirm(owner, code)))));
  }

  private Future<Answer> remove(Request request) {
    SessionOwner owner = owner(request);
    String code = request.fields().text("second_factor", "");
    return blocking.call(
        () -> {
          Attempt attempt =
              new Attempt("", "", request.address())
                  .withCode(code)
                  .fromDevice(request.cookie(deviceCookie(owner)));
          parts.second().remove(owner, name(owner), attempt);
          return Answer.nothing();
        });
  }

  private static SessionOwner owner(Request request) {
    return request.caller() instanceof Caller.StaffMember member
        ? new SessionOwner.Staff(member.username())
        : new SessionOwner.Person(request.account());
  }

  private String deviceCookie(SessionOwner owner) {
    return switch (owner) {
      case SessionOwner.Person _ -> cookies.personDevice();
      case SessionOwner.Staff _ -> cookies.staffDevice();
    };
  }

  /** By which failures of the owner are counted. */
  private String name(SessionOwner owner) {
    return switch (owner) {
      case SessionOwner.Person(long account) -> SignIn.brakeName(people.username(account));
      case SessionOwner.Staff(String name) -> StaffSignIn.brakeName(name);
    };
  }
}
