package sibyl.accounts.phone;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.memory.Allowance;
import sibyl.accounts.memory.MemoryUnavailableException;
import sibyl.accounts.memory.SignInMemory;
import sibyl.accounts.message.OutgoingTexts;
import sibyl.accounts.message.TextMessage;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.NetworkAddress;
import sibyl.accounts.signin.SecondStep;
import sibyl.accounts.signin.SignIn;

/**
 * Lets people in by a code sent to their phone. Asking for a code looks nobody up and waits for
 * nobody, so neither the answer nor the time it takes tells whether a number is known. Thread-safe.
 */
public final class PhoneSignIn {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final PhoneNumbers numbers;
  private final SignInMemory memory;
  private final KeyedHash hash;
  private final CodeLimits limits;
  private final OneTimeCodes codes;
  private final AttemptBrake brake;
  private final SecondStep second;
  private final @Nullable OutgoingTexts texts;
  private final PhonePeople people;
  private final InstantSource clock;

  /**
   * @param hash with a key that all who share the memory have
   * @param brake for those who guess
   * @param texts null where no messages can be sent: nobody can sign in by phone then
   */
  public PhoneSignIn(
      PhoneNumbers numbers,
      SignInMemory memory,
      KeyedHash hash,
      CodeLimits limits,
      AttemptBrake brake,
      SecondStep second,
      @Nullable OutgoingTexts texts,
      PhonePeople people,
      InstantSource clock) {
    this.numbers = numbers;
    this.memory = memory;
    this.hash = hash;
    this.limits = limits;
    this.codes = new OneTimeCodes(memory, hash, limits);
    this.brake = brake;
    this.second = second;
    this.texts = texts;
    this.people = people;
    this.clock = clock;
  }

  /**
   * The number that a text is a writing of.
   *
   * @throws AccountsException INVALID_PHONE
   */
  public PhoneNumber number(String text) {
    return numbers.parse(text);
  }

  /**
   * Sends a code.
   *
   * @param address where the request came from
   * @return how long the code is good for
   * @throws AccountsException PHONE_SIGN_IN_DISABLED; INVALID_PHONE; TOO_MANY_ATTEMPTS if the
   *     number or the address had enough for now; BUSY; SIGN_IN_UNAVAILABLE
   */
  public Duration sendCode(String phone, String address) {
    OutgoingTexts outgoing = texts;
    if (outgoing == null) {
      throw new AccountsException(
          AccountsException.Code.PHONE_SIGN_IN_DISABLED,
          "nobody can sign in by phone: no sender of text messages is configured");
    }
    PhoneNumber number = numbers.parse(phone);
    String owner = owner(number);
    List<Allowance> spent =
        limits.spentBySending(owner, hash.of("address", NetworkAddress.of(address)));
    return available(
        () -> {
          Duration wait = memory.take(spent);
          if (wait.isPositive()) {
            throw tooMany(wait);
          }
          String code = codes.issue(owner);
          if (!outgoing.offer(message(number, code))) {
            codes.withdraw(owner, code);
            memory.giveBack(spent);
            throw new AccountsException(
                AccountsException.Code.BUSY,
                "too many messages wait to be sent at the moment",
                RETRY_AFTER);
          }
          return limits.lifetime();
        });
  }

  /**
   * Lets in who brings the code, and makes a person of who is not one yet.
   *
   * @param address where the request came from
   * @throws AccountsException INVALID_PHONE; WRONG_CODE, whether it is wrong, used, too old or was
   *     never sent; TOO_MANY_ATTEMPTS; SIGN_IN_UNAVAILABLE
   */
  public Arrival signIn(String phone, String code, String address) {
    return signIn(phone, code, new Attempt("", "", address));
  }

  /**
   * The same from who may have a second factor. A code that was sent is not used up while only that
   * is missing or wrong, but one of its tries is.
   *
   * @param attempt where the request came from, and the code of the second factor
   * @throws AccountsException besides, SECOND_FACTOR_NEEDED
   */
  public Arrival signIn(String phone, String code, Attempt attempt) {
    PhoneNumber number = numbers.parse(phone);
    String owner = owner(number);
    AttemptBrake.Taken taken = brake.attempt("phone " + owner, attempt.address());
    if (!available(() -> codes.redeem(owner, code, () -> requireSecond(number, attempt)))) {
      throw wrongCode();
    }
    brake.succeeded(taken);
    return people.arrive(number);
  }

  /**
   * Makes sure that who is signed in reads messages to a number, by a code that was sent there.
   *
   * @param address where the request came from
   * @throws AccountsException WRONG_CODE, TOO_MANY_ATTEMPTS, SIGN_IN_UNAVAILABLE
   */
  public void prove(String phone, String code, String address) {
    String owner = owner(numbers.parse(phone));
    AttemptBrake.Taken taken = brake.attempt("phone " + owner, address);
    if (!available(() -> codes.redeem(owner, code, () -> {}))) {
      throw wrongCode();
    }
    brake.succeeded(taken);
  }

  private void requireSecond(PhoneNumber number, Attempt attempt) {
    people
        .find(number)
        .ifPresent(
            user ->
                second.require(
                    new SessionOwner.Person(user.account()),
                    SignIn.brakeName(user.username()),
                    attempt));
  }

  // How sending goes, for metrics; all of it nothing where nothing can be sent.

  public long textsWaiting() {
    return texts == null ? 0 : texts.waiting();
  }

  public long textsSent() {
    return texts == null ? 0 : texts.sent();
  }

  public long failedTriesToText() {
    return texts == null ? 0 : texts.failedTries();
  }

  public long textsLost() {
    return texts == null ? 0 : texts.lost();
  }

  private String owner(PhoneNumber number) {
    return hash.of("phone", number.e164());
  }

  private TextMessage message(PhoneNumber number, String code) {
    Instant now = clock.instant();
    String text =
        "%s is your Sibyl code, good for %d minutes. Never tell it to anybody."
            .formatted(code, limits.lifetime().toMinutes());
    return new TextMessage(number.e164(), text, now, now.plus(limits.lifetime()));
  }

  private static AccountsException wrongCode() {
    return new AccountsException(
        AccountsException.Code.WRONG_CODE,
        "this code is wrong, was used or is no longer good: ask for another");
  }

  private static AccountsException tooMany(Duration wait) {
    long seconds = wait.plusMillis(999).toSeconds();
    return new AccountsException(
        AccountsException.Code.TOO_MANY_ATTEMPTS,
        "enough codes were sent for now; try again in " + seconds + " s",
        Duration.ofSeconds(seconds));
  }

  private static <T> T available(Supplier<T> step) {
    try {
      return step.get();
    } catch (MemoryUnavailableException e) {
      throw new AccountsException(
          AccountsException.Code.SIGN_IN_UNAVAILABLE,
          "signing in by phone does not work at the moment; a password does",
          RETRY_AFTER);
    }
  }
}
