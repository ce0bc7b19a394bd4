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
  private SignIn signIn;

  @BeforeEach
  void open() {
    people = new People();
    AttemptBrake brake =
        new AttemptBrake(people.memory, people.hash, people.clock, 3, 5, Duration.ofHours(1));
    signIn = new SignIn(people.database, people.passwords, brake);
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void theRightPasswordLetsInWhateverTheCaseOfTheName() {
    people.registration.register("Ann", "ann@example.org", "correct horse");
    User ann = signIn.signIn("aNN", "correct horse", HERE);
    assertThat(ann.account()).isEqualTo(16);
    assertThat(ann.username()).isEqualTo("Ann");
    assertThat(signIn.user(16)).contains(ann);
    assertThat(signIn.user(99)).isEmpty();
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreToldTheSame() {
    people.person("ann");
    assertRefused(Code.WRONG_CREDENTIALS, () -> signIn.signIn("ann", "Correct horse", HERE));
    assertRefused(Code.WRONG_CREDENTIALS, () -> signIn.signIn("nobody", "correct horse", HERE));
    assertRefused(Code.WRONG_CREDENTIALS, () -> signIn.signIn("a\0nn", "x".repeat(9_999), HERE));
  }

  @Test
  void guessingIsSlowedDownAndSuccessIsNot() {
    people.person("ann");
    for (int i = 0; i < 20; i++) {
      signIn.signIn("ann", "correct horse", HERE);
    }
    for (int i = 0; i < 3; i++) {
      assertRefused(Code.WRONG_CREDENTIALS, () -> signIn.signIn("ann", "guess " + 1, HERE));
    }
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn("ann", "correct horse", HERE));
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn("ANN", "correct horse", "10.0.0.1"));
    assertRefused(Code.WRONG_CREDENTIALS, () -> signIn.signIn("bob", "guess", HERE));
    assertRefused(Code.WRONG_CREDENTIALS, () -> signIn.signIn("eve", "guess", HERE));
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn("joe", "guess", HERE));
    assertRefused(Code.WRONG_CREDENTIALS, () -> signIn.signIn("joe", "guess", "10.0.0.1"));
  }
}
