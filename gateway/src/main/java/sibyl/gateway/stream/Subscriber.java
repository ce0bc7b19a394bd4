package sibyl.gateway.stream;

import java.util.Set;
import sibyl.accounts.staff.Permission;
import sibyl.gateway.people.Caller;

/**
 * Who subscribes.
 *
 * @param teams the accounts of the teams the caller is in
 */
record Subscriber(Caller caller, Set<Long> teams) {
  Subscriber {
    teams = Set.copyOf(teams);
  }

  /** Whether the caller, signed in as a person or by a key, may hear of an account. */
  boolean mayHearOf(long account) {
    return switch (caller) {
      case Caller.Person person -> person.account() == account || teams.contains(account);
      case Caller.Program program -> program.account() == account || teams.contains(account);
      case Caller.StaffMember member -> Permission.WATCH_ALL.isGrantedTo(member.roles());
      case Caller.Anonymous _ -> false;
    };
  }
}
