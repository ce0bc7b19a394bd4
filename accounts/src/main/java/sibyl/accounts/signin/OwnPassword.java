package sibyl.accounts.signin;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import sibyl.accounts.AccountsException;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.store.Database;

/** People give themselves another password. Thread-safe. */
public final class OwnPassword {
  private final Database database;
  private final Passwords passwords;
  private final AttemptBrake brake;
  private final Sessions sessions;
  private final InstantSource clock;

  public OwnPassword(
      Database database,
      Passwords passwords,
      AttemptBrake brake,
      Sessions sessions,
      InstantSource clock) {
    this.database = database;
    this.passwords = passwords;
    this.brake = brake;
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * Takes the place of the present password and ends all other sessions. Guesses at the present one
   * are counted, apart from those at the door.
   *
   * @param token of the session that stays
   * @param address where the request came from
   * @throws AccountsException WRONG_CREDENTIALS, also for a person who has no password;
   *     INVALID_PASSWORD, TOO_MANY_ATTEMPTS, BUSY
   */
  public void change(long account, String current, String next, String token, String address) {
    AttemptBrake.Taken taken = brake.attempt("password of person " + account, address);
    Present present = find(account).orElseThrow(OwnPassword::wrong);
    if (!passwords.matches(current, present.hash())) {
      throw wrong();
    }
    brake.succeeded(taken);
    PasswordRules.PERSON.check(next, present.user().username(), present.user().email());
    String hash = passwords.hash(next);
    SessionOwner owner = new SessionOwner.Person(account);
    database
        .jdbi()
        .useTransaction(
            handle -> {
              int changed =
                  handle
                      .createUpdate(
                          """
                          UPDATE credentials SET password_hash = :hash, changed_at = :now
                          WHERE account_id = :account AND password_hash = :present
                          """)
                      .bind("hash", hash)
                      .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                      .bind("account", account)
                      .bind("present", present.hash())
                      .execute();
              if (changed == 0) {
                throw wrong(); // it was changed meanwhile
              }
              Sessions.endOthers(handle, owner, token);
            });
    sessions.changed(owner);
  }

  /** Whether a person has a password; others sign in by phone. */
  public boolean isSet(long account) {
    return find(account).isPresent();
  }

  /**
   * Gives a person who has no password the first one and ends all other sessions. The caller has
   * seen a fresh proof of who it is.
   *
   * @param token of the session that stays
   * @throws AccountsException INVALID_PASSWORD, BUSY; WRONG_CREDENTIALS if there is one already
   */
  public void setFirst(User user, String next, String token) {
    PasswordRules.PERSON.check(next, user.username(), user.email());
    String hash = passwords.hash(next);
    SessionOwner owner = new SessionOwner.Person(user.account());
    database
        .jdbi()
        .useTransaction(
            handle -> {
              int set =
                  handle
                      .createUpdate(
                          """
                          INSERT INTO credentials (account_id, password_hash, changed_at)
                          VALUES (:account, :hash, :now)
                          ON CONFLICT DO NOTHING
                          """)
                      .bind("account", user.account())
                      .bind("hash", hash)
                      .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                      .execute();
              if (set == 0) {
                throw wrong();
              }
              Sessions.endOthers(handle, owner, token);
            });
    sessions.changed(owner);
  }

  /**
   * Makes sure that who is signed in knows the password, before something that a stolen session
   * must not do.
   *
   * @throws AccountsException WRONG_CREDENTIALS, also for a person who has none; TOO_MANY_ATTEMPTS,
   *     BUSY
   */
  public void require(long account, String password, String address) {
    AttemptBrake.Taken taken = brake.attempt("password of person " + account, address);
    Present present = find(account).orElseThrow(OwnPassword::wrong);
    if (!passwords.matches(password, present.hash())) {
      throw wrong();
    }
    brake.succeeded(taken);
  }

  private Optional<Present> find(long account) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT "
                            + User.COLUMNS
                            + ", password_hash FROM users JOIN credentials USING (account_id)"
                            + " WHERE account_id = :account")
                    .bind("account", account)
                    .map(
                        (row, context) ->
                            new Present(User.read(row), row.getString("password_hash")))
                    .findOne());
  }

  private static AccountsException wrong() {
    return new AccountsException(
        AccountsException.Code.WRONG_CREDENTIALS, "the present password is another one");
  }

  private record Present(User user, String hash) {
    @Override
    public String toString() {
      return user.toString();
    }
  }
}
