package sibyl.gateway.http;

import sibyl.accounts.key.Scope;
import sibyl.accounts.staff.Permission;
import sibyl.gateway.json.Names;
import sibyl.gateway.people.Caller;

/** Who may call an operation. */
public sealed interface Access {
  /** Everybody. */
  Access PUBLIC = Customer.PUBLIC;

  /** A signed-in person, or a key with scope {@code read}. */
  Access READ = Customer.READ;

  /** A signed-in person, or a key with scope {@code trade}. */
  Access TRADE = Customer.TRADE;

  /** A signed-in person in person; no key will do. */
  Access SESSION = Customer.SESSION;

  /** Staff whose roles have a permission. */
  static Access staff(Permission permission) {
    return new ByStaff(permission);
  }

  /**
   * @throws Problem 401 or 403 if the caller may not
   */
  void require(Caller caller);

  /** What is not for staff. */
  enum Customer implements Access {
    PUBLIC,
    READ,
    TRADE,
    SESSION;

    @Override
    public void require(Caller caller) {
      switch (this) {
        case PUBLIC -> {}
        case READ -> requirePerson(caller, Scope.READ);
        case TRADE -> requirePerson(caller, Scope.TRADE);
        case SESSION -> {
          switch (caller) {
            case Caller.Person _ -> {}
            case Caller.Program _ ->
                throw Problems.forbidden("Sign in for this; a key will not do.");
            case Caller.StaffMember _ -> throw Problems.forbidden("Staff have no account.");
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

  /** What is for staff. */
  record ByStaff(Permission permission) implements Access {
    @Override
    public void require(Caller caller) {
      switch (caller) {
        case Caller.StaffMember member -> {
          if (!permission.isGrantedTo(member.roles())) {
            if (member.mustEnrol()) {
              throw new Problem(
                  403,
                  "second_factor_required",
                  "Staff need a second factor here: begin with POST /admin/auth/second_factor and"
                      + " confirm it.");
            }
            throw Problems.forbidden(
                    "Your roles do not allow this; it needs the permission '"
                        + Names.of(permission)
                        + "'.")
                .with("permission", Names.of(permission));
          }
        }
        case Caller.Person _, Caller.Program _ ->
            throw Problems.forbidden("This is for staff only.");
        case Caller.Anonymous _ -> throw Problems.unauthenticated();
      }
    }
  }
}
