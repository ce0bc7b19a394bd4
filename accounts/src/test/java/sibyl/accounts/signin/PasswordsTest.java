package sibyl.accounts.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  void whoeverFindsNoTurnIsToldToComeBack() throws Exception {
    Passwords one = new Passwords(1, Duration.ofMillis(1));
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Void> busy =
        CompletableFuture.runAsync(
            () -> {
              begun.countDown();
              for (int i = 0; i < 20; i++) {
                one.hash("correct horse");
              }
            });
    begun.await(30, TimeUnit.SECONDS);
    assertRefused(
        Code.BUSY,
        () -> {
          while (!busy.isDone()) {
            one.hash("battery staple");
          }
        });
  }
}
