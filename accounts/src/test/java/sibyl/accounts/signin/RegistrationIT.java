package sibyl.accounts.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static sibyl.accounts.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.AtOnce;
import sibyl.accounts.People;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.Transfer;
import sibyl.store.Rows;

/** Signing up. */
@Timeout(180)
class RegistrationIT {
  private People people;

  @BeforeEach
  void open() {
    people = new People();
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void aPersonGetsTheNextAccountAndTheExchangeIsTold() {
    User ann = people.registration.register("Ann", "ann@example.org", "correct horse");
    User bob = people.registration.register("bob_2", null, "battery staple");
    assertThat(ann.account()).isEqualTo(16);
    assertThat(bob.account()).isEqualTo(17);
    assertThat(people.exchange.drain())
        .containsExactly(new OpenAccount(16, true), new OpenAccount(17, true));
    assertThat(Rows.of(people.database, "SELECT password_hash FROM credentials"))
        .allSatisfy(hash -> assertThat(hash).startsWith("$argon2id$"));
  }

  @Test
  void namesAreTakenWhateverTheirCaseAndUnverifiedAddressesAreNot() {
    people.registration.register("Ann", "ann@example.org", "correct horse");
    assertRefused(
        Code.USERNAME_TAKEN, () -> people.registration.register("aNN", null, "correct horse"));
    people.registration.register("bob", "Ann@Example.org", "correct horse");
  }

  @Test
  void whatIsNotANameAnAddressOrAPasswordIsRefused() {
    for (String name : List.of("", "ab", "a".repeat(33), "with blank", "-dash", "naïve", "a\0b")) {
      assertRefused(
          Code.INVALID_USERNAME, () -> people.registration.register(name, null, "correct horse"));
    }
    for (String email :
        List.of(
            "",
            "ann",
            "a b@c",
            "@",
            "a@b\0",
            "a@" + "b".repeat(260),
            "<a@b.org>",
            "a@b.org,c",
            "ä@b.org",
            "\"a\"@b.org",
            "a@b..org")) {
      assertRefused(
          Code.INVALID_EMAIL, () -> people.registration.register("ann", email, "correct horse"));
    }
    for (String password : List.of("", "7 chars", "x".repeat(129))) {
      assertRefused(
          Code.INVALID_PASSWORD, () -> people.registration.register("ann", null, password));
    }
    assertThat(people.exchange.drain()).isEmpty();
    assertThat(people.person("ann")).as("no number was lost").isEqualTo(16);
  }

  @Test
  void ofAHundredWhoWantOneNameOneGetsIt() {
    List<Callable<User>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String name = i % 2 == 0 ? "wanted" : "Wanted";
      all.add(() -> people.registration.register(name, null, "correct horse"));
    }
    List<Object> outcomes = AtOnce.all(all);
    assertThat(outcomes).filteredOn(User.class::isInstance).hasSize(1);
    assertThat(outcomes)
        .filteredOn(outcome -> !(outcome instanceof User))
        .hasSize(99)
        .containsOnly(Code.USERNAME_TAKEN);
    assertThat(Rows.of(people.database, "SELECT next FROM account_numbers"))
        .as("those who lost have drawn no number")
        .containsExactly("17");
  }

  @Test
  void numbersHaveNoGapsHoweverManyComeAtOnce() {
    List<Callable<User>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String name = "person" + i / 2; // every name twice: half of them fail on the way
      all.add(() -> people.registration.register(name, null, "correct horse"));
    }
    List<Long> numbers =
        AtOnce.all(all).stream()
            .filter(User.class::isInstance)
            .map(user -> ((User) user).account())
            .sorted()
            .toList();
    assertThat(numbers).isEqualTo(LongStream.range(16, 36).boxed().toList());
  }

  @Test
  void joiningBringsABonusAndACodeOrIsUndone() {
    try (People generous = new People(15_000_000)) {
      generous.registration.register("Ann", null, "correct horse");
      assertThat(
              Rows.of(
                  generous.database,
                  "SELECT kind, from_account, to_account, amount, reference FROM outbox"))
          .containsExactly("BONUS 3 16 15000000 signup bonus");
      assertThat(Rows.of(generous.database, "SELECT referral_code FROM users"))
          .singleElement()
          .asString()
          .matches("[0-9A-HJKMNP-TV-Z]{8}");
      generous.outbox.repeat();
      assertThat(generous.exchange.drain()).hasSize(2).last().isInstanceOf(Transfer.class);

      Rows.executeAsOwner(generous.owner, "ALTER TABLE outbox RENAME TO elsewhere");
      assertThatExceptionOfType(JdbiException.class)
          .isThrownBy(() -> generous.registration.register("bob", null, "correct horse"));
      assertThat(Rows.of(generous.database, "SELECT username FROM users")).containsExactly("Ann");
      assertThat(Rows.of(generous.database, "SELECT next FROM account_numbers"))
          .containsExactly("17");
    }
  }

  @Test
  void anExchangeThatIsBusyOrBrokenStopsNobody() {
    people.exchange.setBusy(true);
    assertThat(people.person("ann")).isEqualTo(16);
    people.exchange.setBroken(true);
    assertThat(people.person("bob")).isEqualTo(17);
  }

  @Test
  void namesOfStaffAreNotForPeople() {
    for (String name : List.of("admin", "S1byl-Support", "rnoderator")) {
      assertRefused(
          Code.USERNAME_RESERVED, () -> people.registration.register(name, null, "correct horse"));
    }
    assertRefused(
        Code.INVALID_USERNAME,
        () -> people.registration.register("\u0430dmin", null, "correct horse")); // Cyrillic a
  }
}
