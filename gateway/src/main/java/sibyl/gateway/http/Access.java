package sibyl.gateway.http;

import sibyl.accounts.key.Scope;
import sibyl.gateway.json.Names;
import sibyl.gateway.people.Caller;

/** Who may call an operation. */
public enum Access {
  /** Everybody. */
  PUBLIC,
  /** A signed-in person, or a key with scope {@code read}. */
  READ,
  /** A signed-in person, or a key with scope {@code trade}. */
  TRADE,
  /** A signed-in person in person; no key will do. */
  SESSION,
  /** Staff. */
  STAFF;

  /**
   * @throws Problem 401 or 403 if the caller may not
   */
  void require(Caller caller) {
    switch (this) {
      case PUBLIC -> {}
      case READ -> requirePerson(caller, Scope.READ);
      case TRADE -> requirePerson(caller, Scope.TRADE);
      case SESSION -> {
        switch (caller) {
          case Caller.Person _ -> {}
          case Caller.Program _ -> throw Problems.forbidden("Sign in for this; a key will not do.");
          case Caller.StaffMember _ -> throw Problems.forbidden("Staff have no account.");
          case Caller.Anonymous _ -> throw Problems.unauthenticated();
        }
      }
      case STAFF -> {
        switch (caller) {
          case Caller.StaffMember _ -> {}
          case Caller.Person _, Caller.Program _ ->
              throw Problems.forbidden("This is for staff only.");
          case Caller.Anonymous _ -> throw Problems.unauthenticated();
        }
      }
    }
  }

  private static void requirePerson(Caller caller, Scope scope) {
    switch (caller) {
      case Caller.Person _ -> {}
      case Caller.Program program -> {
        if (!program.scopes().contains(scope)) {
          throw Problems.forbidden("This key lacks the scope '" + Names.of(scope) + "'.");
        }
      }
      case Caller.StaffMember _ -> throw Problems.forbidden("Staff have no account.");
      case Caller.Anonymous _ -> throw Problems.unauthenticated();
    }
  }
}
