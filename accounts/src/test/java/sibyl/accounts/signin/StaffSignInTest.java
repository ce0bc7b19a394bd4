package sibyl.accounts.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import sibyl.accounts.AccountsException.Code;

/** Staff, from the configuration. */
class StaffSignInTest {
  private static final String HERE = "127.0.0.1";

  private final Passwords passwords = new Passwords(2, Duration.ofSeconds(30));

  @Test
  void theWellKnownCredentialsWorkInDevModeOnly() {
    assertThat(staff(AdminCredentials.of(null, null, true, passwords)))
        .satisfies(
            staff -> assertThat(staff.signIn("admin", "sibyl-dev", HERE)).isEqualTo("admin"));
    AdminCredentials none = AdminCredentials.of(null, null, false, passwords);
    assertThat(none.isEnabled()).isFalse();
    assertRefused(
        Code.STAFF_SIGN_IN_DISABLED, () -> staff(none).signIn("admin", "sibyl-dev", HERE));
  }

  @Test
  void configuredCredentialsReplaceTheWellKnownOnes() {
    StaffSignIn staff = staff(AdminCredentials.of("olga", "a long password", true, passwords));
    assertThat(staff.signIn("olga", "a long password", HERE)).isEqualTo("olga");
    assertRefused(Code.WRONG_CREDENTIALS, () -> staff.signIn("admin", "sibyl-dev", HERE));
    assertRefused(Code.WRONG_CREDENTIALS, () -> staff.signIn("admin", "a long password", HERE));
  }

  @Test
  void thePasswordCanBeConfiguredAsItsHash() {
    String hash = passwords.hash("a long password");
    AdminCredentials credentials = AdminCredentials.of("olga", hash, false, passwords);
    assertThat(staff(credentials).signIn("olga", "a long password", HERE)).isEqualTo("olga");
    assertThat(credentials.toString()).isEqualTo("staff olga").doesNotContain(hash);
  }

  @Test
  void halfAConfigurationIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdminCredentials.of("olga", null, true, passwords));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdminCredentials.of(null, "a long password", true, passwords))
        .withMessageNotContaining("a long password");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdminCredentials.of("olga", "short!", true, passwords))
        .withMessageNotContaining("short!");
  }

  private StaffSignIn staff(AdminCredentials credentials) {
    return new StaffSignIn(credentials, passwords, new AttemptBrake());
  }
}
