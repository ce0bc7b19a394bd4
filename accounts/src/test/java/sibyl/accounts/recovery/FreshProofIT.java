package sibyl.accounts.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.accounts.factor.Enrolment;
import sibyl.accounts.factor.Totp;
import sibyl.accounts.message.OutgoingTexts;
import sibyl.accounts.message.SentMessages;
import sibyl.accounts.phone.CodeLimits;
import sibyl.accounts.phone.DatabasePhonePeople;
import sibyl.accounts.phone.PhoneNumbers;
import sibyl.accounts.phone.PhoneSignIn;
import sibyl.accounts.recovery.FreshProof.Given;
import sibyl.accounts.session.Device;
import sibyl.accounts.session.SessionLimits;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.OwnPassword;
import sibyl.accounts.signin.SecondStep;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.signin.User;

/** What a stolen session is not enough for. */
@Timeout(120)
class FreshProofIT {
  private static final String HERE = "127.0.0.1";
  private static final String NUMBER = "+919876543210";
  private static final String OTHER = "+919876543211";
  private static final Attempt NOTHING = new Attempt("", "", HERE);

  private final People people = new People();
  private final SentMessages sent = new SentMessages();
  private final OutgoingTexts texts = OutgoingTexts.start(sent, people.clock);
  private final AttemptBrake brake = new AttemptBrake(people.memory, people.hash, people.clock);
  private final SecondStep second = people.secondStep(brake);
  private final Sessions sessions =
      new Sessions(
          people.database, SessionLimits.PEOPLE, SessionLimits.STAFF, people.rights, people.clock);
  private final PhoneSignIn phones =
      new PhoneSignIn(
          new PhoneNumbers("IN"),
          people.memory,
          people.hash,
          CodeLimits.DEFAULT,
          brake,
          second,
          texts,
          new DatabasePhonePeople(people.database, people.newPeople),
          people.clock);
  private final OwnPassword own =
      new OwnPassword(people.database, people.passwords, brake, sessions, people.clock);
  private final FreshProof proof = new FreshProof(own, phones, sessions, second, people.clock);

  @AfterEach
  void close() {
    texts.close();
    people.close();
  }

  @Test
  void whoHasAPasswordGivesItHoweverFreshTheSessionIs() {
    long account = people.person("ann");
    User ann =
        new SignIn(people.database, people.passwords, brake, second).user(account).orElseThrow();
    String token = open(ann);
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> proof.require(ann, new Given(null, token, NOTHING)));
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> proof.require(ann, new Given("123456", token, NOTHING)));
    proof.require(ann, new Given(null, token, new Attempt("", "correct horse", HERE)));
  }

  @Test
  void withoutAPasswordASessionIsProofForTenMinutesAndThenACodeIs() {
    User phil = arrived(NUMBER);
    String token = open(phil);
    proof.require(phil, new Given(null, token, NOTHING));
    people.clock.forward(FreshProof.SESSION_FRESH);
    assertRefused(
        Code.FRESH_PROOF_NEEDED, () -> proof.require(phil, new Given(null, token, NOTHING)));
    assertRefused(
        Code.FRESH_PROOF_NEEDED, () -> proof.require(phil, new Given(null, "another", NOTHING)));
    String code = code(NUMBER);
    String ofAnother = code(OTHER);
    if (!ofAnother.equals(code)) {
      assertRefused(
          Code.WRONG_CODE, () -> proof.require(phil, new Given(ofAnother, token, NOTHING)));
    }
    proof.require(phil, new Given(code, token, NOTHING));
    assertRefused(Code.WRONG_CODE, () -> proof.require(phil, new Given(code, token, NOTHING)));
  }

  @Test
  void theSecondFactorIsPartOfTheProofWhereItIsOn() {
    User phil = arrived(NUMBER);
    String token = open(phil);
    SessionOwner owner = new SessionOwner.Person(phil.account());
    Enrolment app = people.factors.begin(owner, "phil");
    people.factors.confirm(owner, Totp.at(app.secret(), people.clock.instant()));
    assertRefused(
        Code.SECOND_FACTOR_NEEDED,
        () -> proof.requireWithSecond(phil, new Given(null, token, NOTHING)));
    people.clock.forward(Duration.ofMinutes(1));
    String code = Totp.at(app.secret(), people.clock.instant());
    proof.requireWithSecond(phil, new Given(null, token, NOTHING.withCode(code)));
  }

  @Test
  void aFirstPasswordIsSetOnceAndEndsOtherSessions() {
    User phil = arrived(NUMBER);
    String stays = open(phil);
    String ends = open(phil);
    assertRefused(Code.INVALID_PASSWORD, () -> own.setFirst(phil, "short", stays));
    own.setFirst(phil, "correct horse", stays);
    assertThat(sessions.owner(stays)).isPresent();
    assertThat(sessions.owner(ends)).isEmpty();
    assertThat(own.isSet(phil.account())).isTrue();
    assertRefused(
        Code.WRONG_CREDENTIALS, () -> own.setFirst(phil, "staple of another kind", stays));
    own.require(phil.account(), "correct horse", HERE);
  }

  private User arrived(String number) {
    return phones.signIn(number, code(number), HERE).user();
  }

  private String open(User user) {
    return sessions.open(new SessionOwner.Person(user.account()), new Device(HERE, "")).token();
  }

  private String code(String number) {
    people.clock.forward(CodeLimits.DEFAULT.resend());
    int before = sent.to(number).size();
    phones.sendCode(number, HERE);
    await().until(() -> sent.to(number).size() > before);
    return sent.to(number).getFirst().text().substring(0, 6);
  }
}
