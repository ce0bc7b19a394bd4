package sibyl.accounts.session;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.store.Rows;

/** Who is signed in. */
@Timeout(120)
class SessionsIT {
  private static final Device LAPTOP = new Device("192.0.2.7", "Firefox");
  private static final Device PHONE = new Device("2001:db8::1", "Safari");

  private People people;
  private Sessions sessions;
  private SessionOwner ann;

  @BeforeEach
  void open() {
    people = new People();
    sessions = sessions();
    ann = new SessionOwner.Person(people.person("ann"));
  }

  private Sessions sessions() {
    return new Sessions(
        people.database, SessionLimits.PEOPLE, SessionLimits.STAFF, people.rights, people.clock);
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void aTokenIsItsOwnersUntilItIsEnded() {
    OpenedSession session = sessions.open(ann, LAPTOP);
    assertThat(sessions.owner(session.token())).contains(ann);
    assertThat(sessions.owner(session.token() + "x")).isEmpty();
    assertThat(sessions.owner("")).isEmpty();
    sessions.end(session.token());
    assertThat(sessions.owner(session.token())).isEmpty();
    sessions.end(session.token());
  }

  @Test
  void staffHaveSessionsToo() {
    SessionOwner olga = new SessionOwner.Staff("olga");
    assertThat(sessions.owner(sessions.open(olga, LAPTOP).token())).contains(olga);
  }

  @Test
  void aSessionExpires() {
    OpenedSession session = sessions.open(ann, LAPTOP);
    people.clock.forward(Duration.ofDays(7).minusSeconds(1));
    assertThat(sessions.owner(session.token())).contains(ann);
    people.clock.forward(Duration.ofSeconds(1));
    assertThat(sessions.owner(session.token())).isEmpty();
    sessions.open(ann, LAPTOP);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM sessions"))
        .as("the expired one made room")
        .containsExactly("1");
  }

  @Test
  void aSessionSurvivesTheProgram() {
    OpenedSession session = sessions.open(ann, LAPTOP);
    Sessions afterRestart = sessions();
    assertThat(afterRestart.owner(session.token())).contains(ann);
  }

  @Test
  void allSessionsOfAPersonEndTogether() {
    OpenedSession one = sessions.open(ann, LAPTOP);
    OpenedSession two = sessions.open(ann, LAPTOP);
    OpenedSession bobs = sessions.open(new SessionOwner.Person(people.person("bob")), LAPTOP);
    assertThat(sessions.owner(one.token())).contains(ann);
    sessions.endAll(ann);
    assertThat(sessions.owner(one.token())).isEmpty();
    assertThat(sessions.owner(two.token())).isEmpty();
    assertThat(sessions.owner(bobs.token())).isPresent();
  }

  @Test
  void whoAsksSeesItsSessionsAndEndsOneByItsId() {
    OpenedSession one = sessions.open(ann, LAPTOP);
    people.clock.forward(Duration.ofHours(1));
    OpenedSession two = sessions.open(ann, PHONE);
    OpenedSession bobs = sessions.open(new SessionOwner.Person(people.person("bob")), LAPTOP);
    List<SessionView> seen = sessions.list(ann, one.token());
    assertThat(seen).extracting(SessionView::device).containsExactly(PHONE, LAPTOP);
    assertThat(seen).extracting(SessionView::current).containsExactly(false, true);
    assertThat(seen.toString()).doesNotContain(one.token(), two.token());

    UUID first = seen.getFirst().id();
    assertThat(sessions.owner(two.token())).contains(ann);
    sessions.end(ann, first);
    assertThat(sessions.owner(two.token())).isEmpty();
    assertThat(sessions.owner(one.token())).contains(ann);
    assertThat(sessions.list(ann, one.token())).hasSize(1);

    UUID bobsId = sessions.list(new SessionOwner.Person(17), bobs.token()).getFirst().id();
    for (UUID notAnns : List.of(first, bobsId, UUID.randomUUID())) {
      assertRefused(Code.UNKNOWN_SESSION, () -> sessions.end(ann, notAnns));
    }
    assertThat(sessions.owner(bobs.token())).isPresent();
  }

  @Test
  void whenASessionWasUsedIsNotedOnceAMinute() {
    OpenedSession session = sessions.open(ann, LAPTOP);
    people.clock.forward(Duration.ofMinutes(10));
    Instant used = people.clock.instant();
    sessions.used(session.token());
    people.clock.forward(Duration.ofSeconds(59));
    sessions.used(session.token());
    assertThat(sessions.list(ann, "").getFirst().lastUsedAt()).isEqualTo(used);
  }

  @Test
  void aStaffSessionEndsAfterHalfAnHourWithoutARequest() {
    OpenedSession session = sessions.open(new SessionOwner.Staff("olga"), LAPTOP);
    people.clock.forward(Duration.ofMinutes(29));
    assertThat(sessions.owner(session.token())).as("a look is no use").isPresent();
    sessions.used(session.token());
    people.clock.forward(Duration.ofMinutes(29));
    assertThat(sessions.owner(session.token())).isPresent();
    people.clock.forward(Duration.ofMinutes(1));
    assertThat(sessions.owner(session.token())).isEmpty();
    sessions.used(session.token());
    assertThat(sessions.owner(session.token())).as("it does not come back").isEmpty();
  }

  @Test
  void aStaffSessionEndsAfterTwelveHoursOfWork() {
    OpenedSession session = sessions.open(new SessionOwner.Staff("olga"), LAPTOP);
    for (int i = 0; i < 12 * 60 / 20 - 1; i++) {
      people.clock.forward(Duration.ofMinutes(20));
      sessions.used(session.token());
      assertThat(sessions.owner(session.token())).isPresent();
    }
    people.clock.forward(Duration.ofMinutes(20));
    assertThat(sessions.owner(session.token())).isEmpty();
  }

  @Test
  void oneSessionTooManyEndsTheOldestAndAllAreListed() {
    OpenedSession first = sessions.open(ann, LAPTOP);
    for (int i = 1; i < SessionLimits.PEOPLE.most(); i++) {
      people.clock.forward(Duration.ofSeconds(1));
      sessions.open(ann, LAPTOP);
    }
    assertThat(sessions.list(ann, first.token())).hasSize(SessionLimits.PEOPLE.most());
    people.clock.forward(Duration.ofSeconds(1));
    OpenedSession last = sessions.open(ann, PHONE);
    assertThat(sessions.owner(first.token())).isEmpty();
    assertThat(sessions.owner(last.token())).contains(ann);
    assertThat(sessions.list(ann, last.token())).hasSize(SessionLimits.PEOPLE.most());
  }

  @Test
  void allSessionsButTheOneThatAsksEnd() {
    OpenedSession one = sessions.open(ann, LAPTOP);
    OpenedSession two = sessions.open(ann, PHONE);
    sessions.endOthers(ann, two.token());
    assertThat(sessions.owner(one.token())).isEmpty();
    assertThat(sessions.owner(two.token())).contains(ann);
  }

  @Test
  void aSessionEndedElsewhereIsOverAtOnce() {
    OpenedSession session = sessions.open(ann, LAPTOP);
    Sessions elsewhere = sessions();
    assertThat(elsewhere.owner(session.token())).contains(ann);
    sessions.end(session.token());
    assertThat(elsewhere.owner(session.token())).isEmpty();
  }

  @Test
  void whatABrowserCallsItselfIsCutShortAndCleaned() {
    Device device = new Device("192.0.2.7", "x".repeat(99) + "\ud83e\udd8a and more");
    assertThat(device.userAgent()).isEqualTo("x".repeat(99));
    assertThat(new Device("", "a\nb\u0000c").userAgent()).isEqualTo("a b c");
  }

  @Test
  void theTokenIsNowhereButWithItsOwner() {
    OpenedSession session = sessions.open(ann, LAPTOP);
    assertThat(session.toString()).doesNotContain(session.token());
    assertThat(Rows.of(people.database, "SELECT s::text FROM sessions s"))
        .singleElement()
        .asString()
        .doesNotContain(session.token());
  }
}
