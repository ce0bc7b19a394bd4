package sibyl.accounts.signin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import sibyl.accounts.AccountsException;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.memory.Allowance;
import sibyl.accounts.memory.LocalMemory;
import sibyl.accounts.memory.MemoryUnavailableException;
import sibyl.accounts.memory.SignInMemory;

/**
 * Slows down guessing: so many failures per name and per address, and more only as time passes.
 * Successes cost nothing. When the memory that gateways share is away each counts for itself, so
 * that passwords go on working.
 */
public final class AttemptBrake {
  private final SignInMemory shared;
  private final LocalMemory own;
  private final KeyedHash hash;
  private final int perName;
  private final int perAddress;
  private final Duration period;

  /**
   * @param hash with a key that all who share the memory have
   * @param perName failures of one name until it is refused, and again within {@code period}
   * @param perAddress likewise of one network address
   */
  public AttemptBrake(
      SignInMemory shared,
      KeyedHash hash,
      InstantSource clock,
      int perName,
      int perAddress,
      Duration period) {
    this.shared = shared;
    this.own = new LocalMemory(clock);
    this.hash = hash;
    this.perName = perName;
    this.perAddress = perAddress;
    this.period = period;
  }

  /** Counts in this process alone. */
  public AttemptBrake() {
    this(
        new LocalMemory(InstantSource.system()), KeyedHash.ofThisProcess(), InstantSource.system());
  }

  /**
   * @param hash with a key that all who share the memory have
   */
  public AttemptBrake(SignInMemory shared, KeyedHash hash, InstantSource clock) {
    this(shared, hash, clock, 10, 100, Duration.ofMinutes(5));
  }

  /**
   * Takes one attempt from both.
   *
   * @throws AccountsException TOO_MANY_ATTEMPTS, with the time until there is another
   */
  public void attempt(String name, String address) {
    Duration wait = either(memory -> memory.take(allowances(name, address)));
    if (wait.isPositive()) {
      long seconds = wait.plusMillis(999).toSeconds();
      throw new AccountsException(
          AccountsException.Code.TOO_MANY_ATTEMPTS,
          "too many failed attempts; try again in " + seconds + " s",
          Duration.ofSeconds(seconds));
    }
  }

  /** The attempt was no guess: gives it back. */
  public void succeeded(String name, String address) {
    either(
        memory -> {
          memory.giveBack(allowances(name, address));
          return Duration.ZERO;
        });
  }

  private List<Allowance> allowances(String name, String address) {
    return List.of(
        new Allowance("failures:" + hash.of("name", name), perName, period),
        new Allowance(
            "failures:" + hash.of("address", NetworkAddress.of(address)), perAddress, period));
  }

  private Duration either(Function<SignInMemory, Duration> step) {
    try {
      return step.apply(shared);
    } catch (MemoryUnavailableException e) {
      return step.apply(own);
    }
  }
}
