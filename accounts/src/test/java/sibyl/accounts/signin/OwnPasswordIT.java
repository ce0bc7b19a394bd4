package sibyl.accounts.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.accounts.session.Device;
import sibyl.accounts.session.SessionLimits;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;

/** Another password. */
@Timeout(120)
class OwnPasswordIT {
  private static final String HERE = "127.0.0.1";
  private static final String NEXT = "staple of another kind";

  private final People people = new People();
  private final Sessions sessions =
      new Sessions(
          people.database, SessionLimits.PEOPLE, SessionLimits.STAFF, people.rights, people.clock);
  private final AttemptBrake brake = new AttemptBrake(people.memory, people.hash, people.clock);
  private final OwnPassword own =
      new OwnPassword(people.database, people.passwords, brake, sessions, people.clock);
  private final SignIn signIn =
      new SignIn(people.database, people.passwords, brake, people.secondStep(brake));
  private final long ann = people.person("ann");

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void anotherPasswordEndsAllOtherSessions() {
    String stays = open();
    String ends = open();
    own.change(ann, "correct horse", NEXT, stays, HERE);
    assertThat(sessions.owner(stays)).contains(new SessionOwner.Person(ann));
    assertThat(sessions.owner(ends)).isEmpty();
    assertThat(signIn.signIn(new Attempt("ann", NEXT, HERE)).account()).isEqualTo(ann);
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> signIn.signIn(new Attempt("ann", "correct horse", HERE)));
  }

  @Test
  void withoutTheOldPasswordNothingChanges() {
    String token = open();
    String other = open();
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> own.change(ann, "a guess of one", NEXT, token, HERE));
    assertRefused(
        Code.INVALID_PASSWORD, () -> own.change(ann, "correct horse", "short", token, HERE));
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> own.change(ann + 1, "correct horse", NEXT, token, HERE));
    assertThat(sessions.owner(other)).isPresent();
    signIn.signIn(new Attempt("ann", "correct horse", HERE));
  }

  @Test
  void guessesWithAStolenSessionAreBrakedAndDoNotCloseTheDoor() {
    String token = open();
    for (int i = 0; i < AttemptBrake.Limits.DEFAULT.perNameAndNetwork(); i++) {
      assertRefused(
          Code.WRONG_CREDENTIALS, () -> own.change(ann, "a guess of one", NEXT, token, HERE));
    }
    assertRefused(
        Code.TOO_MANY_ATTEMPTS, () -> own.change(ann, "correct horse", NEXT, token, HERE));
    signIn.signIn(new Attempt("ann", "correct horse", HERE));
  }

  private String open() {
    return sessions.open(new SessionOwner.Person(ann), new Device(HERE, "")).token();
  }
}
