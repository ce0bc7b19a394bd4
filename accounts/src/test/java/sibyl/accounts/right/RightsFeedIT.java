package sibyl.accounts.right;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sibyl.accounts.People;
import sibyl.accounts.key.ApiKeys;
import sibyl.accounts.key.Scope;
import sibyl.accounts.session.Device;
import sibyl.accounts.session.SessionLimits;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.AdminCredentials;
import sibyl.accounts.staff.Role;
import sibyl.accounts.staff.StaffChange;
import sibyl.accounts.staff.StaffMember;
import sibyl.accounts.staff.StaffMembers;
import sibyl.accounts.team.Teams;
import sibyl.store.Rows;

/** Another process on the same database hears of every right that ends. */
@Timeout(120)
class RightsFeedIT {
  private static final Device LAPTOP = new Device("192.0.2.7", "Firefox");

  private People people;
  private long ann;
  private Sessions sessions;
  private ApiKeys keys;
  private Teams teams;
  private StaffMembers members;
  private RightsFeed feed;
  private final BlockingQueue<RightsChange> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() {
    people = new People();
    ann = people.person("ann");
    sessions =
        new Sessions(
            people.database,
            SessionLimits.PEOPLE,
            SessionLimits.STAFF,
            people.rights,
            people.clock);
    keys = new ApiKeys(people.database, people.rights, people.clock);
    teams = new Teams(people.database, people.rights, people.clock);
    members =
        new StaffMembers(
            people.database,
            AdminCredentials.of(null, null, true, people.passwords),
            people.passwords,
            sessions,
            people.rights,
            people.clock);
    Rights elsewhere = new Rights();
    elsewhere.onChange(heard::add);
    feed = RightsFeed.start(people.database, elsewhere);
  }

  @AfterEach
  void close() {
    feed.close();
    people.close();
  }

  private enum End {
    KEY,
    SESSION,
    ALL_SESSIONS,
    MEMBERSHIP,
    STAFF_ROLE,
    STAFF_SESSION,
    BY_HAND
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void everyEndIsHeardOfElsewhere(End end) throws InterruptedException {
    RightsChange expected =
        switch (end) {
          case KEY -> {
            keys.revoke(ann, keys.create(ann, "bot", EnumSet.of(Scope.READ)).key().id());
            yield new RightsChange.OfPerson(ann);
          }
          case SESSION -> {
            sessions.end(sessions.open(new SessionOwner.Person(ann), LAPTOP).token());
            yield new RightsChange.OfPerson(ann);
          }
          case ALL_SESSIONS -> {
            sessions.open(new SessionOwner.Person(ann), LAPTOP);
            sessions.endAll(new SessionOwner.Person(ann));
            yield new RightsChange.OfPerson(ann);
          }
          case MEMBERSHIP -> {
            long team = teams.create("Reds", 1).account();
            teams.add(team, ann);
            teams.remove(team, ann);
            yield new RightsChange.OfPerson(ann);
          }
          case STAFF_ROLE -> {
            StaffMember olga =
                members.create("olga", "twelve long characters", Set.of(Role.ADMIN), 1);
            members.change(olga.number(), new StaffChange(Set.of(Role.AUDITOR), null, null), 1);
            yield new RightsChange.OfStaff("olga");
          }
          case STAFF_SESSION -> {
            sessions.end(sessions.open(new SessionOwner.Staff("olga"), LAPTOP).token());
            yield new RightsChange.OfStaff("olga");
          }
          case BY_HAND -> {
            sessions.open(new SessionOwner.Person(ann), LAPTOP);
            Rows.execute(people.database, "DELETE FROM sessions");
            yield new RightsChange.OfPerson(ann);
          }
        };
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(new RightsChange.OfAnyone());
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(expected);
  }

  @Test
  void whatWasMissedWhileTheConnectionWasLostIsLookedUpAgain() throws InterruptedException {
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(new RightsChange.OfAnyone());
    Rows.of(
        people.database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND query LIKE 'LISTEN%'");
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(new RightsChange.OfAnyone());
    sessions.end(sessions.open(new SessionOwner.Person(ann), LAPTOP).token());
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(new RightsChange.OfPerson(ann));
  }
}
