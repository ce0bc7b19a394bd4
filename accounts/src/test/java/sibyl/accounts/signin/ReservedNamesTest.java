package sibyl.accounts.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that look like staff. */
class ReservedNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin",
        "Admin",
        "ADMIN",
        "adm1n",
        "a.d.m.i.n",
        "4dm1n",
        "admin7",
        "admin-2026",
        "administrator",
        "the-admin",
        "SupPort",
        "5upp0rt",
        "support_team",
        "sibyl",
        "s1byl",
        "SIBYL.official",
        "sibyl-help",
        "siby1_support",
        "real.sibyl",
        "Sibyl-Ann",
        "moderator",
        "rnoderator",
        "m0derator",
        "customer-service",
        "security.team",
        "staff",
        "team",
        "root",
        "no-reply"
      })
  void namesThatLookLikeStaffAreReserved(String name) {
    assertThat(ReservedNames.contains(name)).as(name).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "ada_99",
        "badminton",
        "trader-m3k9x2pd",
        "team-ann",
        "rootbeer",
        "modest",
        "operators-friend",
        "1234",
        "bob.system",
        "systematic",
        "helper",
        "sybil"
      })
  void othersAreFree(String name) {
    assertThat(ReservedNames.contains(name)).as(name).isFalse();
  }
}
