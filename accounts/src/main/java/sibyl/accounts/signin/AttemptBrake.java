package sibyl.accounts.signin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.memory.Allowance;
import sibyl.accounts.memory.LocalMemory;
import sibyl.accounts.memory.MemoryUnavailableException;
import sibyl.accounts.memory.SignInMemory;

/**
 * Slows down guessing without locking owners out. Failures count by name and network together, by
 * network, and by name in all. A name at the last bound is under attack from many networks: then it
 * is let in only with a right code of its second factor, or from a device that it has signed in on,
 * whose failures are counted apart from everything else.
 *
 * <p>Successes cost nothing. When the memory that gateways share is away each counts for itself, so
 * that passwords go on working. The memory is bounded. Thread-safe.
 */
public final class AttemptBrake {
  /**
   * How many failures there may be, and again within {@code period}.
   *
   * @param perNameAndNetwork of one name from one network, and of one known device
   * @param perNetwork of all names from one network
   * @param perName of one name from all networks
   * @param codesPerDay wrong codes of a second factor in any 24 hours, of one name and of one known
   *     device; with six digits and three good ones at a time, thirty are found out once in 10,000
   */
  public record Limits(
      int perNameAndNetwork, int perNetwork, int perName, Duration period, int codesPerDay) {
    public static final Limits DEFAULT = new Limits(10, 100, 100, Duration.ofMinutes(5), 30);
  }

  /** What an attempt took, to be given back when it was no guess. */
  public record Taken(List<Allowance> allowances) {
    public Taken {
      allowances = List.copyOf(allowances);
    }
  }

  /** Mails that one network may cause in any 24 hours, and for one name. */
  public static final int MAILS_PER_NETWORK_AND_DAY = 100;

  public static final int MAILS_PER_NAME_AND_NETWORK_AND_DAY = 10;

  private static final Duration DAY = Duration.ofDays(1);

  private final SignInMemory shared;
  private final LocalMemory own;
  private final KeyedHash hash;
  private final KnownDevices devices;
  private final Limits limits;

  /**
   * @param hash with a key that all who share the memory have
   */
  public AttemptBrake(
      SignInMemory shared,
      KeyedHash hash,
      KnownDevices devices,
      Limits limits,
      InstantSource clock) {
    this.shared = shared;
    this.own = new LocalMemory(clock);
    this.hash = hash;
    this.devices = devices;
    this.limits = limits;
  }

  /** Counts in this process alone. */
  public AttemptBrake() {
    this(
        new LocalMemory(InstantSource.system()), KeyedHash.ofThisProcess(), InstantSource.system());
  }

  /** With devices that are known until the key of the memory changes. */
  public AttemptBrake(SignInMemory shared, KeyedHash hash, InstantSource clock) {
    this(shared, hash, new KnownDevices(hash), Limits.DEFAULT, clock);
  }

  /**
   * Takes one attempt at a name from a device not seen before and without a second factor.
   *
   * @throws AccountsException TOO_MANY_ATTEMPTS, with the time until there is another
   */
  public Taken attempt(String name, String address) {
    return attempt(name, address, null, () -> false);
  }

  /**
   * Takes one attempt at a name.
   *
   * @param deviceToken what {@link KnownDevices} gave the device; null for none
   * @param rightCode whether the attempt brings a right code of the second factor; asked only when
   *     the name is under attack
   * @throws AccountsException TOO_MANY_ATTEMPTS, with the time until there is another
   */
  public Taken attempt(
      String name, String address, @Nullable String deviceToken, BooleanSupplier rightCode) {
    Optional<String> device = devices.idOf(name, deviceToken);
    if (device.isPresent()) {
      return take(List.of(allowance("device", device.get(), limits.perNameAndNetwork)));
    }
    String network = NetworkAddress.of(address);
    List<Allowance> here =
        List.of(
            allowance("name and network", name + " from " + network, limits.perNameAndNetwork),
            allowance("address", network, limits.perNetwork));
    List<Allowance> everywhere = List.of(allowance("name", name, limits.perName));
    Taken taken = take(here);
    Duration wait = either(memory -> memory.take(everywhere));
    if (wait.isZero()) {
      return new Taken(List.of(here.get(0), here.get(1), everywhere.get(0)));
    }
    if (rightCode.getAsBoolean()) {
      return taken;
    }
    throw tooMany(wait);
  }

  /**
   * Takes one try at a code of a name's second factor.
   *
   * @param deviceToken what {@link KnownDevices} gave the device; null for none
   * @throws AccountsException TOO_MANY_ATTEMPTS, with the time until there is another
   */
  public Taken code(String name, @Nullable String deviceToken) {
    String by = devices.idOf(name, deviceToken).map(id -> "device " + id).orElse(name);
    return take(List.of(inAnyDay("codes:" + hash.of("code", by), limits.codesPerDay)));
  }

  /**
   * Takes one mail that a request causes.
   *
   * @param name whom it is about, whether there is such a name or not
   * @throws AccountsException TOO_MANY_ATTEMPTS, with the time until there is another
   */
  public void mail(String name, String address) {
    String network = NetworkAddress.of(address);
    Taken _ =
        take(
            List.of(
                inAnyDay(
                    "mails:" + hash.of("mail name and network", name + " from " + network),
                    MAILS_PER_NAME_AND_NETWORK_AND_DAY),
                inAnyDay("mails:" + hash.of("mail network", network), MAILS_PER_NETWORK_AND_DAY)));
  }

  /** The attempt was no guess: gives it back. */
  public void succeeded(Taken taken) {
    either(
        memory -> {
          memory.giveBack(taken.allowances());
          return Duration.ZERO;
        });
  }

  private Taken take(List<Allowance> allowances) {
    Duration wait = either(memory -> memory.take(allowances));
    if (wait.isPositive()) {
      throw tooMany(wait);
    }
    return new Taken(allowances);
  }

  private Allowance allowance(String kind, String of, int times) {
    return new Allowance("failures:" + hash.of(kind, of), times, limits.period);
  }

  private static Allowance inAnyDay(String key, int times) {
    return new Allowance(key, times, DAY, Allowance.Return.EACH_AFTER_THE_PERIOD);
  }

  private static AccountsException tooMany(Duration wait) {
    long seconds = wait.plusMillis(999).toSeconds();
    return new AccountsException(
        AccountsException.Code.TOO_MANY_ATTEMPTS,
        "too many attempts; try again in " + seconds + " s",
        Duration.ofSeconds(seconds));
  }

  private Duration either(Function<SignInMemory, Duration> step) {
    try {
      return step.apply(shared);
    } catch (MemoryUnavailableException e) {
      return step.apply(own);
    }
  }
}
