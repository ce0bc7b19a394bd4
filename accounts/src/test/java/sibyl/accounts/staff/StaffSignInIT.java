package sibyl.accounts.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static sibyl.accounts.Refusals.assertRefused;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.accounts.session.Device;
import sibyl.accounts.session.SessionLimits;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.AdminCredentials;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.Passwords;

/** Staff, from the configuration and from the database. */
@Timeout(120)
class StaffSignInIT {
  private static final String HERE = "127.0.0.1";

  private final People people = new People();
  private final Passwords passwords = people.passwords;
  private final Sessions sessions =
      new Sessions(
          people.database, SessionLimits.PEOPLE, SessionLimits.STAFF, people.rights, people.clock);

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void theWellKnownCredentialsWorkInDevModeOnly() {
    assertThat(staff(AdminCredentials.of(null, null, true, passwords)))
        .satisfies(
            staff ->
                assertThat(staff.signIn(new Attempt("admin", "sibyl-dev", HERE)).username())
                    .isEqualTo("admin"));
    AdminCredentials none = AdminCredentials.of(null, null, false, passwords);
    assertThat(none.isEnabled()).isFalse();
    assertRefused(
        Code.STAFF_SIGN_IN_DISABLED,
        () -> staff(none).signIn(new Attempt("admin", "sibyl-dev", HERE)));
  }

  @Test
  void configuredCredentialsReplaceTheWellKnownOnes() {
    StaffSignIn staff = staff(AdminCredentials.of("olga", "a long password", true, passwords));
    assertThat(staff.signIn(new Attempt("olga", "a long password", HERE)))
        .isEqualTo(new StaffMember(1, "olga", Set.of(Role.ADMIN), true, null));
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> staff.signIn(new Attempt("admin", "sibyl-dev", HERE)));
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> staff.signIn(new Attempt("admin", "a long password", HERE)));
  }

  @Test
  void thePasswordCanBeConfiguredAsItsHash() {
    String hash = passwords.hash("a long password");
    AdminCredentials credentials = AdminCredentials.of("olga", hash, false, passwords);
    assertThat(staff(credentials).signIn(new Attempt("olga", "a long password", HERE)).username())
        .isEqualTo("olga");
    assertThat(credentials.toString()).isEqualTo("staff olga").doesNotContain(hash);
  }

  @Test
  void halfAConfigurationIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdminCredentials.of("olga", null, true, passwords));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdminCredentials.of(null, "a long password", true, passwords))
        .withMessageNotContaining("a long password");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdminCredentials.of("olga", "short!", true, passwords))
        .withMessageNotContaining("short!");
  }

  @Test
  void membersInTheDatabaseSignInBesideTheConfiguredOne() {
    AdminCredentials none = AdminCredentials.of(null, null, false, passwords);
    StaffMembers members = members(none);
    StaffMember olga =
        members.create("Olga", "a long password", Set.of(Role.SETTLER, Role.AUDITOR), 1);
    assertThat(olga.number()).isGreaterThan(1L << 43);
    StaffSignIn staff = staff(none);
    assertThat(staff.signIn(new Attempt("olga", "a long password", HERE))).isEqualTo(olga);
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> staff.signIn(new Attempt("olga", "another password", HERE)));
    assertRefused(
        Code.WRONG_CREDENTIALS,
        () -> staff.signIn(new Attempt("unknown", "a long password", HERE)));
    members.change(olga.number(), new StaffChange(null, false, null), 1);
    assertRefused(
        Code.WRONG_CREDENTIALS,
        () -> staff(dev()).signIn(new Attempt("olga", "a long password", HERE)));
    assertRefused(
        Code.STAFF_SIGN_IN_DISABLED,
        () -> staff.signIn(new Attempt("olga", "a long password", HERE)));
  }

  @Test
  void whoIsDisabledIsNobodyAtOnceAndComesBackWithTheOldRoles() {
    StaffMembers members = members(dev());
    StaffMember olga = members.create("olga", "a long password", Set.of(Role.SETTLER), 1);
    String token = sessions.open(new SessionOwner.Staff("olga"), new Device("", "")).token();
    members.change(olga.number(), new StaffChange(null, false, null), 1);
    assertThat(sessions.owner(token)).isEmpty();
    assertThat(members.enabled("olga")).isEmpty();
    members.change(olga.number(), new StaffChange(null, true, null), 1);
    assertThat(members.enabled("olga")).contains(olga);
    assertThat(sessions.owner(token)).isEmpty();
  }

  @Test
  void anotherPasswordEndsTheSessionsOfTheOld() {
    StaffMembers members = members(dev());
    long olga = members.create("olga", "a long password", Set.of(Role.SETTLER), 1).number();
    String token = sessions.open(new SessionOwner.Staff("olga"), new Device("", "")).token();
    assertRefused(
        Code.WRONG_CREDENTIALS,
        () -> members.changePassword(olga, "a guess it is", "next password"));
    assertRefused(
        Code.INVALID_PASSWORD, () -> members.changePassword(olga, "a long password", "short"));
    assertThat(sessions.owner(token)).isPresent();
    members.changePassword(olga, "a long password", "next password");
    assertThat(sessions.owner(token)).isEmpty();
    assertThat(staff(dev()).signIn(new Attempt("olga", "next password", HERE)).number())
        .isEqualTo(olga);
    assertRefused(
        Code.CONFIGURED_STAFF_MEMBER,
        () -> members.changePassword(1, "sibyl-dev", "next password"));
  }

  @Test
  void namesAreTakenOnceAndNobodyChangesOneself() {
    StaffMembers members = members(dev());
    long olga = members.create("olga", "a long password", Set.of(Role.ADMIN), 1).number();
    assertRefused(
        Code.USERNAME_TAKEN,
        () -> members.create("OLGA", "a long password", Set.of(Role.ADMIN), 1));
    assertRefused(
        Code.USERNAME_TAKEN,
        () -> members.create("Admin", "a long password", Set.of(Role.ADMIN), 1));
    assertRefused(Code.INVALID_ROLES, () -> members.create("otto", "a long password", Set.of(), 1));
    assertRefused(
        Code.OWN_MEMBERSHIP, () -> members.change(olga, new StaffChange(null, false, null), olga));
    assertRefused(
        Code.CONFIGURED_STAFF_MEMBER,
        () -> members.change(1, new StaffChange(null, false, null), olga));
    assertRefused(
        Code.UNKNOWN_STAFF_MEMBER,
        () -> members.change(olga + 1, new StaffChange(null, false, null), olga));
    assertThat(members.all()).extracting(StaffMember::username).containsExactly("admin", "olga");
  }

  private AdminCredentials dev() {
    return AdminCredentials.of(null, null, true, passwords);
  }

  private StaffMembers members(AdminCredentials credentials) {
    return new StaffMembers(
        people.database, credentials, passwords, sessions, people.rights, people.clock);
  }

  private StaffSignIn staff(AdminCredentials credentials) {
    AttemptBrake brake = new AttemptBrake();
    return new StaffSignIn(
        credentials, members(credentials), passwords, brake, people.secondStep(brake));
  }
}
