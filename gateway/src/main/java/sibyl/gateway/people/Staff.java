package sibyl.gateway.people;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sibyl.accounts.session.Device;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.staff.Role;
import sibyl.accounts.staff.StaffChange;
import sibyl.accounts.staff.StaffMember;

/**
 * Staff and their sessions. Every method blocks, is called on a virtual thread and refuses with
 * {@link sibyl.accounts.AccountsException}.
 */
public interface Staff {
  /** Lets in who brings the right credentials. */
  SignedIn login(Attempt attempt, Device device);

  void endSession(String token);

  /** Notes that a request was sent in a session. */
  void used(String token);

  /**
   * Who this is, with the roles of now, or none while a second factor is missing; empty for a
   * session that is none, or of who is disabled.
   */
  Optional<Caller.StaffMember> session(String token);

  /** Everybody, also who is disabled. */
  List<StaffMember> members();

  Optional<StaffMember> member(long number);

  /**
   * @param by the number of who does it
   */
  StaffMember create(String username, String password, Set<Role> roles, long by);

  /** Ends the sessions of who is disabled or has a new password. */
  StaffMember change(long number, StaffChange change, long by);

  /** Refuses who does not know the password. */
  void requirePassword(long number, String password, Device device);

  /** One's own; ends one's sessions. */
  void changePassword(long number, String current, String next, Device device);

  /**
   * A session that was just begun.
   *
   * @param deviceToken makes the device known from now on
   */
  record SignedIn(String token, Caller.StaffMember member, String deviceToken) {
    @Override
    public String toString() {
      return "SignedIn[" + member + "]";
    }
  }
}
