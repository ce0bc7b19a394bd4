package sibyl.gateway.people;

import java.util.Optional;

/**
 * Staff and their sessions. Every method blocks, is called on a virtual thread and refuses with
 * {@link sibyl.accounts.AccountsException}.
 */
public interface Staff {
  /**
   * @param address where the request came from
   */
  SignedIn login(String username, String password, String address);

  void endSession(String token);

  Optional<Caller.StaffMember> session(String token);

  /** A session that was just begun. */
  record SignedIn(String token, Caller.StaffMember member) {
    @Override
    public String toString() {
      return "SignedIn[" + member + "]";
    }
  }
}
