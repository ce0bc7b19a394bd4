package sibyl.gateway.people;

import java.util.Set;
import sibyl.accounts.key.Scope;
import sibyl.accounts.staff.Role;

/** Who a request comes from. */
public sealed interface Caller {
  /** Nobody in particular. */
  record Anonymous() implements Caller {}

  /**
   * A signed-in person.
   *
   * @param account the number at the exchange, which is the user's
   */
  record Person(long account) implements Caller {}

  /** A program with a person's key. */
  record Program(long account, Set<Scope> scopes) implements Caller {
    public Program {
      scopes = Set.copyOf(scopes);
    }
  }

  /**
   * Staff; never a customer.
   *
   * @param number who acts, at the exchange and in the audit log; never that of an account
   * @param roles none while a second factor is required and not on
   */
  record StaffMember(long number, String username, Set<Role> roles) implements Caller {
    public StaffMember {
      roles = Set.copyOf(roles);
    }

    /** Whether all that is allowed is to switch a second factor on: every member has a role. */
    public boolean mustEnrol() {
      return roles.isEmpty();
    }
  }
}
