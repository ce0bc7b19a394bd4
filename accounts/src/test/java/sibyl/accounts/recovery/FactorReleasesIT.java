package sibyl.accounts.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.AtOnce;
import sibyl.accounts.People;
import sibyl.accounts.factor.Enrolment;
import sibyl.accounts.factor.Totp;
import sibyl.accounts.mail.MailLimits;
import sibyl.accounts.session.Device;
import sibyl.accounts.session.SessionLimits;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.AdminCredentials;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.User;
import sibyl.accounts.staff.Role;
import sibyl.accounts.staff.SecondPersons;
import sibyl.accounts.staff.StaffMembers;

/** People who lost app and recovery codes. */
@Timeout(120)
class FactorReleasesIT {
  private static final long ADMIN = StaffMembers.CONFIGURED;
  private static final String ADDRESS = "ann@example.org";

  private final People people = new People();
  private final Post post = new Post(people, MailLimits.DEFAULT);
  private final AttemptBrake brake = new AttemptBrake(people.memory, people.hash, people.clock);
  private final Sessions sessions =
      new Sessions(
          people.database, SessionLimits.PEOPLE, SessionLimits.STAFF, people.rights, people.clock);
  private final StaffMembers members =
      new StaffMembers(
          people.database,
          AdminCredentials.of(null, null, true, people.passwords),
          people.passwords,
          sessions,
          people.rights,
          people.clock);
  private final FactorReleases releases =
      new FactorReleases(
          people.database,
          new SecondPersons(people.database, SecondPersons.HOUR, people.clock),
          sessions,
          post.mails,
          people.clock);
  private final long olga =
      members.create("olga", "a long pass phrase", Set.of(Role.OPERATOR), ADMIN).number();
  private final SessionOwner ann = new SessionOwner.Person(verifiedAnn());
  private final long account = ((SessionOwner.Person) ann).account();

  @AfterEach
  void close() {
    post.close();
    people.close();
  }

  @Test
  void twoMembersFreeAPersonWhoIsToldOfIt() {
    enrol();
    String session = sessions.open(ann, new Device("127.0.0.1", "")).token();
    FactorRelease asked = releases.request(account, "lost", ADMIN);
    assertThat(post.subjects(ADDRESS))
        .last()
        .isEqualTo("Removal of your second factor was requested");
    assertThat(people.factors.isOn(ann)).isTrue();
    assertRefused(Code.SECOND_PERSON_NEEDED, () -> releases.approve(asked.id(), null, ADMIN));
    // Whom the admin has just made counts as the admin.
    assertRefused(Code.SECOND_PERSON_NEEDED, () -> releases.approve(asked.id(), null, olga));
    people.clock.forward(Duration.ofMinutes(61));
    FactorRelease approved = releases.approve(asked.id(), "called back", olga);
    assertThat(approved.state()).isEqualTo(FactorRelease.State.APPROVED);
    assertThat(approved.decidedBy()).isEqualTo(olga);
    assertThat(people.factors.isOn(ann)).isFalse();
    assertThat(sessions.owner(session)).isEmpty();
    assertThat(post.subjects(ADDRESS)).last().isEqualTo("Your second factor was removed");
    assertRefused(Code.ALREADY_DECIDED, () -> releases.approve(asked.id(), null, olga));
    assertThat(releases.list(null, Long.MAX_VALUE, 10)).containsExactly(approved);
    assertThat(releases.list(FactorRelease.State.REQUESTED, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void aFactorThatIsUsedIsNotLost() {
    Enrolment app = enrol();
    people.clock.forward(Duration.ofMinutes(61));
    FactorRelease asked = releases.request(account, "lost", ADMIN);
    people.clock.forward(Duration.ofMinutes(2));
    assertThat(people.factors.use(ann, Totp.at(app.secret(), people.clock.instant()))).isTrue();
    assertRefused(Code.ILLEGAL_STEP, () -> releases.approve(asked.id(), null, olga));
    assertThat(people.factors.isOn(ann)).isTrue();
    assertThat(releases.reject(asked.id(), "found", ADMIN).state())
        .isEqualTo(FactorRelease.State.REJECTED);
  }

  @Test
  void anApprovalIsForTheFactorThatWasOnAndGoodForAWeek() {
    enrol();
    FactorRelease first = releases.request(account, "lost", ADMIN);
    people.clock.forward(Duration.ofMinutes(61));
    people.factors.remove(ann);
    enrol();
    assertRefused(Code.NO_SECOND_FACTOR, () -> releases.approve(first.id(), null, olga));
    releases.reject(first.id(), "another one by now", olga);
    FactorRelease second = releases.request(account, "lost again", ADMIN);
    people.clock.forward(FactorReleases.GOOD_FOR);
    assertRefused(Code.LIMIT_EXCEEDED, () -> releases.approve(second.id(), null, olga));
    assertThat(people.factors.isOn(ann)).isTrue();
  }

  @Test
  void whatCannotBeReleasedIsRefused() {
    assertRefused(Code.NO_SECOND_FACTOR, () -> releases.request(account, "lost", ADMIN));
    people.factors.begin(ann, "never confirmed");
    assertRefused(Code.NO_SECOND_FACTOR, () -> releases.request(account, "lost", ADMIN));
    assertRefused(Code.UNKNOWN_PERSON, () -> releases.request(account + 1, "lost", ADMIN));
    enrol();
    releases.request(account, "lost", ADMIN);
    assertRefused(Code.ALREADY_PENDING, () -> releases.request(account, "lost", olga));
    assertRefused(Code.UNKNOWN_FACTOR_RELEASE, () -> releases.approve(99, null, olga));
    assertRefused(Code.UNKNOWN_FACTOR_RELEASE, () -> releases.reject(99, "no", olga));
  }

  @Test
  void oneMemberAsksForFewADayAndOneAtATimeForAPerson() {
    enrol();
    people.clock.forward(Duration.ofMinutes(61));
    List<Object> outcomes = AtOnce.times(5, () -> releases.request(account, "lost", ADMIN));
    assertThat(outcomes).filteredOn(FactorRelease.class::isInstance).hasSize(1);
    FactorRelease pending =
        releases.list(FactorRelease.State.REQUESTED, Long.MAX_VALUE, 10).getFirst();
    for (int i = 1; i < FactorReleases.PER_MEMBER_AND_DAY; i++) {
      releases.reject(pending.id(), "again", olga);
      pending = releases.request(account, "lost", ADMIN);
    }
    releases.reject(pending.id(), "again", olga);
    assertRefused(Code.LIMIT_EXCEEDED, () -> releases.request(account, "lost", ADMIN));
    releases.request(account, "lost", olga);
  }

  private Enrolment enrol() {
    Enrolment app = people.factors.begin(ann, "ann");
    people.factors.confirm(ann, Totp.at(app.secret(), people.clock.instant()));
    return app;
  }

  private long verifiedAnn() {
    EmailAddresses addresses =
        new EmailAddresses(people.database, post.mails, post.proofs, brake, people.clock);
    User user = people.registration.register("ann", ADDRESS, "correct horse");
    addresses.welcome(user, "127.0.0.1");
    addresses.verify(user.account(), post.token(ADDRESS));
    return user.account();
  }
}
