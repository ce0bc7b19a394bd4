package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.factor.SecondFactors;
import sibyl.accounts.identity.FieldSeal;
import sibyl.accounts.right.Rights;
import sibyl.accounts.right.RightsChange;
import sibyl.accounts.session.Device;
import sibyl.accounts.session.SessionLimits;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.AdminCredentials;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.KnownDevices;
import sibyl.accounts.signin.Passwords;
import sibyl.accounts.signin.SecondStep;
import sibyl.accounts.staff.Role;
import sibyl.accounts.staff.StaffMembers;
import sibyl.accounts.staff.StaffSignIn;
import sibyl.gateway.fixture.Totp;
import sibyl.gateway.people.DatabaseStaff;
import sibyl.gateway.people.Staff;
import sibyl.store.Database;
import sibyl.store.TestServer;

/** What staff may do with and without a second factor. */
@Timeout(120)
class StaffSecondFactorIT {
  private static final Device HERE = new Device("127.0.0.1", "");
  private static final Attempt RIGHT = new Attempt("admin", "sibyl-dev", HERE.address());

  private final Database database = Database.open(TestServer.migratedDatabase(), 4);
  private final InstantSource clock = InstantSource.system();
  private final Rights rights = new Rights();
  private final SecondFactors factors =
      new SecondFactors(database, new FieldSeal("k".repeat(32)), rights, clock);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whereItIsRequiredStaffWithoutASecondFactorHaveNoRolesUntilItIsOn() {
    Staff staff = staff(true);
    Staff.SignedIn in = staff.login(RIGHT, HERE);
    assertThat(in.member().mustEnrol()).isTrue();
    assertThat(staff.session(in.token()).orElseThrow().roles()).isEmpty();

    SessionOwner admin = new SessionOwner.Staff("admin");
    boolean[] published = new boolean[1];
    rights.onChange(change -> published[0] |= change.equals(new RightsChange.OfStaff("admin")));
    factors.confirm(admin, Totp.now(factors.begin(admin, "admin").secret()));
    assertThat(published[0]).isTrue();
    assertThat(staff.session(in.token()).orElseThrow().roles()).isEqualTo(Set.of(Role.ADMIN));

    factors.remove(admin);
    assertThat(staff.session(in.token()).orElseThrow().roles()).isEmpty();
  }

  @Test
  void whereItIsOptionalStaffKeepTheirRoles() {
    assertThat(staff(false).login(RIGHT, HERE).member().roles()).isEqualTo(Set.of(Role.ADMIN));
  }

  private Staff staff(boolean required) {
    Passwords passwords = new Passwords(2, Duration.ofSeconds(60));
    AdminCredentials credentials = AdminCredentials.of(null, null, true, passwords);
    Sessions sessions =
        new Sessions(database, SessionLimits.PEOPLE, SessionLimits.STAFF, rights, clock);
    StaffMembers members =
        new StaffMembers(database, credentials, passwords, sessions, rights, clock);
    AttemptBrake brake = new AttemptBrake();
    return new DatabaseStaff(
        new StaffSignIn(credentials, members, passwords, brake, new SecondStep(factors, brake)),
        members,
        sessions,
        new KnownDevices(KeyedHash.ofThisProcess()),
        factors,
        required);
  }
}
