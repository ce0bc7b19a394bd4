package sibyl.accounts.recovery;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.phone.PhoneSignIn;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.OwnPassword;
import sibyl.accounts.signin.SecondStep;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.signin.User;

/**
 * What a session alone must not do, since it may be stolen, wants a fresh proof of who it is: the
 * password, or of a person who has none a code that was just sent to the phone, or that this
 * session was begun a moment ago. Thread-safe.
 */
public final class FreshProof {
  /** How long a session counts as a proof of who has begun it, where there is no password. */
  public static final Duration SESSION_FRESH = Duration.ofMinutes(10);

  private final OwnPassword own;
  private final PhoneSignIn phones;
  private final Sessions sessions;
  private final SecondStep second;
  private final InstantSource clock;

  public FreshProof(
      OwnPassword own,
      PhoneSignIn phones,
      Sessions sessions,
      SecondStep second,
      InstantSource clock) {
    this.own = own;
    this.phones = phones;
    this.sessions = sessions;
    this.second = second;
    this.clock = clock;
  }

  /**
   * What a request brings.
   *
   * @param phoneCode that was sent to the person's own number; null for none
   * @param token of the session that asks
   * @param attempt the password, empty for none; where the request came from; the code of the
   *     second factor
   */
  public record Given(@Nullable String phoneCode, String token, Attempt attempt) {
    @Override
    public String toString() {
      return attempt.toString();
    }
  }

  /**
   * @throws AccountsException WRONG_CREDENTIALS, WRONG_CODE, FRESH_PROOF_NEEDED, TOO_MANY_ATTEMPTS,
   *     BUSY, SIGN_IN_UNAVAILABLE
   */
  public void require(User user, Given given) {
    if (own.isSet(user.account())) {
      own.require(user.account(), given.attempt().password(), given.attempt().address());
      return;
    }
    String code = given.phoneCode();
    String phone = user.phone();
    if (code != null && phone != null) {
      phones.prove(phone, code, given.attempt().address());
      return;
    }
    boolean fresh =
        sessions
            .begun(given.token())
            .filter(begun -> clock.instant().isBefore(begun.plus(SESSION_FRESH)))
            .isPresent();
    if (!fresh) {
      throw new AccountsException(
          AccountsException.Code.FRESH_PROOF_NEEDED,
          "have a code sent to your phone and repeat this with phone_code, or sign in again");
    }
  }

  /**
   * The same, and a code of the second factor where there is one.
   *
   * @throws AccountsException besides, SECOND_FACTOR_NEEDED
   */
  public void requireWithSecond(User user, Given given) {
    require(user, given);
    second.require(
        new SessionOwner.Person(user.account()),
        SignIn.brakeName(user.username()),
        given.attempt());
  }
}
