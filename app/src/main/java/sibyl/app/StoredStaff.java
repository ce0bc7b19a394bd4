package sibyl.app;

import java.util.Optional;
import sibyl.accounts.AccountsException;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.StaffSignIn;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.Staff;

/** Answers the gateway's questions about staff, of whom there is one: the configured one. */
final class StoredStaff implements Staff {
  /** Below every account number; the audit trail shows it as the actor. */
  private static final long NUMBER = 1;

  private final StaffSignIn signIn;
  private final Sessions sessions;

  StoredStaff(StaffSignIn signIn, Sessions sessions) {
    this.signIn = signIn;
    this.sessions = sessions;
  }

  @Override
  public Optional<SignedIn> login(String username, String password) {
    try {
      String name = signIn.signIn(username, password, username);
      String token = sessions.open(new SessionOwner.Staff(name)).token();
      return Optional.of(new SignedIn(token, new Caller.StaffMember(NUMBER, name)));
    } catch (AccountsException e) {
      if (e.code() == AccountsException.Code.WRONG_CREDENTIALS) {
        return Optional.empty();
      }
      throw Refusals.of(e);
    }
  }

  @Override
  public void endSession(String token) {
    sessions.end(token);
  }

  @Override
  public Optional<Caller.StaffMember> session(String token) {
    return sessions
        .owner(token)
        .flatMap(
            owner ->
                switch (owner) {
                  case SessionOwner.Person person -> Optional.empty();
                  case SessionOwner.Staff staff ->
                      Optional.of(new Caller.StaffMember(NUMBER, staff.name()));
                });
  }
}
