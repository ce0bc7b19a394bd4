package sibyl.accounts.signin;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static sibyl.accounts.Refusals.assertRefused;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sibyl.accounts.AccountsException.Code;

/** Which passwords are taken. */
class PasswordRulesTest {
  @Test
  void tenCharactersArePeoplesLeastAndTwelveThatOfStaff() {
    refused(PasswordRules.PERSON, "ninechars", "ann", null);
    taken(PasswordRules.PERSON, "horsestall", "ann", null);
    refused(PasswordRules.STAFF, "horsestalls", "ann", null);
    taken(PasswordRules.STAFF, "horsestalls!", "ann", null);
    taken(PasswordRules.PERSON, "x7".repeat(64), "ann", null);
    refused(PasswordRules.PERSON, "x7".repeat(64) + "x", "ann", null);
  }

  @Test
  void charactersOfAllScriptsCountOneEach() {
    refused(PasswordRules.PERSON, "\uD83D\uDC0E".repeat(9), "ann", null);
    taken(PasswordRules.PERSON, "\uD83D\uDC0E".repeat(10), "ann", null);
  }

  @Test
  void commonOnesAreRefusedHoweverTheyAreWritten() {
    for (String common :
        new String[] {
          "1234567890",
          "qwertyuiop",
          "QwertyUiop",
          "Password123",
          "iloveyou123",
          "aaaaaaaaaa",
          "\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17\uFF18\uFF19\uFF10"
        }) {
      refused(PasswordRules.PERSON, common, "ann", null);
    }
    refused(PasswordRules.STAFF, "Password1234", "ann", null);
  }

  @Test
  void noneIsItsOwnersNameOrAddress() {
    refused(PasswordRules.PERSON, "ANN.of.Cleves", "ann.of.cleves", null);
    refused(PasswordRules.PERSON, "Anna@Example.org", "ann", "anna@example.org");
    refused(PasswordRules.PERSON, "anna.of.cleves", "ann", "Anna.of.Cleves@example.org");
    taken(PasswordRules.PERSON, "anna.of.cleves!", "ann", "anna.of.cleves@example.org");
  }

  private static void refused(
      PasswordRules rules, String password, String username, @Nullable String email) {
    assertRefused(Code.INVALID_PASSWORD, () -> rules.check(password, username, email));
  }

  private static void taken(
      PasswordRules rules, String password, String username, @Nullable String email) {
    assertThatNoException().isThrownBy(() -> rules.check(password, username, email));
  }
}
