package sibyl.accounts.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.AtOnce;
import sibyl.accounts.People;
import sibyl.accounts.factor.Enrolment;
import sibyl.accounts.factor.Totp;
import sibyl.accounts.identity.FieldSeal;
import sibyl.accounts.key.ApiKeys;
import sibyl.accounts.key.Scope;
import sibyl.accounts.mail.MailLimits;
import sibyl.accounts.mail.MailOutbox;
import sibyl.accounts.session.Device;
import sibyl.accounts.session.SessionLimits;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.signin.User;
import sibyl.store.Rows;

/** Verified addresses and reset passwords, with a real mail server. */
@Timeout(180)
class RecoveryIT {
  private static final String HERE = "192.0.2.1";
  private static final String OLD = "correct horse";
  private static final String NEXT = "staple of another kind";
  private static final Attempt FROM_HERE = new Attempt("", "", HERE);

  private final People people = new People();
  private final AttemptBrake brake = new AttemptBrake(people.memory, people.hash, people.clock);
  private final Sessions sessions =
      new Sessions(
          people.database, SessionLimits.PEOPLE, SessionLimits.STAFF, people.rights, people.clock);
  private final ApiKeys keys = new ApiKeys(people.database, people.rights, people.clock);
  private final SignIn signIn =
      new SignIn(people.database, people.passwords, brake, people.secondStep(brake));
  private Post post = new Post(people, MailLimits.DEFAULT);
  private EmailAddresses addresses = addresses();
  private PasswordReset reset = reset();

  @AfterEach
  void close() {
    post.close();
    people.close();
  }

  @Test
  void anAddressCountsOnlyOnceItsOwnerHasShownToReadIt() {
    User ann = register("ann", "ann@example.org");
    assertThat(user(ann).emailVerified()).isFalse();
    reset.ask("ann", HERE);
    assertThat(post.subjects("ann@example.org")).containsExactly("Verify your e-mail address");
    String token = post.token("ann@example.org");
    User bob = register("bob", "bob@example.org");
    assertRefused(Code.WRONG_CODE, () -> addresses.verify(bob.account(), token));
    assertRefused(Code.WRONG_CODE, () -> addresses.verify(ann.account(), token + "x"));
    addresses.verify(ann.account(), token);
    assertThat(user(ann).emailVerified()).isTrue();
    assertRefused(Code.WRONG_CODE, () -> addresses.verify(ann.account(), token));
    assertRefused(Code.NOTHING_TO_VERIFY, () -> addresses.sendAgain(ann.account(), HERE));
    assertRefused(
        Code.NOTHING_TO_VERIFY, () -> addresses.claim(ann.account(), "Ann@Example.org", HERE));
  }

  @Test
  void aTokenForAnAddressIsGoodForADay() {
    User ann = register("ann", "ann@example.org");
    String first = post.token("ann@example.org");
    people.clock.forward(Duration.ofHours(24).plusSeconds(1));
    assertRefused(Code.WRONG_CODE, () -> addresses.verify(ann.account(), first));
    addresses.sendAgain(ann.account(), HERE);
    addresses.verify(ann.account(), post.token("ann@example.org"));
  }

  @Test
  void aClaimDoesNotKeepTheOwnerFromAnAddress() {
    User thief = register("thief", "ann@example.org");
    String thiefs = post.token("ann@example.org");
    User ann = register("ann", "Ann@Example.ORG");
    String anns = post.token("Ann@Example.ORG");
    addresses.verify(ann.account(), anns);
    assertRefused(Code.EMAIL_TAKEN, () -> addresses.verify(thief.account(), thiefs));
    // A person who gives it later learns nothing; its owner is told, without a token.
    register("later", "ann@example.org");
    assertThat(post.lastText("ann@example.org"))
        .contains("belongs to your account ann already")
        .doesNotContainPattern("[A-Za-z0-9_-]{43}");
    reset.ask("thief", HERE);
    assertThat(post.subjects("ann@example.org")).doesNotContain("Reset your password");
    reset.ask("ANN@example.org", HERE);
    assertThat(post.lastText("Ann@Example.ORG")).contains("was asked for, for ann.");
  }

  @Test
  void aVerifiedAddressStaysUntilTheNextIsVerifiedAndIsTold() {
    User ann = verified("ann", "ann@example.org");
    reset.ask("ann", HERE);
    String toOld = post.token("ann@example.org");
    addresses.claim(ann.account(), "new@example.org", HERE);
    assertThat(user(ann))
        .matches(User::emailVerified)
        .returns("ann@example.org", User::email)
        .returns("new@example.org", User::newEmail);
    addresses.verify(ann.account(), post.token("new@example.org"));
    assertThat(user(ann))
        .matches(User::emailVerified)
        .returns("new@example.org", User::email)
        .returns(null, User::newEmail);
    assertThat(post.subjects("ann@example.org"))
        .last()
        .isEqualTo("Your e-mail address was changed");
    assertRefused(Code.WRONG_CODE, () -> reset.reset(toOld, NEXT, FROM_HERE));
    // The old one is free for others.
    verified("bob", "ann@example.org");
  }

  @Test
  void whatIsGivenUpCannotBeVerified() {
    User ann = register("ann", "typo@example.org");
    String typo = post.token("typo@example.org");
    addresses.claim(ann.account(), "ann@example.org", HERE);
    assertRefused(Code.WRONG_CODE, () -> addresses.verify(ann.account(), typo));
    addresses.verify(ann.account(), post.token("ann@example.org"));
  }

  @Test
  void aForgottenPasswordIsResetOnceAndEverythingOpenedWithItEnds() {
    User ann = verified("ann", "ann@example.org");
    String session = open(ann);
    String key = keys.create(ann.account(), "bot", Set.of(Scope.TRADE)).text();
    assertThat(reset.ask("Ann", HERE)).isEqualTo(Duration.ofMinutes(30));
    String token = post.token("ann@example.org");
    assertRefused(Code.WRONG_CODE, () -> reset.reset(token + "x", NEXT, FROM_HERE));
    assertRefused(Code.INVALID_PASSWORD, () -> reset.reset(token, "ann@example.org", FROM_HERE));
    assertThat(reset.reset(token, NEXT, FROM_HERE).account()).isEqualTo(ann.account());
    assertThat(sessions.owner(session)).isEmpty();
    assertThat(keys.verify(key)).isEmpty();
    assertRefused(Code.WRONG_CREDENTIALS, () -> signIn.signIn(new Attempt("ann", OLD, HERE)));
    signIn.signIn(new Attempt("ann", NEXT, HERE));
    assertRefused(Code.WRONG_CODE, () -> reset.reset(token, "yet another one", FROM_HERE));
    assertThat(post.subjects("ann@example.org"))
        .containsExactly(
            "Verify your e-mail address", "Reset your password", "Your password was reset");
  }

  @Test
  void aTokenForAPasswordIsGoodForHalfAnHour() {
    verified("ann", "ann@example.org");
    reset.ask("ann", HERE);
    String token = post.token("ann@example.org");
    people.clock.forward(Duration.ofMinutes(30));
    assertRefused(Code.WRONG_CODE, () -> reset.reset(token, NEXT, FROM_HERE));
  }

  @Test
  void ofManyWhoBringOneTokenOneSetsThePassword() {
    verified("ann", "ann@example.org");
    reset.ask("ann", HERE);
    String token = post.token("ann@example.org");
    assertThat(AtOnce.times(10, () -> reset.reset(token, NEXT, FROM_HERE)))
        .filteredOn(User.class::isInstance)
        .hasSize(1);
  }

  @Test
  void whoHasAnAddressStillNeedsTheSecondFactor() {
    User ann = verified("ann", "ann@example.org");
    SessionOwner owner = new SessionOwner.Person(ann.account());
    Enrolment app = people.factors.begin(owner, "ann");
    String recovery =
        people.factors.confirm(owner, Totp.at(app.secret(), people.clock.instant())).getFirst();
    reset.ask("ann", HERE);
    String token = post.token("ann@example.org");
    assertRefused(Code.SECOND_FACTOR_NEEDED, () -> reset.reset(token, NEXT, FROM_HERE));
    assertRefused(Code.WRONG_CODE, () -> reset.reset(token, NEXT, FROM_HERE.withCode("nothing")));
    signIn.signIn(new Attempt("ann", OLD, HERE).withCode(recovery));
    people.clock.forward(Duration.ofMinutes(1));
    String code = Totp.at(app.secret(), people.clock.instant());
    reset.reset(token, NEXT, FROM_HERE.withCode(code));
    assertThat(people.factors.isOn(owner)).isTrue();
    assertRefused(Code.SECOND_FACTOR_NEEDED, () -> signIn.signIn(new Attempt("ann", NEXT, HERE)));
  }

  @Test
  void wrongCodesAreCountedThereAsAtTheDoor() {
    User ann = verified("ann", "ann@example.org");
    SessionOwner owner = new SessionOwner.Person(ann.account());
    Enrolment app = people.factors.begin(owner, "ann");
    people.factors.confirm(owner, Totp.at(app.secret(), people.clock.instant()));
    reset.ask("ann", HERE);
    String token = post.token("ann@example.org");
    for (int i = 0; i < AttemptBrake.Limits.DEFAULT.codesPerDay(); i++) {
      assertRefused(Code.WRONG_CODE, () -> reset.reset(token, NEXT, FROM_HERE.withCode("nothing")));
    }
    assertRefused(
        Code.TOO_MANY_ATTEMPTS, () -> reset.reset(token, NEXT, FROM_HERE.withCode("nothing")));
  }

  @Test
  void askingIsTheSameWorkForEveryName() {
    verified("ann", "ann@example.org");
    register("bob", "bob@example.org");
    people.factors.begin(
        new SessionOwner.Person(verified("cleo", "cleo@example.org").account()), "");
    List<List<String>> works = new ArrayList<>();
    for (String name :
        List.of("ann", "bob", "cleo", "nobody", "ann@example.org", "nobody@example.org", "\0")) {
      works.add(statementsOf(() -> reset.ask(name, HERE)));
    }
    assertThat(works.getFirst()).hasSizeGreaterThan(2);
    assertThat(works).containsOnly(works.getFirst());
  }

  @Test
  void noPlaceKeepsATokenOrAnAddressLongerThanItTakes() {
    register("ann", "ann@example.org");
    reset.ask("somebody", HERE);
    assertThat(Rows.of(people.database, "SELECT m::text FROM mails m").toString())
        .doesNotContain("example", "somebody");
    String token = post.token("ann@example.org");
    assertThat(Rows.of(people.database, "SELECT state, sealed IS NULL FROM mails ORDER BY kind"))
        .containsExactly("DROPPED t", "SENT t");
    String all =
        Rows.of(people.database, "SELECT m::text FROM mails m").toString()
            + Rows.of(people.database, "SELECT p::text FROM mail_proofs p");
    assertThat(all).doesNotContain(token, "somebody");
    assertThat(Rows.of(people.database, "SELECT m::text FROM mails m").toString())
        .doesNotContain("example.org");
  }

  @Test
  void anAddressAndAnAccountGetFewMailsADay() {
    post.close();
    post = new Post(people, new MailLimits(3, 2, 100, 100));
    addresses = addresses();
    reset = reset();
    User ann = register("ann", "one@example.org");
    addresses.sendAgain(ann.account(), HERE);
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> addresses.sendAgain(ann.account(), HERE));
    register("bob", "ONE@example.org"); // no way around it by another account or other letters
    assertThat(post.subjects("one@example.org")).hasSize(2);
    assertThat(post.subjects("ONE@example.org")).isEmpty();
    addresses.claim(ann.account(), "two@example.org", HERE);
    assertRefused(
        Code.TOO_MANY_ATTEMPTS, () -> addresses.claim(ann.account(), "three@example.org", HERE));
    addresses.verify(ann.account(), post.token("two@example.org"));
    reset.ask("ann", HERE); // the same answer as ever, and no mail
    assertThat(post.subjects("two@example.org")).containsExactly("Verify your e-mail address");
    people.clock.forward(Duration.ofHours(24).plusSeconds(1));
    reset.ask("ann", HERE);
    assertThat(post.subjects("two@example.org")).last().isEqualTo("Reset your password");
  }

  @Test
  void oneNetworkCausesFewMailsAndDoesNotUseUpWhatOthersHave() {
    verified("ann", "ann@example.org");
    for (int i = 0; i < AttemptBrake.MAILS_PER_NAME_AND_NETWORK_AND_DAY; i++) {
      reset.ask("nobody", HERE);
    }
    assertRefused(Code.TOO_MANY_ATTEMPTS, () -> reset.ask("Nobody", HERE));
    reset.ask("nobody", "192.0.2.77");
    reset.ask("ann", HERE);
    for (int i = 0; i < AttemptBrake.MAILS_PER_NETWORK_AND_DAY; i++) {
      String name = "name " + i;
      if (i < AttemptBrake.MAILS_PER_NETWORK_AND_DAY - 12) {
        reset.ask(
            name, HERE); // ten for an unknown name, one for ann's address, one for ann were taken
      } else {
        assertRefused(Code.TOO_MANY_ATTEMPTS, () -> reset.ask(name, HERE));
      }
    }
  }

  @Test
  void aFullOutboxRefusesEverybodyAlikeAndPeopleStillJoin() {
    post.close();
    post = new Post(people, new MailLimits(100, 100, 3, 100));
    addresses = addresses();
    reset = reset();
    User ann = verified("ann", "ann@example.org");
    for (int i = 0; i < 3; i++) {
      reset.ask("nobody " + i, HERE);
    }
    assertRefused(Code.BUSY, () -> reset.ask("ann", HERE));
    assertRefused(Code.BUSY, () -> reset.ask("nobody", HERE));
    assertRefused(Code.BUSY, () -> addresses.claim(ann.account(), "new@example.org", HERE));
    assertThat(user(ann).newEmail()).as("nothing has changed").isNull();
    User bob = register("bob", "bob@example.org");
    post.mails.repeat();
    addresses.sendAgain(bob.account(), HERE);
    addresses.verify(bob.account(), post.token("bob@example.org"));
  }

  @Test
  void aMailIsTriedAgainForAsLongAsItIsOfUseAndThenIsDead() {
    User ann = register("ann", "ann@example.org");
    post.stopServer();
    post.mails.repeat();
    post.mails.repeat();
    assertThat(post.mails.failedTries()).as("not again before its time").isEqualTo(1);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM mail_proofs"))
        .as("a token that did not get out")
        .containsExactly("0");
    people.clock.forward(Duration.ofMinutes(2));
    post.mails.repeat();
    assertThat(post.mails.failedTries()).isEqualTo(2);
    assertThat(post.mails.waiting()).isEqualTo(1);
    people.clock.forward(Duration.ofHours(24));
    post.mails.repeat();
    assertThat(post.mails.dead(null, 10))
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.account()).isEqualTo(ann.account());
              assertThat(mail.attempts()).isEqualTo(3);
              assertThat(mail.reason()).isEqualTo("not sent while it was of use");
              assertThat(post.mails.dead(mail.id(), 10)).isEmpty();
            });
    assertThat(Rows.of(people.database, "SELECT count(sealed) FROM mails")).containsExactly("0");
    people.clock.forward(Duration.ofDays(30));
    post.mails.repeat();
    assertThat(post.mails.dead(null, 10)).isEmpty();
  }

  @Test
  void whereNothingCanBeSentPeopleJoinAndNobodyIsPromisedAMail() {
    MailOutbox without =
        new MailOutbox(
            people.database,
            null,
            post.proofs,
            "",
            new FieldSeal("k".repeat(32)),
            people.hash,
            MailLimits.DEFAULT,
            people.clock);
    EmailAddresses none =
        new EmailAddresses(people.database, without, post.proofs, brake, people.clock);
    User ann = people.registration.register("ann", "ann@example.org", OLD);
    none.welcome(ann, HERE);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM mails")).containsExactly("0");
    assertRefused(Code.MAIL_DISABLED, () -> none.sendAgain(ann.account(), HERE));
    PasswordReset noReset =
        new PasswordReset(
            people.database,
            people.passwords,
            brake,
            people.secondStep(brake),
            sessions,
            without,
            post.proofs,
            people.clock);
    assertRefused(Code.MAIL_DISABLED, () -> noReset.ask("ann", HERE));
  }

  private List<String> statementsOf(Runnable work) {
    List<String> statements = new ArrayList<>();
    SqlStatements configured = people.database.jdbi().getConfig(SqlStatements.class);
    configured.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logAfterExecution(StatementContext context) {
            statements.add(context.getRenderedSql());
          }
        });
    work.run();
    configured.setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
    return statements;
  }

  private User register(String name, String email) {
    User user = people.registration.register(name, email, OLD);
    addresses.welcome(user, HERE);
    return user;
  }

  private User verified(String name, String email) {
    User user = register(name, email);
    addresses.verify(user.account(), post.token(email));
    return user;
  }

  private User user(User known) {
    return signIn.user(known.account()).orElseThrow();
  }

  private String open(User user) {
    return sessions.open(new SessionOwner.Person(user.account()), new Device(HERE, "")).token();
  }

  private EmailAddresses addresses() {
    return new EmailAddresses(people.database, post.mails, post.proofs, brake, people.clock);
  }

  private PasswordReset reset() {
    return new PasswordReset(
        people.database,
        people.passwords,
        brake,
        people.secondStep(brake),
        sessions,
        post.mails,
        post.proofs,
        people.clock);
  }
}
