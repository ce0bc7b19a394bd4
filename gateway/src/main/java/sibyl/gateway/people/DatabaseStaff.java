package sibyl.gateway.people;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sibyl.accounts.factor.SecondFactors;
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
  private final SecondFactors factors;
  private final boolean factorRequired;

  /**
   * @param factorRequired whether a member without a second factor can only switch one on
   */
  public DatabaseStaff(
      StaffSignIn signIn,
      StaffMembers members,
      Sessions sessions,
      KnownDevices devices,
      SecondFactors factors,
      boolean factorRequired) {
    this.signIn = signIn;
    this.members = members;
    this.sessions = sessions;
    this.devices = devices;
    this.factors = factors;
    this.factorRequired = factorRequired;
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
        .map(this::caller);
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
  public void requirePassword(long number, String password, Device device) {
    signIn.requirePassword(number, password, device.address());
  }

  @Override
  public void changePassword(long number, String current, String next, Device device) {
    signIn.changePassword(number, current, next, device.address());
  }

  private Caller.StaffMember caller(StaffMember member) {
    boolean mustEnrol = factorRequired && !factors.isOn(new SessionOwner.Staff(member.username()));
    return new Caller.StaffMember(
        member.number(), member.username(), mustEnrol ? Set.of() : member.roles());
  }
}
