package sibyl.accounts.signin;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.exchange.EngineAccounts;
import sibyl.store.Database;

/**
 * Creates people. One transaction draws the account number, the next without a gap, and writes the
 * person; the exchange is told afterwards and neither delays nor fails it.
 */
public final class Registration {
  private static final int EMAIL_LENGTH_MAX = 254;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

  private final Database database;
  private final Passwords passwords;
  private final EngineAccounts engineAccounts;
  private final InstantSource clock;

  public Registration(
      Database database, Passwords passwords, EngineAccounts engineAccounts, InstantSource clock) {
    this.database = database;
    this.passwords = passwords;
    this.engineAccounts = engineAccounts;
    this.clock = clock;
  }

  /**
   * @param email optional
   * @throws AccountsException INVALID_USERNAME, INVALID_EMAIL, INVALID_PASSWORD, USERNAME_TAKEN,
   *     EMAIL_TAKEN, BUSY
   */
  public User register(String username, @Nullable String email, String password) {
    Username.check(username);
    checkEmail(email);
    Passwords.checkLength(password);
    // Saves the costly hash when the name is gone; the transaction decides.
    database.jdbi().useHandle(handle -> requireFree(handle, username, email));
    String hash = passwords.hash(password);
    User user = database.jdbi().inTransaction(handle -> insert(handle, username, email, hash));
    engineAccounts.submit(user.account());
    return user;
  }

  private User insert(Handle handle, String username, @Nullable String email, String hash) {
    // Locks the counter's row: registrations take turns from here on, so what is free stays free.
    long account =
        handle
            .createQuery("UPDATE account_numbers SET next = next + 1 RETURNING next - 1")
            .mapTo(Long.class)
            .one();
    requireFree(handle, username, email);
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    handle
        .createUpdate(
            """
            INSERT INTO users (account_id, username, username_key, email, created_at)
            VALUES (:account, :username, :key, :email, :now)
            """)
        .bind("account", account)
        .bind("username", username)
        .bind("key", Username.key(username))
        .bind("email", email)
        .bind("now", now)
        .execute();
    handle
        .createUpdate(
            """
            INSERT INTO credentials (account_id, password_hash, changed_at)
            VALUES (:account, :hash, :now)
            """)
        .bind("account", account)
        .bind("hash", hash)
        .bind("now", now)
        .execute();
    return new User(account, username, email, now.toInstant());
  }

  private static void requireFree(Handle handle, String username, @Nullable String email) {
    if (exists(handle, "SELECT 1 FROM users WHERE username_key = :value", Username.key(username))) {
      throw new AccountsException(
          AccountsException.Code.USERNAME_TAKEN, "the username " + username + " is taken");
    }
    if (email != null
        && exists(handle, "SELECT 1 FROM users WHERE lower(email) = lower(:value)", email)) {
      throw new AccountsException(
          AccountsException.Code.EMAIL_TAKEN, "somebody has signed up with this address");
    }
  }

  private static boolean exists(Handle handle, String query, String value) {
    return handle
        .createQuery(query)
        .bind("value", value)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private static void checkEmail(@Nullable String email) {
    if (email != null && (email.length() > EMAIL_LENGTH_MAX || !EMAIL.matcher(email).matches())) {
      throw new AccountsException(
          AccountsException.Code.INVALID_EMAIL, "this does not look like an e-mail address");
    }
  }
}
