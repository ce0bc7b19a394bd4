package sibyl.gateway.people;

import java.util.Optional;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.StaffSignIn;

/** The one member of staff that the configuration names. */
public final class ConfiguredStaff implements Staff {
  /** Below the numbers of people, so that the audit trail tells them apart. */
  private static final long NUMBER = 1;

  private final StaffSignIn signIn;
  private final Sessions sessions;

  public ConfiguredStaff(StaffSignIn signIn, Sessions sessions) {
    this.signIn = signIn;
    this.sessions = sessions;
  }

  @Override
  public SignedIn login(String username, String password, String address) {
    String name = signIn.signIn(username, password, address);
    String token = sessions.open(new SessionOwner.Staff(name)).token();
    return new SignedIn(token, new Caller.StaffMember(NUMBER, name));
  }

  @Override
  public void endSession(String token) {
    sessions.end(token);
  }

  @Override
  public Optional<Caller.StaffMember> session(String token) {
    return sessions
        .owner(token)
        .filter(SessionOwner.Staff.class::isInstance)
        .map(owner -> new Caller.StaffMember(NUMBER, ((SessionOwner.Staff) owner).name()));
  }
}
