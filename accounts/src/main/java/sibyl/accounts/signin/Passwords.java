package sibyl.accounts.signin;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sibyl.accounts.AccountsException;

/**
 * Hashes and checks passwords with Argon2id. Each takes tens of milliseconds and some megabytes on
 * purpose, so only a few run at a time; who waits too long for a turn is told to come back.
 */
public final class Passwords {
  // The OWASP password storage cheat sheet's setting with the least memory: 7 MiB, 5 passes.
  private static final int MEMORY_KIB = 7_168;
  private static final int PASSES = 5;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;
  private static final Argon2Function FUNCTION =
      Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Semaphore turns;
  private final Duration patience;

  /**
   * @param concurrent how many may be at work at a time
   * @param patience how long one waits for a turn
   */
  public Passwords(int concurrent, Duration patience) {
    this.turns = new Semaphore(concurrent, true);
    this.patience = patience;
  }

  /** As many at a time as there are processors. */
  public Passwords() {
    this(Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(20));
  }

  /**
   * @throws AccountsException BUSY when no turn comes in time
   */
  public String hash(String password) {
    takeTurn();
    try {
      return Password.hash(password).addRandomSalt().with(FUNCTION).getResult();
    } finally {
      turns.release();
    }
  }

  /**
   * Whether {@code hash} is that of {@code password}, by the parameters written in the hash.
   *
   * @throws AccountsException BUSY when no turn comes in time
   */
  public boolean matches(String password, String hash) {
    if (password.length() > 2 * PasswordRules.LENGTH_MAX) {
      return false; // nobody has it, and hashing it would be work for nothing
    }
    takeTurn();
    try {
      return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
    } finally {
      turns.release();
    }
  }

  private void takeTurn() {
    try {
      if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static AccountsException busy() {
    return new AccountsException(
        AccountsException.Code.BUSY, "too many people are signing in at the moment", RETRY_AFTER);
  }
}
