package sibyl.accounts.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.AtOnce;
import sibyl.accounts.People;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.KnownDevices;
import sibyl.accounts.signin.SecondStep;
import sibyl.accounts.signin.SignIn;
import sibyl.store.Rows;

/** Codes of an app, recovery codes, and signing in with them. */
@Timeout(120)
class SecondFactorsIT {
  private static final String HERE = "127.0.0.1";

  private final People people = new People();
  private final SecondFactors factors = people.factors;
  private final KnownDevices devices = new KnownDevices(people.hash);
  private final AttemptBrake brake =
      new AttemptBrake(
          people.memory,
          people.hash,
          devices,
          new AttemptBrake.Limits(3, 100, 6, Duration.ofMinutes(5), 4),
          people.clock);
  private final SignIn signIn =
      new SignIn(people.database, people.passwords, brake, people.secondStep(brake));
  private final SessionOwner ann = new SessionOwner.Person(people.person("ann"));
  private final Attempt right = new Attempt("ann", "correct horse", HERE);

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void aFactorCountsOnlyWhenItsOwnerHasShownACode() {
    Enrolment enrolment = factors.begin(ann, "ann");
    assertThat(enrolment.uri())
        .isEqualTo("otpauth://totp/Sibyl:ann?secret=" + enrolment.secret() + "&issuer=Sibyl");
    assertRefused(Code.WRONG_CODE, () -> factors.confirm(ann, "nothing"));
    signIn.signIn(right);
    assertThat(factors.state(ann)).isEqualTo(new FactorState(false, 0));

    assertThat(factors.confirm(ann, code(enrolment, 0))).hasSize(10).doesNotHaveDuplicates();
    assertThat(factors.state(ann)).isEqualTo(new FactorState(true, 10));
    assertRefused(Code.SECOND_FACTOR_ON, () -> factors.begin(ann, "ann"));
    assertRefused(Code.SECOND_FACTOR_NEEDED, () -> signIn.signIn(right));
    assertRefused(
        Code.WRONG_CREDENTIALS,
        () -> signIn.signIn(new Attempt("ann", "a guess", HERE).withCode(code(enrolment, 1))));
  }

  @Test
  void aCodeIsAcceptedOnceAndNoneBeforeIt() {
    Enrolment enrolment = factors.begin(ann, "ann");
    factors.confirm(ann, code(enrolment, -1));
    assertRefused(Code.WRONG_CODE, () -> signIn.signIn(right.withCode(code(enrolment, -1))));
    String next = code(enrolment, 1);
    signIn.signIn(right.withCode(next));
    assertRefused(Code.WRONG_CODE, () -> signIn.signIn(right.withCode(next)));
    assertRefused(Code.WRONG_CODE, () -> signIn.signIn(right.withCode(code(enrolment, 0))));
    people.clock.forward(Duration.ofMinutes(2));
    signIn.signIn(right.withCode(code(enrolment, 0)));
  }

  @Test
  void ofManyWhoBringOneCodeAtTheSameTimeOneIsLetIn() {
    Enrolment enrolment = factors.begin(ann, "ann");
    factors.confirm(ann, code(enrolment, -1));
    String once = code(enrolment, 0);
    assertThat(AtOnce.times(20, () -> factors.use(ann, once)))
        .filteredOn(used -> used.equals(true))
        .hasSize(1);
  }

  @Test
  void aRecoveryCodeWorksOnceHoweverItIsTyped() {
    Enrolment enrolment = factors.begin(ann, "ann");
    List<String> codes = factors.confirm(ann, code(enrolment, 0));
    String typed = codes.getFirst().toLowerCase(Locale.ROOT).replace("-", " ");
    signIn.signIn(right.withCode(typed));
    assertRefused(Code.WRONG_CODE, () -> signIn.signIn(right.withCode(typed)));
    assertThat(factors.state(ann).recoveryCodes()).isEqualTo(9);
  }

  @Test
  void wrongCodesAreFewADayAndRecoveryCodesAndKnownDevicesStillWork() {
    Enrolment enrolment = factors.begin(ann, "ann");
    List<String> codes = factors.confirm(ann, code(enrolment, -1));
    for (int i = 0; i < 4; i++) {
      assertRefused(Code.WRONG_CODE, () -> signIn.signIn(right.withCode("nothing")));
    }
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(right.withCode(code(enrolment, 0))));
    signIn.signIn(right.withCode(codes.getFirst()));
    String token = devices.issue(SignIn.brakeName("ann"));
    signIn.signIn(right.withCode(code(enrolment, 0)).fromDevice(token));
    people.clock.forward(Duration.ofDays(1).plusSeconds(1));
    signIn.signIn(right.withCode(code(enrolment, 0)));
  }

  @Test
  void aRightCodeLetsItsOwnerInWhileTheNameIsUnderAttack() {
    Enrolment enrolment = factors.begin(ann, "ann");
    List<String> codes = factors.confirm(ann, code(enrolment, -1));
    for (int i = 0; i < 6; i++) {
      String network = "10.0.0." + i;
      assertRefused(
          Code.WRONG_CREDENTIALS, () -> signIn.signIn(new Attempt("ann", "a guess", network)));
    }
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(right));
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(right.withCode("nothing")));
    signIn.signIn(right.withCode(code(enrolment, 0)));
    // Codes are guessed at too: at the bound only recovery codes are looked at.
    for (int i = 1; i < 4; i++) {
      String network = "10.0.1." + i;
      Attempt guess = new Attempt("ann", "a guess", network).withCode("nothing");
      assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(guess));
    }
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> signIn.signIn(right.withCode(code(enrolment, 1))));
    signIn.signIn(new Attempt("ann", "correct horse", "10.0.2.1").withCode(codes.getFirst()));
  }

  @Test
  void theDatabaseHoldsNeitherSecretNorRecoveryCode() {
    Enrolment enrolment = factors.begin(ann, "ann");
    List<String> codes = factors.confirm(ann, code(enrolment, 0));
    byte[] secret = new Base32().decode(enrolment.secret());
    String kept =
        String.join(
            " ",
            Rows.of(people.database, "SELECT encode(sealed_secret, 'hex') FROM second_factors"));
    assertThat(kept)
        .doesNotContain(HexFormat.of().formatHex(secret))
        .doesNotContain(
            HexFormat.of().formatHex(enrolment.secret().getBytes(StandardCharsets.UTF_8)));
    assertThat(Rows.of(people.database, "SELECT encode(code_hash, 'escape') FROM recovery_codes"))
        .hasSize(10)
        .doesNotContainAnyElementsOf(codes);
  }

  @Test
  void itIsRemovedWithACodeOfItOnly() {
    Enrolment enrolment = factors.begin(ann, "ann");
    factors.confirm(ann, code(enrolment, -1));
    SecondStep step = people.secondStep(brake);
    String name = SignIn.brakeName("ann");
    assertRefused(
        Code.WRONG_CODE, () -> step.remove(ann, name, new Attempt("", "", HERE).withCode("no")));
    step.remove(ann, name, new Attempt("", "", HERE).withCode(code(enrolment, 0)));
    assertThat(factors.isOn(ann)).isFalse();
    signIn.signIn(right);
  }

  /** What the app shows so many steps from now. */
  private String code(Enrolment enrolment, int steps) {
    return Totp.at(enrolment.secret(), people.clock.instant().plusSeconds(30L * steps));
  }
}
