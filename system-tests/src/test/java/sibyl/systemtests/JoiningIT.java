package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/** People join the running program by phone and by password, and bring each other. */
class JoiningIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @AutoClose private static Sibyl sibyl;

  @BeforeAll
  static void start(@TempDir Path directory) {
    sibyl =
        aSibyl().withData(directory.resolve("data")).withSignupBonus("15.00").start().awaitReady();
  }

  @Test
  void theBonusArrivesOnceAndCanBeTradedWith() {
    Person ada = Person.signInByPhone(sibyl.url(), "+919876500001");
    Person bob = Person.signUp(sibyl.url(), "bob");
    awaitCash(ada, "15.00 + 0.00");
    awaitCash(bob, "15.00 + 0.00");
    String market = Staff.signIn(sibyl.url()).opensMarket("Is the bonus money?");
    ada.buys("10", "yes", "0.60", market);
    bob.buys("10", "no", "0.40", market);
    assertThat(ada.cash()).isEqualTo("9.00 + 0.00");
    assertThat(bob.cash()).isEqualTo("11.00 + 0.00");
    assertThat(ada.shares(market)).isEqualTo("10.00 yes");
  }

  @Test
  void whoBringsSomebodyIsRewardedOnce() {
    Person cleo = Person.signInByPhone(sibyl.url(), "+919876500002");
    Person dan = Person.signInByPhone(sibyl.url(), "+919876500003");
    awaitCash(cleo, "15.00 + 0.00");
    String code = cleo.get("/referrals").expect(200).at("/code");
    dan.post("/referrals", Map.of("code", code)).expect(204);
    dan.post("/referrals", Map.of("code", code)).expect(409, "referral_decided");
    awaitCash(cleo, "35.00 + 0.00");
    awaitCash(dan, "15.00 + 0.00");
    assertThat(cleo.get("/referrals").expect(200).at("/earned")).isEqualTo("20.00");
  }

  @Test
  void aSessionEndedFromElsewhereIsOver() {
    Person eve = Person.signUp(sibyl.url(), "eve");
    Person elsewhere = eve.signedInAgain();
    String other =
        eve.get("/sessions")
            .expect(200)
            .json()
            .path("items")
            .valueStream()
            .filter(session -> !session.path("current").asBoolean())
            .findFirst()
            .orElseThrow()
            .path("session_id")
            .asText();
    eve.delete("/sessions/" + other).expect(204);
    elsewhere.get("/auth/me").expect(401, "unauthenticated");
    eve.get("/auth/me").expect(200);
  }

  private static void awaitCash(Person person, String cash) {
    sibyl.await(person.name() + " has " + cash, SOON, () -> person.cash().equals(cash));
  }
}
