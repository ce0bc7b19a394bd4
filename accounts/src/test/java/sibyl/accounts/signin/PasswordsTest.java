package sibyl.accounts.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import sibyl.accounts.AccountsException.Code;

/** Hashes of passwords. */
class PasswordsTest {
  @Test
  void everyCharacterCountsAndEveryHashIsSaltedAnew() {
    Passwords passwords = new Passwords(1, Duration.ofSeconds(30));
    String longOne = "x".repeat(127);
    String hash = passwords.hash(longOne + "a");
    assertThat(passwords.matches(longOne + "a", hash)).isTrue();
    assertThat(passwords.matches(longOne + "b", hash)).isFalse();
    assertThat(passwords.hash(longOne + "a")).isNotEqualTo(hash);
    assertThat(hash).startsWith("$argon2id$v=19$m=7168,t=5,p=1$");
  }

  @Test
  void whoeverFindsNoTurnIsToldToComeBack() {
    Passwords busy = new Passwords(0, Duration.ofMillis(1));
    assertRefused(Code.BUSY, () -> busy.hash("battery staple"));
    assertRefused(
        Code.BUSY, () -> busy.matches("battery staple", "$argon2id$v=19$m=7168,t=5,p=1$"));
  }
}
