package sibyl.gateway.people;

import java.util.Optional;

/** Staff and their sessions. Every method blocks and is called on a virtual thread. */
public interface Staff {
  Optional<SignedIn> login(String username, String password);

  void endSession(String token);

  Optional<Caller.StaffMember> session(String token);

  record SignedIn(String token, Caller.StaffMember member) {}
}
