package sibyl.accounts.memory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Spent allowances and pending codes. Every method is one atomic step, whoever else calls; it may
 * block for about a second at most. Thread-safe.
 */
public interface SignInMemory extends AutoCloseable {
  /**
   * Takes one time from each of the allowances, or from none of them.
   *
   * @return zero if they were taken, else how long until they could be
   * @throws MemoryUnavailableException when it cannot be reached
   */
  Duration take(List<Allowance> allowances);

  /**
   * Gives one time back to each.
   *
   * @throws MemoryUnavailableException when it cannot be reached
   */
  void giveBack(List<Allowance> allowances);

  /**
   * Keeps the hash of a code in place of what was kept under this key.
   *
   * @param tries how often it may be looked at
   * @throws MemoryUnavailableException when it cannot be reached
   */
  void keepCode(String key, String hash, Duration lifetime, int tries);

  /**
   * Spends a try.
   *
   * @return the hash kept under the key; empty if there is none, its time is over or its tries are
   * @throws MemoryUnavailableException when it cannot be reached
   */
  Optional<String> spendTry(String key);

  /**
   * Forgets a code, if it is still this one.
   *
   * @return whether it was: of many who ask at the same time one is told so
   * @throws MemoryUnavailableException when it cannot be reached
   */
  boolean consume(String key, String hash);

  @Override
  void close();
}
