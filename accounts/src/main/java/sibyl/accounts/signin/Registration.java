package sibyl.accounts.signin;

import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.mail.MailAddress;
import sibyl.store.Database;

/**
 * Signs people up with a name and a password. One transaction draws the account number, the next
 * without a gap, and writes the person with all that {@link NewPeople} gives them.
 */
public final class Registration {
  private final Database database;
  private final Passwords passwords;
  private final NewPeople newPeople;
  private final InstantSource clock;

  public Registration(
      Database database, Passwords passwords, NewPeople newPeople, InstantSource clock) {
    this.database = database;
    this.passwords = passwords;
    this.newPeople = newPeople;
    this.clock = clock;
  }

  /**
   * Nothing tells whether others have given the same address: it counts once it is verified.
   *
   * @param email optional
   * @throws AccountsException INVALID_USERNAME, USERNAME_RESERVED, INVALID_EMAIL, INVALID_PASSWORD,
   *     USERNAME_TAKEN, BUSY
   */
  public User register(String username, @Nullable String email, String password) {
    Username.check(username);
    if (ReservedNames.contains(username)) {
      throw new AccountsException(
          AccountsException.Code.USERNAME_RESERVED,
          "this name looks like one of staff or of the exchange; choose another");
    }
    if (email != null) {
      MailAddress.check(email);
    }
    PasswordRules.PERSON.check(password, username, email);
    // Saves the costly hash when the name is gone; the transaction decides.
    database.jdbi().useHandle(handle -> requireFree(handle, username));
    String hash = passwords.hash(password);
    User user = database.jdbi().inTransaction(handle -> insert(handle, username, email, hash));
    newPeople.tellExchange(user);
    return user;
  }

  private User insert(Handle handle, String username, @Nullable String email, String hash) {
    newPeople.takeTurn(handle);
    requireFree(handle, username);
    User user = newPeople.add(handle, username, email, null);
    handle
        .createUpdate(
            """
            INSERT INTO credentials (account_id, password_hash, changed_at)
            VALUES (:account, :hash, :now)
            """)
        .bind("account", user.account())
        .bind("hash", hash)
        .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
        .execute();
    return user;
  }

  private static void requireFree(Handle handle, String username) {
    if (NewPeople.isNameTaken(handle, username)) {
      throw new AccountsException(
          AccountsException.Code.USERNAME_TAKEN, "the username " + username + " is taken");
    }
  }
}
