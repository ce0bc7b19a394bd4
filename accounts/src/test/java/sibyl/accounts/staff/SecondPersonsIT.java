package sibyl.accounts.staff;

import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.accounts.session.SessionLimits;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.AdminCredentials;
import sibyl.accounts.signin.Passwords;
import sibyl.accounts.team.Teams;
import sibyl.store.Rows;

/** Who may be the second person. */
@Timeout(120)
class SecondPersonsIT {
  private static final long ADMIN = StaffMembers.CONFIGURED;
  private static final String PASSWORD = "a long pass phrase";

  private final People people = new People();
  private final Passwords passwords = new Passwords(2, Duration.ofSeconds(60));
  private final StaffMembers members =
      new StaffMembers(
          people.database,
          AdminCredentials.of(null, null, true, passwords),
          passwords,
          new Sessions(
              people.database,
              SessionLimits.PEOPLE,
              SessionLimits.STAFF,
              people.rights,
              people.clock),
          people.rights,
          people.clock);
  private final SecondPersons secondPersons =
      new SecondPersons(people.database, SecondPersons.HOUR, people.clock);

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void whoMadeAMemberCountsAsThatMemberForAnHour() {
    long olga = make("olga", ADMIN);
    refused(ADMIN, ADMIN);
    refused(ADMIN, olga);
    refused(olga, ADMIN);
    afterAnHour();
    allowed(ADMIN, olga);
    members.change(olga, new StaffChange(Set.of(Role.OPERATOR), null, null), ADMIN);
    refused(ADMIN, olga);
    refused(olga, ADMIN);
    afterAnHour();
    members.change(olga, new StaffChange(null, null, "another long phrase"), ADMIN);
    refused(olga, ADMIN);
    members.change(olga, new StaffChange(null, false, null), ADMIN);
    afterAnHour();
    members.change(olga, new StaffChange(null, true, null), ADMIN);
    refused(olga, ADMIN);
    afterAnHour();
    allowed(olga, ADMIN);
  }

  @Test
  void twoWhomOneMadeCountAsOne() {
    long olga = make("olga", ADMIN);
    afterAnHour();
    long first = make("first", olga);
    long second = make("second", olga);
    long third = make("third", first);
    refused(first, second);
    refused(third, second);
    refused(third, olga);
    allowed(first, ADMIN);
    allowed(ADMIN, third);
    afterAnHour();
    allowed(first, second);
    allowed(third, olga);
  }

  @Test
  void whoMadeOrVerifiedAnAccountDoesNotApproveForIt() {
    long olga = make("olga", ADMIN);
    long otto = make("otto", ADMIN);
    afterAnHour();
    long hand = make("hand", olga);
    long team =
        new Teams(people.database, people.rights, people.clock).create("Reds", olga).account();
    long ada = people.person("ada");
    verified(ada, "olga");
    for (long account : new long[] {team, ada}) {
      assertRefused(Code.SECOND_PERSON_NEEDED, () -> uninvolved(account, olga));
      assertRefused(Code.SECOND_PERSON_NEEDED, () -> uninvolved(account, hand));
      uninvolved(account, otto);
      uninvolved(account, ADMIN);
    }
    long bob = people.person("bob");
    verified(bob, "admin");
    assertRefused(Code.SECOND_PERSON_NEEDED, () -> uninvolved(bob, ADMIN));
    uninvolved(bob, olga);
  }

  @Test
  void noMemberConfirmsWithinAnHourOfAChange() {
    long olga = make("olga", ADMIN);
    assertRefused(Code.SECOND_PERSON_NEEDED, () -> secondPersons.requireSettled(olga));
    assertRefused(Code.SECOND_PERSON_NEEDED, () -> secondPersons.requireSettled(ADMIN));
    afterAnHour();
    secondPersons.requireSettled(olga);
    members.changePassword(olga, PASSWORD, "another long phrase");
    secondPersons.requireSettled(olga);
    secondPersons.requireSettled(ADMIN);
  }

  private long make(String name, long by) {
    return members.create(name, PASSWORD, Set.of(Role.ADMIN), by).number();
  }

  private void verified(long account, String by) {
    Rows.execute(
        people.database,
        ("INSERT INTO identity_items (item_id, account_id, kind, state, sealed, number_hash,"
                + " submitted_at, decided_at, decided_by) VALUES (gen_random_uuid(), %d, 'IDENTITY',"
                + " 'VERIFIED', '', '%d', now(), now(), '%s')")
            .formatted(account, account, by));
  }

  private void uninvolved(long account, long decides) {
    people.database.jdbi().useHandle(it -> secondPersons.requireUninvolved(it, account, decides));
  }

  private void allowed(long asked, long decides) {
    people.database.jdbi().useHandle(it -> secondPersons.requireApart(it, asked, decides));
  }

  private void refused(long asked, long decides) {
    assertRefused(Code.SECOND_PERSON_NEEDED, () -> allowed(asked, decides));
  }

  private void afterAnHour() {
    people.clock.forward(Duration.ofMinutes(61));
  }
}
