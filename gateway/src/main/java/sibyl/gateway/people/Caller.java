package sibyl.gateway.people;

import java.util.Set;
import sibyl.accounts.key.Scope;

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
   * @param number for the audit trail
   */
  record StaffMember(long number, String username) implements Caller {}
}
