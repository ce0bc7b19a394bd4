package sibyl.accounts.signin;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.exchange.EngineAccounts;
import sibyl.accounts.outbox.Movement;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.referral.ReferralCode;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;

/**
 * What every new person gets, however they joined: the next account number, a referral code of
 * their own, and the signup bonus, all in the caller's transaction. The exchange is told after it
 * and neither delays nor fails it.
 */
public final class NewPeople {
  private final EngineAccounts engineAccounts;
  private final Outbox outbox;
  private final long bonus;
  private final InstantSource clock;

  /**
   * @param bonus millionths; 0 for none
   */
  public NewPeople(EngineAccounts engineAccounts, Outbox outbox, long bonus, InstantSource clock) {
    this.engineAccounts = engineAccounts;
    this.outbox = outbox;
    this.bonus = bonus;
    this.clock = clock;
  }

  /** Waits until nobody else joins. What is free from here on stays free until the commit. */
  public void takeTurn(Handle handle) {
    handle.createQuery("SELECT next FROM account_numbers FOR UPDATE").mapTo(Long.class).one();
  }

  /** Whether somebody has this name, in whatever case. */
  public static boolean isNameTaken(Handle handle, String username) {
    return exists(
        handle, "SELECT 1 FROM users WHERE username_key = :value", Username.key(username));
  }

  /** Writes a person down whose name and phone are free. */
  public User add(Handle handle, String username, @Nullable String email, @Nullable String phone) {
    long account =
        handle
            .createQuery("UPDATE account_numbers SET next = next + 1 RETURNING next - 1")
            .mapTo(Long.class)
            .one();
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    handle
        .createUpdate(
            """
            INSERT INTO users
              (account_id, username, username_key, email, phone, referral_code, created_at)
            VALUES (:account, :username, :key, :email, :phone, :code, :now)
            """)
        .bind("account", account)
        .bind("username", username)
        .bind("key", Username.key(username))
        .bind("email", email)
        .bind("phone", phone)
        .bind("code", freeCode(handle))
        .bind("now", now)
        .execute();
    if (bonus > 0) {
      outbox.add(
          handle,
          new Movement(
              Movement.idOf("signup/" + account),
              TransferKind.BONUS,
              Accounts.BONUS,
              account,
              bonus,
              "signup bonus"));
    }
    return new User(account, username, email, false, null, phone, now.toInstant());
  }

  /** To be called after the commit. Does not wait, and does not fail. */
  public void tellExchange(User user) {
    engineAccounts.submit(user.account());
    outbox.wake();
  }

  private static String freeCode(Handle handle) {
    String code;
    do {
      code = ReferralCode.random();
    } while (exists(handle, "SELECT 1 FROM users WHERE referral_code = :value", code));
    return code;
  }

  static boolean exists(Handle handle, String query, String value) {
    return handle
        .createQuery(query)
        .bind("value", value)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }
}
