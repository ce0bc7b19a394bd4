package sibyl.gateway.people;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import sibyl.accounts.key.ApiKey;
import sibyl.accounts.key.CreatedKey;
import sibyl.accounts.key.Scope;
import sibyl.accounts.recovery.FreshProof;
import sibyl.accounts.session.Device;
import sibyl.accounts.session.SessionView;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.User;
import sibyl.accounts.wallet.Deposit;

/**
 * People, their sessions, keys and deposits. Every method blocks, is called on a virtual thread and
 * refuses with {@link sibyl.accounts.AccountsException}.
 */
public interface People {
  /** Creates a person and begins a session. */
  SignedIn register(String username, String email, String password, Device device);

  /** Lets in who brings the right credentials. */
  SignedIn login(Attempt attempt, Device device);

  /** Begins a session of somebody who was let in. */
  SignedIn begin(User user, Device device);

  /**
   * A person's sessions, the last begun first.
   *
   * @param token of the one that asks
   */
  List<SessionView> sessions(long account, String token);

  /** Ends one of a person's sessions. */
  void endSession(long account, UUID id);

  void endSession(String token);

  /** Notes that a request was sent in a session. */
  void used(String token);

  /**
   * Gives a person another password, or the first, and ends its other sessions.
   *
   * @param given the present password, or of who has none another fresh proof
   */
  void changePassword(long account, FreshProof.Given given, String next);

  /** Refuses who cannot show anew to be this person. */
  void requireFresh(long account, FreshProof.Given given);

  /** The same, with a code of the second factor where there is one. */
  void requireFreshWithSecond(long account, FreshProof.Given given);

  /** Ends all of a person's sessions. */
  void endSessions(long account);

  Optional<Caller.Person> session(String token);

  User person(long account);

  String username(long account);

  Optional<Caller.Program> key(String text);

  CreatedKey createKey(long account, String name, Set<Scope> scopes);

  List<ApiKey> keys(long account);

  void deleteKey(long account, String keyId);

  /**
   * Writes a deposit down, or finds it written down, and has it collected; its transfer, which has
   * its id, comes by itself.
   *
   * @param amount millionths
   */
  Deposit deposit(long account, long amount, String idempotencyKey);

  /** How far a deposit is; empty if it was not written down. */
  Optional<Deposit> findDeposit(UUID id);

  /**
   * A session that was just begun.
   *
   * @param deviceToken makes the device known from now on
   */
  record SignedIn(String token, Caller.Person person, String username, String deviceToken) {
    @Override
    public String toString() {
      return "SignedIn[" + person + "]";
    }
  }
}
