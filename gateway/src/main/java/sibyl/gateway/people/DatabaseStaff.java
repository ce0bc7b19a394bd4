package sibyl.gateway.people;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sibyl.accounts.session.Device;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.KnownDevices;
import sibyl.accounts.staff.Role;
import sibyl.accounts.staff.StaffChange;
import sibyl.accounts.staff.StaffMember;
import sibyl.accounts.staff.StaffMembers;
import sibyl.accounts.staff.StaffSignIn;

/** Staff as the accounts module knows them. */
public final class DatabaseStaff implements Staff {
  private final StaffSignIn signIn;
  private final StaffMembers members;
  private final Sessions sessions;
  private final KnownDevices devices;

  public DatabaseStaff(
      StaffSignIn signIn, StaffMembers members, Sessions sessions, KnownDevices devices) {
    this.signIn = signIn;
    this.members = members;
    this.sessions = sessions;
    this.devices = devices;
  }

  @Override
  public SignedIn login(Attempt attempt, Device device) {
    StaffMember member = signIn.signIn(attempt);
    String token = sessions.open(new SessionOwner.Staff(member.username()), device).token();
    return new SignedIn(
        token, caller(member), devices.issue(StaffSignIn.brakeName(member.username())));
  }

  @Override
  public void endSession(String token) {
    sessions.end(token);
  }

  @Override
  public void used(String token) {
    sessions.used(token);
  }

  @Override
  public Optional<Caller.StaffMember> session(String token) {
    return sessions
        .owner(token)
        .filter(SessionOwner.Staff.class::isInstance)
        .flatMap(owner -> members.enabled(((SessionOwner.Staff) owner).name()))
        .map(DatabaseStaff::caller);
  }

  @Override
  public List<StaffMember> members() {
    return members.all();
  }

  @Override
  public Optional<StaffMember> member(long number) {
    return members.byNumber(number);
  }

  @Override
  public StaffMember create(String username, String password, Set<Role> roles, long by) {
    return members.create(username, password, roles, by);
  }

  @Override
  public StaffMember change(long number, StaffChange change, long by) {
    return members.change(number, change, by);
  }

  @Override
  public void changePassword(long number, String current, String next, Device device) {
    signIn.changePassword(number, current, next, device.address());
  }

  private static Caller.StaffMember caller(StaffMember member) {
    return new Caller.StaffMember(member.number(), member.username(), member.roles());
  }
}
