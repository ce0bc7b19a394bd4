package sibyl.accounts.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.People;
import sibyl.store.Rows;

/** Who is signed in. */
@Timeout(120)
class SessionsIT {
  private People people;
  private Sessions sessions;
  private SessionOwner ann;

  @BeforeEach
  void open() {
    people = new People();
    sessions = new Sessions(people.database, Duration.ofDays(7), people.clock);
    ann = new SessionOwner.Person(people.person("ann"));
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void aTokenIsItsOwnersUntilItIsEnded() {
    OpenedSession session = sessions.open(ann);
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
    assertThat(sessions.owner(sessions.open(olga).token())).contains(olga);
  }

  @Test
  void aSessionExpires() {
    OpenedSession session = sessions.open(ann);
    people.clock.forward(Duration.ofDays(7).minusSeconds(1));
    assertThat(sessions.owner(session.token())).contains(ann);
    people.clock.forward(Duration.ofSeconds(1));
    assertThat(sessions.owner(session.token())).isEmpty();
    sessions.open(ann);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM sessions"))
        .as("the expired one made room")
        .containsExactly("1");
  }

  @Test
  void aSessionSurvivesTheProgram() {
    OpenedSession session = sessions.open(ann);
    Sessions afterRestart = new Sessions(people.database, Duration.ofDays(7), people.clock);
    assertThat(afterRestart.owner(session.token())).contains(ann);
  }

  @Test
  void allSessionsOfAPersonEndTogether() {
    OpenedSession one = sessions.open(ann);
    OpenedSession two = sessions.open(ann);
    OpenedSession bobs = sessions.open(new SessionOwner.Person(people.person("bob")));
    assertThat(sessions.owner(one.token())).contains(ann);
    sessions.endAll(16);
    assertThat(sessions.owner(one.token())).isEmpty();
    assertThat(sessions.owner(two.token())).isEmpty();
    assertThat(sessions.owner(bobs.token())).isPresent();
  }

  @Test
  void theTokenIsNowhereButWithItsOwner() {
    OpenedSession session = sessions.open(ann);
    assertThat(session.toString()).doesNotContain(session.token());
    assertThat(Rows.of(people.database, "SELECT s::text FROM sessions s"))
        .singleElement()
        .asString()
        .doesNotContain(session.token());
  }
}
