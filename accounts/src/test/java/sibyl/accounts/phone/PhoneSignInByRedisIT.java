package sibyl.accounts.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.memory.RedisMemory;
import sibyl.accounts.memory.RedisTestServer;
import sibyl.accounts.memory.SignInMemory;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.SignIn;

/** Signing in by phone with a memory that gateways share, on a real server. */
class PhoneSignInByRedisIT extends PhoneSignInContract {
  private static RedisTestServer server;

  private final RedisMemory memory = new RedisMemory(server.url());

  @BeforeAll
  static void startServer() {
    server = new RedisTestServer();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void forget() {
    memory.close();
    server.stop();
    server.start();
  }

  @Override
  SignInMemory memory() {
    return memory;
  }

  /** The server has a clock of its own, so the time between codes is a short one here. */
  @Override
  CodeLimits limits() {
    return new CodeLimits(Duration.ofMinutes(5), 5, Duration.ofSeconds(2), 10, 100);
  }

  @Override
  void pass(Duration time) {
    await().pollDelay(time).until(() -> true);
  }

  @Test
  void withoutTheServerCodesAreUnavailableAndPasswordsWork() {
    people.person("ann");
    AttemptBrake brake = new AttemptBrake(memory, hash, people.clock);
    SignIn passwords =
        new SignIn(people.database, people.passwords, brake, people.secondStep(brake));
    String code = codeFor(NUMBER);
    server.stop();
    try {
      assertRefused(Code.SIGN_IN_UNAVAILABLE, () -> phones.sendCode("+919876543211", HERE));
      assertRefused(Code.SIGN_IN_UNAVAILABLE, () -> phones.signIn(NUMBER, code, HERE));
      assertThat(passwords.signIn(new Attempt("ann", "correct horse", HERE)).account())
          .isEqualTo(16);
      for (int i = 0; i < 10; i++) {
        assertRefused(
            Code.WRONG_CREDENTIALS, () -> passwords.signIn(new Attempt("ann", "a guess", HERE)));
      }
      assertRefused(
          Code.TOO_MANY_ATTEMPTS, () -> passwords.signIn(new Attempt("ann", "a guess", HERE)));
    } finally {
      server.start();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> phones.sendCode("+919876543212", HERE).isPositive());
  }
}
