package sibyl.accounts.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;

/** Signing in. */
@Timeout(120)
class SignInIT {
  private static final String HERE = "127.0.0.1";

  private People people;
  private KnownDevices devices;
  private SignIn signIn;

  @BeforeEach
  void open() {
    people = new People();
    devices = new KnownDevices(people.hash);
    AttemptBrake brake =
        new AttemptBrake(
            people.memory,
            people.hash,
            devices,
            new AttemptBrake.Limits(3, 5, 6, Duration.ofHours(1), 4),
            people.clock);
    signIn = new SignIn(people.database, people.passwords, brake, people.secondStep(brake));
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void theRightPasswordLetsInWhateverTheCaseOfTheName() {
    people.registration.register("Ann", "ann@example.org", "correct horse");
    User ann = signIn.signIn(new Attempt("aNN", "correct horse", HERE));
    assertThat(ann.account()).isEqualTo(16);
    assertThat(ann.username()).isEqualTo("Ann");
    assertThat(signIn.user(16)).contains(ann);
    assertThat(signIn.user(99)).isEmpty();
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreToldTheSame() {
    people.person("ann");
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> signIn.signIn(new Attempt("ann", "Correct horse", HERE)));
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> signIn.signIn(new Attempt("unknown", "correct horse", HERE)));
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> signIn.signIn(new Attempt("a\0nn", "x".repeat(9_999), HERE)));
  }

  @Test
  void guessingIsSlowedDownAndSuccessIsNot() {
    people.person("ann");
    for (int i = 0; i < 20; i++) {
      signIn.signIn(new Attempt("ann", "correct horse", HERE));
    }
    for (int i = 0; i < 3; i++) {
      assertRefused(
          Code.WRONG_CREDENTIALS, () -> signIn.signIn(new Attempt("ann", "guess " + 1, HERE)));
    }
    assertRefused(
        Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(new Attempt("ann", "correct horse", HERE)));
    assertRefused(Code.WRONG_CREDENTIALS, () -> signIn.signIn(new Attempt("bob", "guess", HERE)));
    assertRefused(Code.WRONG_CREDENTIALS, () -> signIn.signIn(new Attempt("eve", "guess", HERE)));
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(new Attempt("joe", "guess", HERE)));
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> signIn.signIn(new Attempt("joe", "guess", "10.0.0.1")));
  }

  @Test
  void guessesFromElsewhereDoNotLockTheOwnerOut() {
    people.person("ann");
    for (int i = 0; i < 3; i++) {
      assertRefused(Code.WRONG_CREDENTIALS, () -> guess("ann", "10.0.0.1"));
    }
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> guess("ann", "10.0.0.1"));
    signIn.signIn(new Attempt("ANN", "correct horse", HERE));
  }

  @Test
  void aNameUnderAttackIsOpenToItsKnownDevicesOnly() {
    people.person("ann");
    String token = devices.issue(SignIn.brakeName("Ann"));
    for (int i = 0; i < 6; i++) {
      String network = "10.0.0." + i;
      assertRefused(Code.WRONG_CREDENTIALS, () -> guess("ann", network));
    }
    Attempt right = new Attempt("ann", "correct horse", HERE);
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(right));
    assertThat(signIn.signIn(right.fromDevice(token)).username()).isEqualTo("ann");

    assertRefused(
        Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(right.fromDevice(token.replace('.', '-'))));
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(right.fromDevice(token + "A")));
    String bobs = devices.issue(SignIn.brakeName("bob"));
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(right.fromDevice(bobs)));
  }

  @Test
  void aKnownDeviceWorksBehindANetworkThatHasGuessedTooOften() {
    people.person("ann");
    for (int i = 0; i < 5; i++) {
      String name = "joe" + i;
      assertRefused(Code.WRONG_CREDENTIALS, () -> guess(name, HERE));
    }
    Attempt right = new Attempt("ann", "correct horse", HERE);
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(right));
    signIn.signIn(right.fromDevice(devices.issue(SignIn.brakeName("ann"))));
  }

  @Test
  void aKnownDeviceHasNoMoreGuessesThanOthers() {
    people.person("ann");
    String token = devices.issue(SignIn.brakeName("ann"));
    for (int i = 0; i < 3; i++) {
      String network = "10.0.0." + i;
      assertRefused(
          Code.WRONG_CREDENTIALS,
          () -> signIn.signIn(new Attempt("ann", "a guess", network).fromDevice(token)));
    }
    assertRefused(
        Code.TOO_MANY_ATTEMPTS,
        () -> signIn.signIn(new Attempt("ann", "correct horse", HERE).fromDevice(token)));
  }

  private void guess(String username, String network) {
    signIn.signIn(new Attempt(username, "a guess", network));
  }
}
