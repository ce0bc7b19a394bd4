package sibyl.accounts.signin;

import java.util.Optional;
import sibyl.accounts.AccountsException;
import sibyl.accounts.Secret;
import sibyl.accounts.session.SessionOwner;
import sibyl.store.Database;

/** Lets people in by name and password, and a code where they have a second factor. */
public final class SignIn {
  private final Database database;
  private final Passwords passwords;
  private final AttemptBrake brake;
  private final SecondStep second;

  /** Of a password nobody has: checked for names nobody has, so that both take as long. */
  private final String nobodysHash;

  public SignIn(Database database, Passwords passwords, AttemptBrake brake, SecondStep second) {
    this.database = database;
    this.passwords = passwords;
    this.brake = brake;
    this.second = second;
    this.nobodysHash = passwords.hash(Secret.random());
  }

  /**
   * @throws AccountsException WRONG_CREDENTIALS, SECOND_FACTOR_NEEDED, WRONG_CODE,
   *     TOO_MANY_ATTEMPTS, BUSY
   */
  public User signIn(Attempt attempt) {
    String key = Username.key(attempt.username());
    AttemptBrake.Taken taken =
        brake.attempt(
            brakeName(key), attempt.address(), attempt.deviceToken(), () -> isRightCode(attempt));
    Optional<Known> known = find(key);
    String hash = known.map(Known::passwordHash).orElse(nobodysHash);
    boolean matches = passwords.matches(attempt.password(), hash);
    if (known.isEmpty() || !matches) {
      throw new AccountsException(
          AccountsException.Code.WRONG_CREDENTIALS, "unknown username or wrong password");
    }
    brake.succeeded(taken);
    User user = known.get().user();
    second.require(new SessionOwner.Person(user.account()), brakeName(key), attempt);
    return user;
  }

  private boolean isRightCode(Attempt attempt) {
    return find(Username.key(attempt.username()))
        .map(known -> new SessionOwner.Person(known.user().account()))
        .filter(owner -> second.isRight(owner, brakeName(attempt.username()), attempt))
        .isPresent();
  }

  /** By which failures of a person are counted and devices known. */
  public static String brakeName(String username) {
    return "person " + Username.key(username);
  }

  /** The person behind an account number. */
  public Optional<User> user(long account) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(User.QUERY + " WHERE account_id = :account")
                    .bind("account", account)
                    .map((row, context) -> User.read(row))
                    .findOne());
  }

  private Optional<Known> find(String key) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT "
                            + User.COLUMNS
                            + ", password_hash FROM users JOIN credentials USING (account_id)"
                            + " WHERE username_key = :key")
                    .bind("key", key.replace('\0', ' '))
                    .map(
                        (row, context) -> new Known(User.read(row), row.getString("password_hash")))
                    .findOne());
  }

  private record Known(User user, String passwordHash) {
    @Override
    public String toString() {
      return user.toString();
    }
  }
}
